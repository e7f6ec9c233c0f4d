"""What a driver says when a database can't be opened, in one line with what to do, without any password."""

import re
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from os import W_OK, X_OK, access
from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from models.database.errors import DatabaseAbsentError, DatabaseOpenError, DatabaseUnavailableError
from models.database.opening.addresses import name_server

NO_DRIVER = "PostgreSQL needs the driver asyncpg: pip install asyncpg"
FULL = "can't grow: the disk is full"
SQLITE = {  # what SQLite says has this in it
    "not a database": "is no SQLite database",
    "malformed": "is damaged: restore a backup of it",
    "unable to open": "can't be opened: look at the rights of it and of its folder",
    "readonly": "is read-only: let this user write to it and to its folder",
    "read-only": "is read-only: let this user write to it and to its folder",
    "locked": "is locked by another program: close what has it open",
    "full": FULL,
    "No space left": FULL,
    "quota": FULL,
    "I/O": "can't be read or written: the disk reports an error",
}
POSTGRES = {  # by what SQLSTATE begins with, the longest first
    "28P01": "wrong password for user {user} at {server}",
    "28": "{server} does not let user {user} in: {said}",
    "3D000": "there is no database {name} at {server}: make it, for example by `createdb {name}`",
    "42501": "user {user} has no rights in database {name}: {said}; make it the owner, by "
    "`ALTER DATABASE {name} OWNER TO {user}`",
    "3F000": "user {user} can't use the schema in database {name}: {said}",
    "25006": "database {name} at {server} is read-only: name the primary server, and look at "
    "default_transaction_read_only",
    "53300": "{server} has too many connections: raise max_connections, or put a PgBouncer before it",
    "42704": "{server} is too old, PostgreSQL 14 or newer is needed: {said}",
}
PASSING = ("locked", "full", "No space left", "quota")  # another start may not meet it
OUT_OF_RESOURCES = "53"  # disk, memory or connections, and that passes, too
STARTING = ("57P", "08")  # it starts or stops, or was cut off just now


@contextmanager
def explaining(url: URL, setting: str) -> Iterator[None]:
    """Turn what a driver raises into a DatabaseOpenError; anything else stays as it is."""
    try:
        yield
    except DatabaseOpenError:
        raise
    except Exception as error:
        if (mistake := explain(error, url, setting)) is None:
            raise
        raise mistake from None  # what the driver says is not ours, and may hold anything


def explain(error: Exception, url: URL, setting: str) -> DatabaseOpenError | None:
    """Return in one line why a database can't be opened, None if that is not the database's fault."""
    if isinstance(error, ModuleNotFoundError) and url.get_backend_name() == "postgresql":
        return DatabaseOpenError(NO_DRIVER)
    cause = _find_cause(error)
    if url.get_backend_name() == "sqlite":
        return _explain_sqlite(cause, url, setting)
    if isinstance(cause, OSError):
        return _explain_network(cause, url, setting)
    state = getattr(cause, "sqlstate", None) or ""
    if not state and not isinstance(error, DBAPIError) and not type(cause).__module__.startswith("asyncpg."):
        return None
    said, server = _hide(cause, url), name_server(url)
    if state.startswith(STARTING):
        return DatabaseAbsentError(f"{setting}: {server} does not answer yet: {said}")
    known = [words for begin, words in POSTGRES.items() if state and state.startswith(begin)]
    words = known[0] if known else "can't use {server}: {said}"
    given = {"user": url.username or "of this machine", "name": url.database or "of that user"}
    kind = DatabaseUnavailableError if state.startswith(OUT_OF_RESOURCES) else DatabaseOpenError
    return kind(f"{setting}: {words.format(server=server, said=said, **given)}")


def check_file(url: URL, setting: str) -> None:
    """See to it that a SQLite file can be there and be written; raises DatabaseOpenError."""
    path = Path(url.database or "")
    if path.is_dir():
        raise DatabaseOpenError(
            f"{setting}: {path} is a folder: name a file in it, such as {path}/leadbot.db"
        )
    if path.exists() and not access(path, W_OK):
        raise DatabaseOpenError(f"{setting}: {path} is read-only: let this user write to it")
    folder = next(folder for folder in path.absolute().parents if folder.exists())
    if not folder.is_dir():
        raise DatabaseOpenError(f"{setting}: {folder} is a file, and no folder for {path}")
    if not access(folder, W_OK | X_OK):
        raise DatabaseOpenError(f"{setting}: the folder {folder} is read-only: let this user write to it")


def _find_cause(error: Exception) -> BaseException:
    """Return what the driver itself has raised."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig.__cause__ or error.orig
    return error


def _explain_sqlite(cause: BaseException, url: URL, setting: str) -> DatabaseOpenError | None:
    if not isinstance(cause, sqlite3.Error | OSError):
        return None
    said = cause.strerror if isinstance(cause, OSError) else str(cause)
    sign = next((sign for sign in SQLITE if sign in (said or "")), None)
    words = f"can't be used: {said}" if sign is None else SQLITE[sign]
    kind = DatabaseUnavailableError if sign in PASSING else DatabaseOpenError
    return kind(f"{setting}: {url.database} {words}")


def _explain_network(error: OSError, url: URL, setting: str) -> DatabaseOpenError:
    server, said = name_server(url), _hide(error, url)
    if isinstance(error, ssl.SSLCertVerificationError):
        return DatabaseOpenError(
            f"{setting}: the certificate of {server} can't be trusted: {error.verify_message}"
        )
    if "SSL" in said or isinstance(error, ssl.SSLError):
        return DatabaseOpenError(f"{setting}: {server} does not speak TLS as sslmode wants it")
    if isinstance(error, socket.gaierror):
        words = f"there is no host {server.rpartition(':')[0]}"
    elif isinstance(error, TimeoutError):
        words = f"{server} does not answer"
    elif isinstance(error, PermissionError):
        return DatabaseOpenError(f"{setting}: this user may not connect to {server}")
    else:
        words = f"nothing listens at {server}"
    return DatabaseAbsentError(f"{setting}: {words}")


def _hide(error: BaseException, url: URL) -> str:
    """Return the first line of what was said, without the password however it is written."""
    said = (str(error).splitlines() or [""])[0]
    password = str(url.password or "")
    forms = (password, repr(password)[1:-1], quote(password, safe=""), quote_plus(password), quote(password))
    for form in filter(None, forms):
        said = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", "***", said)
    return said or type(error).__name__
