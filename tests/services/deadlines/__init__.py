"""The tests of what happens by the clock."""
