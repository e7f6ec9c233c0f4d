"""Questions that bots have to answer soon: those of people who look for something by typing."""
