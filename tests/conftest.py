"""Fixtures that every test may use."""

pytest_plugins = ["tests.no_skips", "tests.databases"]
