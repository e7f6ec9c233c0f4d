"""Telegram messages as the services need them."""
