"""What would have been, out of what was."""
