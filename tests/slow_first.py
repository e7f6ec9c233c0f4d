"""A pytest plugin: what takes long by itself begins first, so that no worker is left with it at the end."""

from pathlib import Path

import pytest

SLOW = ("process", "demo", "test_wheel.py")  # they wait for other processes most of the time
ROOT = Path(__file__).resolve().parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that start programs in front, and leave the order otherwise as it is."""
    items.sort(key=lambda item: not is_slow(item))


def is_slow(item: pytest.Item) -> bool:
    """Tell whether a test starts programs."""
    return item.path.relative_to(ROOT).parts[0] in SLOW
