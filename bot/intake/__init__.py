"""From Telegram to the inbox, from the inbox to the services."""
