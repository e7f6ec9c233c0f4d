"""What operators see of contacts."""
