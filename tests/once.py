"""A pytest plugin: what a run makes once for all its workers, in a folder that goes when the run ends."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

FOLDER = "LEADBOT_TESTS_FOLDER"  # in the environment, which the workers of pytest-xdist inherit


def is_worker(config: pytest.Config) -> bool:
    """Tell a worker of pytest-xdist from the process that began the run."""
    return hasattr(config, "workerinput")


def name_worker() -> str:
    """Return a word that no other worker of the run has."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def make_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return what `make` makes at a path of this name; the first worker that asks makes it for all."""
    made = Path(os.environ[FOLDER]) / name
    done = made.with_name(f"{name}.done")
    with FileLock(f"{made}.lock"):
        if not done.exists():
            make(made)
            done.touch()
    return made


def find_made(name: str) -> Path | None:
    """Return what was made under a name, if it was."""
    made = Path(os.environ[FOLDER]) / name
    return made if made.with_name(f"{name}.done").exists() else None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the folder, in a place that a user without rights can enter: PostgreSQL does not run as root."""
    if not is_worker(config):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="leadbot-tests-", dir="/tmp")
        Path(os.environ[FOLDER]).chmod(0o711)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder."""
    if not is_worker(config):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)
