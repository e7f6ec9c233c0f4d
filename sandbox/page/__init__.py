"""A messenger in the browser: its files, how they are served, and what keeps other pages out."""
