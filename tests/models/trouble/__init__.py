"""A database file in trouble: full, locked, gone, replaced, or claimed by another process."""
