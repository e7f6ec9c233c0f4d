"""The tests of opening hours."""
