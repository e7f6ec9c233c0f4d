"""Tests of the bot through a local Telegram."""
