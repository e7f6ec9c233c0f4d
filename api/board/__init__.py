"""The live board: a working day watched and steered in a browser."""
