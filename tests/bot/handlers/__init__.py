"""Tests of what clients and operators write and press."""
