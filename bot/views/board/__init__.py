"""The link to the live board, and who is there, in words."""
