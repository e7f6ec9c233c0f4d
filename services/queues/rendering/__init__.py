"""What delivery reads to put rows of the outbox into words."""
