"""What the API tells monitors: health, and counters of what was committed."""
