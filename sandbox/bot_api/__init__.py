"""The Bot API as bots see it, as strict as Telegram."""
