"""How a database is found and opened: addresses, mistakes in one line, waiting for a start, a first look."""
