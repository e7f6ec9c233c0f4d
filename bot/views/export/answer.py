"""The answer to `/export`, step by step: both files with the same rows, or a line that says why not.

The files have no name on the disk: whatever happens, they are gone with the process.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from aiogram import Bot
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import InputFile

from bot.ui.answers import LongAnswer, Read, Steps, Tell, Work
from bot.ui.texts import Words
from bot.ui.times import write_days
from bot.views.export.columns import Filler
from bot.views.export.csv_file import CsvFile
from bot.views.export.excel_file import MOST_ROWS, ExcelFile
from services.reports import exports
from services.reports.exports import Extent, Part
from services.reports.periods import Period

LARGEST = 49_000_000  # bytes; bots may send 50 MB
SURE = 0.9  # of what would have fit: days differ

File = CsvFile | ExcelFile


class Upload(InputFile):
    """An open file, to be sent from its beginning."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        super().__init__(name)
        self._file = file

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """Yield what is in the file."""
        await asyncio.to_thread(self._file.seek, 0)
        while chunk := await asyncio.to_thread(self._file.read, self.chunk_size):
            yield chunk


def answer_export(chat: int, words: Words, period: Period) -> LongAnswer:
    """Return the answer to who wants the contacts of a period."""
    days = str(period.days)
    return LongAnswer(
        chat,
        make=partial(make_files, chat, words, period),
        stopped=words.html("export-stopped", days=days),
        failed=words.html("export-failed", days=days),
    )


def make_files(chat: int, words: Words, period: Period) -> Steps:
    """Make the files and send them; without contacts say so."""
    extent: Extent = yield Read(partial(exports.measure, period=period))
    if not extent.count:
        yield SendMessage(chat_id=chat, text=words.plain("export-none", days=write_days(period, words)))
        return
    with ExitStack() as opened:
        files: list[File] = yield Work(partial(open_files, opened, words, extent.count))
        yield from fill(files, words, extent)
        yield from send(files, chat, words, extent)
        yield Work(opened.close)


def open_files(opened: ExitStack, words: Words, count: int) -> list[File]:
    """Return files without rows, those that can have so many; they end with the stack."""
    files: list[File] = [CsvFile(open_unnamed(opened), words, LARGEST)]
    if count <= MOST_ROWS:
        excel = ExcelFile(open_unnamed(opened), words, LARGEST, count)
        opened.callback(give_up, excel)
        files.append(excel)
    return files


def open_unnamed(opened: ExitStack) -> IO[bytes]:
    """Return a file that is closed, and so gone, with the stack."""
    return opened.enter_context(TemporaryFile())


def give_up(file: ExcelFile) -> None:
    """Let go of a file, complete or not; where the disk is full that is said elsewhere."""
    with suppress(OSError):
        file.finish()


def fill(files: Sequence[File], words: Words, extent: Extent) -> Steps:
    """Put the contacts into the files, part by part."""
    filler = Filler(words, extent.period.timezone)
    done, days = 0, str(extent.period.days)

    def add(part: Part) -> None:
        columns = filler.fill(part)
        for file in files:
            file.add(columns)

    part: Part | None = yield Read(partial(exports.read_part, extent=extent))
    while part and not all(file.is_too_large for file in files):
        done += len(part.numbers)
        yield Work(partial(add, part))
        yield Tell(words.html("export-progress", count=done, total=extent.count, days=days))
        part = yield Read(partial(exports.read_part, extent=extent, after=part.numbers[-1]))
    yield Work(lambda: [file.finish() for file in files])


def send(files: Sequence[File], chat: int, words: Words, extent: Extent) -> Steps:
    """Send the files, what they are below the first; say which of them Telegram would not take."""
    period = extent.period
    caption: str | None = words.plain("export-caption", count=extent.count, days=write_days(period, words))
    for file in files:
        if not file.is_too_large:
            yield Tell(words.html("export-sending", file=file.kind, days=str(period.days)))
            document = Upload(file.file, name_file(period, file.ending))
            yield SendDocument(chat_id=chat, document=document, caption=caption)
            caption = None
    if any(file.is_too_large for file in files):
        yield SendMessage(chat_id=chat, text=" ".join(explain(files, words, extent)), parse_mode="HTML")


def explain(files: Sequence[File], words: Words, extent: Extent) -> Iterator[str]:
    """Yield in HTML what was too large, and what to do."""
    large = [file for file in files if file.is_too_large]
    if large == files:
        yield words.html("export-too-large", count=extent.count)
    else:
        yield from (words.html("export-one-too-large", file=file.kind) for file in large)
    days = extent.period.days
    if days > 1:
        share = max(file.rows for file in large) / extent.count
        yield words.html("export-fewer", fewer=str(max(int(days * share * SURE), 1)))
    else:
        yield words.html("export-by-api")


def name_file(period: Period, ending: str) -> str:
    """Return a name that sorts by time."""
    return f"contacts-{period.first:%Y-%m-%d}--{period.last:%Y-%m-%d}.{ending}"
