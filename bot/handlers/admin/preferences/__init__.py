"""Whom sources prefer, and what operators speak: the words and buttons that set it."""
