"""Tests of what admins write and press."""
