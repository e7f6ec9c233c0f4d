"""The page of the live board: its modules, styles and words; browsers run them as they are."""
