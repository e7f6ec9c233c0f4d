"""What must hold: found when it is broken, and put right."""
