"""/board: the way to the live board, and who is there."""
