"""The Telegram face of the services."""
