"""What the pages share, and what holds of each."""
