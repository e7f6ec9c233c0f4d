"""What runs before the handlers: who it is, and what an admin has typed."""
