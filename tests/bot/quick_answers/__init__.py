"""Outcomes and tags, as people in Telegram see and choose them."""
