"""When bots are open and operators work: the commands and buttons that set it."""
