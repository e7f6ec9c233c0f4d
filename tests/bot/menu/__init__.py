"""The menu and the first steps, as who works here sees them."""
