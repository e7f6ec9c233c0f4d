"""What runs for the bots of a process beside intake and delivery: their state, the clock, the menus."""
