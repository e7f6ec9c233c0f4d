"""What the pages have in common: how files are found, what browsers are told, modules and styles."""
