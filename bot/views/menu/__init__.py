"""The menu, and the first steps of who has a new bot."""
