"""What the messenger page shows and starts beside its chats: a table of the operators, a rush and a day."""
