"""The terminal in which a visitor plays everybody."""
