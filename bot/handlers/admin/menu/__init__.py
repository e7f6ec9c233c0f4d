"""The menu's screens, and the first steps with a new bot."""
