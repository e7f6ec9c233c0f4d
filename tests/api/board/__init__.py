"""The live board, as its page and those who would misuse it see it."""
