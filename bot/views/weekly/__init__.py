"""What admins read once a week."""
