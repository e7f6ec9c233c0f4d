"""What an admin tries before it counts, in words and as a picture."""
