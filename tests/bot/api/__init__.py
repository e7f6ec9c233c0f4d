"""The bot and the HTTP API of one business, at work in one process."""
