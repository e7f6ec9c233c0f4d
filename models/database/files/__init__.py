"""The file of a SQLite database: whose it is, and whether it is still there."""
