"""`leadbot migrate`, `leadbot backup`, `leadbot copy`: commands about whole databases."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from leadbot.process import ending_in_one_line, fail, read_settings
from models.database.open import parse_url
from models.database.opening.addresses import write_for_libpq
from models.database.opening.mistakes import explaining
from models.database.opening.patience import open_patiently
from models.maintenance.backup import back_up


def migrate(wait: float = 0) -> None:
    """Bring the database to the newest schema; `run` does it by itself."""
    settings = read_settings()
    with ending_in_one_line():
        asyncio.run(migrate_database(settings.database_url, settings.database_direct_url, wait))
    typer.echo("The database is up to date.")


async def migrate_database(url: str, direct: str | None = None, wait: float = 0) -> None:
    """Open the database, which migrates it, and close it; raises DatabaseOpenError."""
    database = await open_patiently(url, direct, wait, asyncio.Event())
    assert database is not None  # nobody stops it
    await database.close()


def backup(file: Path) -> None:
    """Copy the SQLite database to a file; for PostgreSQL say what does it."""
    settings = read_settings()
    with ending_in_one_line():
        url = parse_url(settings.database_url)
        if url.get_backend_name() != "sqlite":
            address, setting = settings.direct_database
            parse_url(address, setting)
            place = write_for_libpq(address)
            fail(f"PostgreSQL makes its own backups: pg_dump --format=custom --file={file} '{place}'")
        source = Path(url.database or "")
        with explaining(url, "DATABASE_URL"):
            is_there = source.is_file()
        if not is_there:
            fail(f"DATABASE_URL: there is no file {source}")
        with show_progress("Copying") as tell:
            contacts = back_up(source, file, tell)
    size = file.stat().st_size / 1_000_000
    typer.echo(f"{file}: {contacts:,} contacts, {size:,.1f} MB, checked.")


def copy(source: str, target: str) -> None:
    """Copy a database into an empty one, and say how many rows of what arrived."""
    from models.maintenance.copying import copy_database

    with ending_in_one_line(), show_progress("Copying and comparing") as tell:
        counts = asyncio.run(copy_database(source, target, tell))
    rows = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    typer.echo(f"Copied and compared: {rows or 'nothing, there are no rows'}.")


@contextmanager
def show_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar while something takes its time; yields what hears how much is done.

    Where nobody looks at a terminal, as over `ssh … | tee` or in a journal, a line every ten seconds says it.
    """
    if not sys.stderr.isatty():
        yield Lines(what).tell
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class Lines:
    """Lines that say how far something is: none of what is soon done."""

    def __init__(self, what: str, every: float = 10.0) -> None:
        self._what, self._every = what, every
        self._began = self._said = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        """Say so, if nothing was said for some time."""
        now = time.monotonic()
        if done and now - self._said >= self._every:
            self._said = now
            left = (now - self._began) * (total - done) / done
            typer.echo(f"{self._what}: {100 * done // total} %, {left:.0f} s left", err=True)
