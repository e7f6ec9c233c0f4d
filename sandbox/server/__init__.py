"""The state of this Telegram: people, bots, chats and messages, updates on their way, faults."""
