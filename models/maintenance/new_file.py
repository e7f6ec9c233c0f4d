"""A new file that is there whole or not at all, its owner's alone; what is there already stays."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from models.database.files.lock import OWNER_ONLY

UNFINISHED = ".part"


@contextmanager
def making_new(target: Path) -> Iterator[Path]:
    """Yield an empty file that takes its name once it is complete; raises FileExistsError, OSError."""
    if target.exists():  # a folder, perhaps, of which no other name can be made
        raise FileExistsError(target)
    part = target.with_name(target.name + UNFINISHED)
    try:
        part.unlink(missing_ok=True)  # of a process that was killed
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
        yield part
        _write_through(part)
        _give_name(part, target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def writing_new(target: Path) -> Iterator[IO[bytes]]:
    """Yield such a file, open to be written; raises FileExistsError, OSError."""
    with making_new(target) as part, part.open("wb") as file:
        yield file


def _give_name(part: Path, target: Path) -> None:
    """Name a file; unlike a rename, a link replaces nothing that came meanwhile."""
    with suppress(PermissionError, NotImplementedError):  # of a disk that knows no links
        os.link(part, target)
        return
    if target.exists():
        raise FileExistsError(target)
    part.rename(target)


def _write_through(path: Path) -> None:
    """Let a power cut from now on leave the file as it is."""
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
