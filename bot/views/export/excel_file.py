"""Contacts as an Excel file: words are text whatever they look like, moments are dates.

XlsxWriter makes the book around the rows. The rows are written here, a column at a time, which is 15 times as
fast.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from string import ascii_uppercase
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.ui.lists import measure_plain, shorten
from bot.ui.texts import Words
from bot.views.export.columns import BORDER, COLUMNS, Content, Minutes, Numbers, Texts

MOST_ROWS = 2**20 - 1  # below the header
LONGEST = 32_767  # UTF-16 units in a cell
LARGEST_SHEET = 2_000_000_000  # bytes before they are compressed: not every program takes ZIP64
FAST = 1  # of zlib's levels: three times as fast as the usual one, the file is a quarter larger
SHEET = "xl/worksheets/sheet1.xml"
FORMATS = {Numbers: "0", Minutes: "yyyy-mm-dd hh:mm", Texts: "@"}  # "@" is text, also after it is edited
NUMBER = ("><v>", "</v></c>")
TEXT = (' t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>")
ROW = "\x1e"  # stands for its number, until the cells of a row are together
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1e\ud800-\udfff\ufffe\uffff]")
LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


class ExcelFile:
    """An Excel file that grows by parts until it would be too large. `rows` are those that it has."""

    kind, ending = "Excel", "xlsx"

    def __init__(self, file: IO[bytes], words: Words, largest: int, count: int) -> None:
        self.file, self.rows, self.is_too_large = file, 0, False
        self._largest, self._size = largest, 0
        self._mark = words.plain("export-cut")
        self._book = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=FAST)
        with ZipFile(make_frame(words, count)) as frame:
            for name in frame.namelist():
                if name != SHEET:
                    self._book.writestr(name, frame.read(name))
            before, styles, self._after = split_sheet(frame.read(SHEET).decode(), count + 1)
        self._places = list(zip(ascii_uppercase, styles, strict=False))
        self._sheet = self._book.open(SHEET, "w")
        self._write(before)

    def add(self, columns: Sequence[Content]) -> None:
        """Write some rows more, unless the file would be too large."""
        if self.is_too_large:
            return
        written = [
            write_cells(fit(content, self._mark), *place)
            for content, place in zip(columns, self._places, strict=True)
        ]
        rows = [f'<row r="{ROW}">{"".join(cells)}</row>' for cells in zip(*written, strict=True)]
        first = self.rows + 2  # below the header
        self._write("".join([row.replace(ROW, str(number)) for number, row in enumerate(rows, first)]))
        self.rows += 0 if self.is_too_large else len(rows)

    def finish(self) -> None:
        """Complete the file; nothing can be added any more."""
        if not self._sheet.closed:
            self._write(self._after)
            self._sheet.close()
            self._book.close()
            self._look()

    def _write(self, text: str) -> None:
        written = text.encode()
        self._sheet.write(written)
        self._size += len(written)
        self._look()

    def _look(self) -> None:
        self.is_too_large = self._size > LARGEST_SHEET or self.file.tell() > self._largest


def make_frame(words: Words, count: int) -> BytesIO:
    """Return a book for so many rows, of which it has only the last one, as a model."""
    from xlsxwriter import Workbook  # costs 0.1 s and is rarely needed

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(words.plain("export-sheet"))
        title = book.add_format({"bold": True})
        formats = {kind: book.add_format({"num_format": number}) for kind, number in FORMATS.items()}
        last_place = len(COLUMNS) - 1
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, words.plain(column.title), title)
            sheet.write_blank(count, place, None, formats[column.holds])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, count, last_place)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{ascii_uppercase[last_place]}{count + 1}"})
    return file


def split_sheet(sheet: str, last: int) -> tuple[str, list[str], str]:
    """Return what stands before the last row, the styles of its cells, and what stands after it."""
    found = re.search(f'<row r="{last}".*?</row>', sheet)
    assert found, "XlsxWriter has never written a row in another way"
    return sheet[: found.start()], re.findall(r' s="(\d+)"', found[0]), sheet[found.end() :]


def write_cells(content: Content, letter: str, style: str) -> list[str]:
    """Return the cells of a column as XML, each for the row that is put into it; of empty ones nothing."""
    match content:
        case Numbers(cells):
            kind, values = NUMBER, BORDER.join("" if number is None else str(number) for number in cells)
        case Minutes(minutes):
            kind, values = NUMBER, BORDER.join(minute.counted if minute else "" for minute in minutes)
        case Texts(texts):
            kind, values = TEXT, escape(BORDER.join(texts))
    begin, end = f'<c r="{letter}{ROW}" s="{style}"{kind[0]}', kind[1]
    written = f"{begin}{values.replace(BORDER, end + BORDER + begin)}{end}"
    return written.replace(begin + end, "").split(BORDER)


def fit(content: Content, mark: str) -> Content:
    """Return cells that Excel can hold: what is too long is cut, and the mark says so."""
    if not isinstance(content, Texts) or max(map(len, content.cells)) <= LONGEST // 2:
        return content
    room = LONGEST - measure_plain(mark)
    return Texts(
        [text if measure_plain(text) <= LONGEST else f"{shorten(text, room)}{mark}" for text in content.cells]
    )


def escape(texts: str) -> str:
    """Return texts with borders between them as XML: without what that can't hold, with what they say."""
    texts = NOT_IN_XML.sub("", texts).replace("\r\n", "\n").replace("\r", "\n")
    texts = LIKE_AN_ESCAPE.sub("_x005F_", texts)
    return texts.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
