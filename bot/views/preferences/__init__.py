"""Whom sources prefer, and what operators speak, as admins see and set it."""
