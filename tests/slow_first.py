"""A pytest plugin: what takes long by itself begins first, so that no worker is left with it at the end."""

from pathlib import Path

import pytest

SLOW = ("process", "demo", "test_wheel.py")  # they start programs, and wait for them most of the time
TOGETHER = {"burst", "wheel"}  # what such fixtures make takes long: one worker runs all tests that use them
ROOT = Path(__file__).resolve().parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that start programs in front, and leave the order otherwise as it is."""
    items.sort(key=lambda item: not is_slow(item))
    for item in items:
        for name in TOGETHER.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(name))


def is_slow(item: pytest.Item) -> bool:
    """Tell whether a test starts programs."""
    return item.path.relative_to(ROOT).parts[0] in SLOW
