"""Fixtures that every test may use."""

from hypothesis import settings

import bot  # noqa: F401 (before a test imports aiogram: it takes a third of the time then)

# How long an example takes on a busy machine says nothing about the product.
settings.register_profile("leadbot", deadline=None)
settings.load_profile("leadbot")

pytest_plugins = [
    "tests.shared_work",
    "tests.once",
    "tests.no_skips",
    "tests.slow_first",
    "tests.databases",
    "tests.stepped_clock",
]
