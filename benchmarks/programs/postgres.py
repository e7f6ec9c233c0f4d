"""A PostgreSQL of a benchmark's own."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.databases import OPTIONS, run_postgres, start_postgres

# What is measured writes to the disk as it does at work: fsync stays on. Three processes share it.
AT_WORK = {"listen_addresses": "", "max_connections": "300"}


@contextmanager
def serve_postgres(options: Mapping[str, str] = OPTIONS) -> Iterator[Path]:
    """Run a new server; yields the folder with its socket, which goes with it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        Path(place).chmod(0o711)  # a user without rights can enter: PostgreSQL does not run as root
        folder = Path(place, "postgres")
        start_postgres(folder, options)
        try:
            yield folder
        finally:
            run_postgres(folder, "stop", "-m", "immediate")


def count_deadlocks(folder: Path) -> int:
    """Return how many deadlocks the log of a server tells of."""
    return (folder / "log").read_text(errors="replace").count("deadlock detected")
