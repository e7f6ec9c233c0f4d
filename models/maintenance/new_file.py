"""A new file that is there whole or not at all, its owner's alone; what is there already stays."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from models.database.files.lock import OWNER_ONLY

UNFINISHED = ".part"


@contextmanager
def writing_new(target: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes its name once it is complete; raises FileExistsError, OSError."""
    if target.exists():  # a folder, perhaps, of which no other name can be made
        raise FileExistsError(target)
    part = target.with_name(target.name + UNFINISHED)
    try:
        part.unlink(missing_ok=True)  # of a process that was killed
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(part, target)  # unlike a rename it replaces nothing that came meanwhile
    finally:
        part.unlink(missing_ok=True)
