"""What admins read about whole days: statistics and exports."""
