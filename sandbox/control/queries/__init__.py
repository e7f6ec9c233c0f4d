"""What bots have to answer soon: presses of buttons, and words typed behind the name of a bot."""
