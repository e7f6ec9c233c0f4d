"""The HTTP face, built with FastAPI over the same services as the bot."""
