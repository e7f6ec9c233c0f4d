"""The rules, as plain functions on a Session: they never commit, never send and contain no texts."""
