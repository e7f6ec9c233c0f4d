"""What a supervisor sees on the live board, and who may look at it."""
