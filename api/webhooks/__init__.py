"""Telling another system what happens to contacts."""
