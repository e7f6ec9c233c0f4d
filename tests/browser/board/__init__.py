"""The page of the live board in a real browser."""
