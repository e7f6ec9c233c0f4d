"""What one process does for its bots beside handling and delivering: the worker, the clock, the menus."""
