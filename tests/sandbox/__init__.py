"""Tests of the local Telegram itself."""
