"""When a bot is open and an operator works: what moments fall within it, and how much of it goes by."""
