"""Lines of the log about what strangers can cause thousands of times: one a minute, with the count."""

import asyncio
import logging
from weakref import WeakSet

MINUTE = 60.0  # seconds
_kept: "WeakSet[CountedLine]" = WeakSet()


class CountedLine:
    """Writes a warning at once, and then once a minute how often the same has happened since."""

    def __init__(self, log: logging.Logger, words: str, every: float = MINUTE) -> None:
        """`words` hold %(count)d, and %(latest)s: what the latest was about."""
        self._log, self._words, self._every = log, words, every
        self._count, self._latest = 0, ""
        self._is_resting = False
        _kept.add(self)

    def count(self, about: str) -> None:
        """It has happened, about this."""
        self._count += 1
        self._latest = about
        if not self._is_resting:
            self._write_later()

    def write(self) -> None:
        """Write how often it has happened since the last line, if it has."""
        if self._count:
            self._log.warning(self._words, {"count": self._count, "latest": self._latest})
            self._count = 0

    def _write_later(self) -> None:
        self._is_resting = self._count > 0
        if self._is_resting:
            self.write()
            asyncio.get_running_loop().call_later(self._every, self._write_later)


def write_rest() -> None:
    """Write what was counted since the last lines: the program stops."""
    for line in list(_kept):
        line.write()
