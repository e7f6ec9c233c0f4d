"""Units of work on either database: return commits, raise rolls back."""
