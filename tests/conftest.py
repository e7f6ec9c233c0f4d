"""Fixtures that every test may use."""

pytest_plugins = ["tests.once", "tests.no_skips", "tests.slow_first", "tests.databases"]
