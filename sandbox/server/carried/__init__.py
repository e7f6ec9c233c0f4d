"""What messages carry beside their content: quotes, origins of forwards, reactions."""
