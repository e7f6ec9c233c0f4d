"""Fixtures that every test may use."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import settings

from bot.aiogram_models import import_aiogram
from services import clock

import_aiogram()  # before a test does: it takes a third of the time then

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


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    """Leave no test the clock of another one's database."""
    yield
    clock.shared.offset = timedelta()
