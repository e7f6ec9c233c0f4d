"""The messenger page in a real browser."""
