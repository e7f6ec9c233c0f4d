"""What admins decide from the chat: the rules of the business, as dated facts over the defaults."""
