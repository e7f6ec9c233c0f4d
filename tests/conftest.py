"""Fixtures that every test may use."""

import bot  # noqa: F401 (before a test imports aiogram: it takes a third of the time then)

pytest_plugins = ["tests.shared_work", "tests.once", "tests.no_skips", "tests.slow_first", "tests.databases"]
