"""What every screen is made of: texts, buttons, lists, times, and how Telegram shows them."""
