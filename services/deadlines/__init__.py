"""What happens to open contacts by the clock."""
