"""When bots are open and operators work, as admins see and set it."""
