"""Contacts as a CSV file that a spreadsheet in the reader's language opens right, and without formulas.

What could be a formula gets an apostrophe, also where a program that takes another separator would begin a
cell. The signs are those of OWASP's page on CSV injection.
"""

import re
from collections.abc import Sequence
from typing import IO

from bot.ui.texts import Words
from bot.views.export.columns import BORDER, COLUMNS, Content, Minutes, Numbers, Texts

DELIMITERS = {"ru": ";", "en": ","}  # what Excel takes for one where people speak so
LINE_END = "\r\n"
BOM = "\ufeff"
QUOTED_BORDER = f'"{BORDER}"'
SEPARATORS = r";,|\t\r\n\v\f\x85\u2028\u2029"  # what ends a cell or a line, here or elsewhere
FORMULA = r"[=+\-@＝＋－＠]"
AT_FIRST = re.compile(rf"{BORDER}(?=[\t\r]|[^\S{BORDER}]*{FORMULA})")
LATER = re.compile(rf"""[{SEPARATORS}](?:[^\S{BORDER}{SEPARATORS}]|["'])*(?={FORMULA})""")


class CsvFile:
    """A CSV file that grows by parts until it would be too large. `rows` are those that it has."""

    kind, ending = "CSV", "csv"

    def __init__(self, file: IO[bytes], words: Words, largest: int) -> None:
        self.file, self.rows, self.is_too_large = file, 0, False
        self._delimiter, self._room = DELIMITERS[words.language], largest
        self._write(BOM + self._delimiter.join(words.plain(column.title) for column in COLUMNS) + LINE_END)

    def add(self, columns: Sequence[Content]) -> None:
        """Write some rows more, unless the file would be too large."""
        if self.is_too_large:
            return
        written = [write_cells(content) for content in columns]
        lines = [self._delimiter.join(cells) for cells in zip(*written, strict=True)]
        self._write(LINE_END.join(lines) + LINE_END)
        self.rows += 0 if self.is_too_large else len(lines)

    def finish(self) -> None:
        """Do nothing: it is complete at any time."""

    def _write(self, text: str) -> None:
        written = text.encode()
        self._room -= len(written)
        if self._room < 0:
            self.is_too_large = True
        else:
            self.file.write(written)


def write_cells(content: Content) -> list[str]:
    """Return the cells of a column; words in quotes, whatever separator the reading program takes."""
    match content:
        case Numbers(cells):
            return ["" if number is None else str(number) for number in cells]
        case Minutes(minutes):
            return [minute.written if minute else "" for minute in minutes]
        case Texts(texts):
            return quote(BORDER.join(texts)).split(BORDER)


def quote(texts: str) -> str:
    """Return texts with borders between them, each in quotes and none a formula."""
    quoted = defuse(texts).replace('"', '""').replace(BORDER, QUOTED_BORDER)
    return f'"{quoted}"'


def defuse(texts: str) -> str:
    """Return texts with borders between them, none of which a spreadsheet takes for a formula."""
    return LATER.sub(r"\g<0>'", AT_FIRST.sub(f"{BORDER}'", BORDER + texts)[1:])
