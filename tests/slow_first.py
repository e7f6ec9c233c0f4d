"""A pytest plugin: what takes long by itself begins first, so that no worker is left with it at the end."""

from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# They start programs, and wait for them most of the time.
SLOW = ("process/", "demo/", "browser/", "docs/test_transcripts.py", "test_wheel.py")
# The tests of each group share something that takes long to make: one worker runs them all.
TOGETHER = {
    "tests/process/test_burst.py": "the burst",
    "tests/process/test_replay.py": "the burst",
    "tests/process/test_second_process.py::test_a_wrong_setting": "wrong settings",
    "tests/test_wheel.py": "the wheel",
    "tests/api/test_schemathesis.py": "the served API",
}
ROOT = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that start programs in front, and leave the order otherwise as it is."""
    items.sort(key=lambda item: not is_slow(item))


def is_slow(item: pytest.Item) -> bool:
    """Tell whether a test starts programs."""
    return item.path.relative_to(ROOT).as_posix().startswith(SLOW)


class OneByOne(LoadScopeScheduling):
    """Gives each worker the next test, or the next group of them, when it has nearly done what it has."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneByOne:
    """Return what gives tests to workers."""
    return OneByOne(config, log)
