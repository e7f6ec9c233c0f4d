"""Updates that this Telegram brings to a bot's own server."""
