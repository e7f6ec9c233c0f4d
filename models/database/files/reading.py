"""How a SQLite file is opened by whoever only reads it: nothing of theirs is left beside it.

A reader who may write to the folder but not to the file would leave a log of changes there that the bot, as
another user, can't write to.
"""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL


def write_uri(path: Path) -> str:
    """Return how SQLite opens a file so that none is made beside it."""
    # Without its log nobody has it open: then it is read as it lies there.
    how = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
    return f"file:{quote(str(path.absolute()))}?{how}"


def write_uri_for(path: Path) -> str:
    """Return how this user opens a file to read it.

    Whoever may write to it shares its log, and takes that away in the end: a bot may start meanwhile.
    """
    return f"file:{quote(str(path.absolute()))}?mode=rw" if os.access(path, os.W_OK) else write_uri(path)


def choose_reading(url: URL) -> URL:
    """Return the address by which this user reads what an address names; a server is left as it is."""
    if url.get_backend_name() != "sqlite":
        return url
    name, _, query = write_uri_for(Path(url.database or "")).partition("?")
    mode, _, value = query.partition("=")
    return url.set(database=name, query={mode: value, "uri": "true"})
