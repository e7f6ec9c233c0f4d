"""The log, on standard error: no line holds what people write, who they are, or a secret, at any level.

Our own lines name things by number. Of a library's lines only the fixed part is shown, and nothing below a
warning: at DEBUG some of them show every statement with its values.
"""

import logging
import re
import sys
import threading
import warnings
from types import TracebackType
from typing import TextIO

from edges.errors import came_by_database, format_error, note_outage, outages

OURS = "leadbot"
FIXED = re.compile(r"[^<(\n]*")  # what a library puts into brackets or on further lines is an object

log = logging.getLogger(OURS)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WordlessFormatter(logging.Formatter):
    """Formats lines and errors without anybody's words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line; another handler's text of the error is not used."""
        safe = logging.makeLogRecord(record.__dict__)
        safe.exc_text = None
        if not is_ours(record):
            found = FIXED.match(str(record.msg))
            safe.msg, safe.args = found[0].rstrip() if found else "", None
        return super().format(safe)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the name that logging calls)
        """Return an error without its message."""
        return "" if ei[1] is None else format_error(ei[1])


def is_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line is of this product."""
    return record.name.split(".")[0] == OURS


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


def set_up_logging(level: str) -> None:
    """Log to standard error from a level on; what Python itself would print there becomes lines, too."""
    handler = logging.StreamHandler()
    handler.setFormatter(WordlessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
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
