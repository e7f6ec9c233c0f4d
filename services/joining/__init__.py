"""How people come to work here: operators and admins by one-time links, each with an account of Telegram."""
