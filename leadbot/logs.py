"""The log, on standard error: no line holds what people write, who they are, or a secret, at any level.

Our own lines name things by number. Of a library's lines only the fixed part is shown, and nothing below a
warning: at DEBUG some of them show every statement with its values.
"""

import json
import logging
import re
import sys
import threading
import warnings
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

from edges.errors import came_by_database, describe, format_error, note_outage, outages

OURS = "leadbot"
FIXED = re.compile(r"[^<(\n]*")  # what a library puts into brackets or on further lines is an object

SLOW = "Executing %s took %.3f seconds"  # as asyncio says in its debug mode, with a repr
FORGOTTEN = re.compile(r"coroutine '(?:\w+\.|<locals>\.)*(\w+)' was never awaited")

log = logging.getLogger(OURS)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WordlessFormatter(logging.Formatter):
    """Formats lines and errors without anybody's words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line; another handler's text of the error is not used."""
        safe = logging.makeLogRecord(record.__dict__)
        safe.exc_text = None
        if not is_ours(record):
            safe.msg, safe.args = say_fixed(record), None
        return super().format(safe)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the name that logging calls)
        """Return an error without its message."""
        return "" if ei[1] is None else format_error(ei[1])


class JsonFormatter(WordlessFormatter):
    """Formats each line as one JSON object, of the same words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return an object with time, level, logger and message; of an error with its kind and its way."""
        error = record.exc_info[1] if record.exc_info else None
        plain = logging.makeLogRecord({**record.__dict__, "exc_info": None, "stack_info": None})
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": super().format(plain),
        }
        if error is not None:
            line |= {"error": describe(error), "trace": format_error(error)}
        return json.dumps(line, ensure_ascii=False)


FORMATTERS: dict[str, type[WordlessFormatter]] = {"text": WordlessFormatter, "json": JsonFormatter}
LINES = {"text": "%(asctime)s %(levelname)s %(name)s: %(message)s", "json": "%(message)s"}


def is_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line is of this product."""
    return record.name.split(".")[0] == OURS


def say_fixed(record: logging.LogRecord) -> str:
    """Return what a line of a library says, without the objects that it shows."""
    if record.msg == SLOW and isinstance(record.args, tuple):
        return f"something kept all else waiting for {record.args[-1]:.1f} seconds"
    found = FIXED.match(str(record.msg))
    return found[0].rstrip(" :") if found else ""


def is_wanted(record: logging.LogRecord) -> bool:
    """Tell whether a line is shown: of libraries only warnings and errors are.

    What is about a database that is busy or gone is said in one line for all.
    """
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and record.levelno < logging.CRITICAL and is_said(error):
        return False
    return is_ours(record) or record.levelno >= logging.WARNING


def is_said(error: BaseException) -> bool:
    """Tell whether another line says of an error that a database is busy or gone."""
    is_on = bool(outages) and outages[-1].is_on
    return note_outage(error) or (is_on and came_by_database(error) and is_lost_connection(error))


def is_lost_connection(error: BaseException) -> bool:
    """Tell whether a driver speaks of a connection that is closed: that has no code of its own."""
    return "InterfaceError" in type(error).__name__ or isinstance(error, AttributeError | OSError)


def set_up_logging(level: str, form: Literal["text", "json"] = "text") -> None:
    """Log to standard error from a level on; what Python itself would print there becomes lines, too."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[form](LINES[form]))
    handler.addFilter(is_wanted)
    logging.raiseExceptions = False  # of a line that can't be written Python would print all
    logging.basicConfig(level=level, handlers=[handler])
    warnings.showwarning = log_warning
    sys.excepthook = log_end
    sys.unraisablehook = log_unraisable
    threading.excepthook = log_thread


def log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Log where a warning comes from, not what it says: aiogram's quote whole updates."""
    if found := FORGOTTEN.match(str(message)):
        log.warning("%s was called and never awaited, near %s:%s", found[1], filename, lineno)
    else:
        log.warning("%s of %s:%s", category.__name__, filename, lineno)


def log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process."""
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        log.critical("ended by an error", exc_info=error)


def log_unraisable(raised: "sys.UnraisableHookArgs") -> None:
    """Log an error that nobody could catch."""
    log.error("an error that nobody could catch", exc_info=raised.exc_value)


def log_thread(args: threading.ExceptHookArgs) -> None:
    """Log what ends a thread."""
    log.error("a thread was ended by an error", exc_info=args.exc_value)
