"""The files of the database are their owner's alone: made so, and mended at start where they are not."""

import logging
import os
from pathlib import Path

log = logging.getLogger("leadbot")

OWNER_ONLY = 0o600
OTHERS = 0o077
HAS_RIGHTS = os.name != "nt"  # Windows has rights of another kind


def keep_private(path: Path) -> None:
    """Make a database file if there is none, and take it and the files beside it from others.

    SQLite gives its other files the rights of this one. Raises OSError if it can't be made.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
    for beside in ("", "-wal", "-shm", ".lock"):
        take_from_others(Path(f"{path}{beside}"))


def take_from_others(path: Path) -> None:
    """Let nobody but the owner read and write a file; where that fails, say so in the log."""
    if not is_open_to_others(path):
        return
    try:
        path.chmod(OWNER_ONLY)
    except OSError as error:
        log.warning("%s can be read by others, and that can't be changed: %s", path, error.strerror)


def is_open_to_others(path: Path) -> bool:
    """Tell whether a file is there, and others of this machine have any right to it."""
    try:
        return HAS_RIGHTS and bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False
