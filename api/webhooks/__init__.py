"""Webhooks: another system is told what happens to contacts."""
