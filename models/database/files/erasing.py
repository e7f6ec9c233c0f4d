"""What was forgotten goes from the file and its log, too: after the commit, and again until it is done."""

import logging
import sqlite3

from sqlalchemy import Engine

from models.database.sqlite_file import clean_words, empty_log

log = logging.getLogger("leadbot")


class Erasing:
    """What is to be erased from a SQLite file; to be used in the writer's thread."""

    def __init__(self, writer: Engine) -> None:
        self._writer = writer
        self._has_to_begin = self._index_holds_words = False
        self.is_left = False  # somebody's words may be in the log still

    def begin(self) -> None:
        """Note that a unit has forgotten somebody."""
        self.is_left = self._index_holds_words = self._has_to_begin = True

    def go_on(self) -> None:
        """Erase what can be now. A failure leaves it for later: it must not fail a unit that is committed."""
        try:
            if self._index_holds_words:
                self._index_holds_words = not clean_words(self._writer, begins=self._has_to_begin)
                self._has_to_begin = False
            if self.is_left:
                self.is_left = not empty_log(self._writer) or self._index_holds_words
        except sqlite3.Error as error:
            log.debug("what was forgotten can't be erased from the file yet: %s", error)
