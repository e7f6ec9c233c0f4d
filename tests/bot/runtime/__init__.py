"""Tests of what happens by the clock and beside the handlers."""
