"""What may go wrong before a database is open: addresses, mistakes in one line, and waiting for a start."""
