"""What clients type that says how they can be reached: found in their words, and offered to be kept."""
