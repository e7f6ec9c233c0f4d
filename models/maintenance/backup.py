"""A copy of a SQLite database as it is at one moment, while others read it and write to it.

A copy of the file alone is none: what was written last is in the log beside it, half of it perhaps.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from models.database.errors import BackupError
from models.database.files.reading import write_uri_for
from models.maintenance.new_file import making_new

PAGES_AT_ONCE = 500  # between two words to whoever waits; 2 MB


def back_up(path: Path, target: Path, tell: Callable[[int, int], None], *, pages: int = PAGES_AT_ONCE) -> int:
    """Copy a database to a file that is not there yet, and check the copy; returns its contacts.

    `tell` hears how many pages are copied, of how many. Raises BackupError, and leaves nothing behind then.
    """
    try:
        with making_new(target) as part:
            return _copy(path, part, tell, pages)
    except FileExistsError:
        raise BackupError(f"{target} is there already; a backup overwrites nothing") from None
    except sqlite3.Error as error:
        raise BackupError(f"{path} can't be backed up to {target}: {error}") from error
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror}") from error


def _copy(path: Path, part: Path, tell: Callable[[int, int], None], pages: int) -> int:
    with (
        closing(sqlite3.connect(write_uri_for(path), uri=True)) as source,
        closing(sqlite3.connect(part)) as copy,
    ):
        # From the first read on this connection sees one moment: else each commit of others would begin anew.
        source.execute("BEGIN")
        [contacts] = source.execute("SELECT count(*) FROM contacts").fetchone()
        source.backup(copy, pages=pages, progress=lambda _, left, all_: tell(all_ - left, all_))
        copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file
        [found] = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise BackupError(f"{path} is damaged: {found}")
        return int(contacts)
