"""Quick answers, as operators and admins in Telegram see them."""
