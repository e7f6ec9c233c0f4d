"""Contacts as a CSV file that a spreadsheet in the reader's language opens right and without formulas."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO, TextIOWrapper
from zoneinfo import ZoneInfo

from bot.ui.names import list_said
from bot.ui.phones import write_phone
from bot.ui.texts import Words
from models import TYPED, Status
from services.reports.exports import Export, Row
from services.reports.periods import Period

LARGEST = 49_000_000  # bytes; bots may send 50 MB
DELIMITERS = {"ru": ";", "en": ","}  # what Excel takes for one where people speak so
FORMULA = tuple("=+-@＝＋－＠")
HEADER = (
    "export-number",
    "export-created",
    "export-source",
    "export-client",
    "export-username",
    "export-phone",
    "export-email",
    "export-message",
    "export-status",
    "export-operator",
    "export-assigned",
    "export-taken",
    "export-completed",
    "export-minutes-to-take",
    "export-minutes-to-complete",
    "export-messages",
    "export-as-typed",
)


def write_table(export: Export, words: Words) -> bytes | None:
    """Return the file, None if it would be too large for Telegram."""
    file = BytesIO()
    with TextIOWrapper(file, "utf-8-sig", newline="") as text:
        writer = csv.writer(text, delimiter=DELIMITERS[words.language], lineterminator="\r\n")
        writer.writerow(words.plain(key) for key in HEADER)
        for row in export:
            writer.writerow(defuse(list_cells(row, export.period.timezone, words)))
            if file.tell() > LARGEST:
                return None
        text.flush()
        return file.getvalue()


def list_cells(row: Row, timezone: ZoneInfo, words: Words) -> list[str | int]:
    """Return what a line says, in the order of the header."""
    is_waiting = row.status is Status.NEW and row.operator is None
    return [
        row.number,
        write_moment(row.created_at, timezone),
        row.source,
        row.client or "",
        row.username or "",  # with an @ in front it would be taken for a formula
        write_phone(row.phone, words) if row.phone else "",
        row.email or "",
        row.message,
        words.plain("export-status-waiting" if is_waiting else f"export-status-{row.status}"),
        row.operator or "",
        write_moment(row.assigned_at, timezone),
        write_moment(row.taken_at, timezone),
        write_moment(row.completed_at, timezone),
        count_minutes(row.created_at, row.taken_at),
        count_minutes(row.created_at, row.completed_at),
        row.messages,
        ", ".join(list_said(list_claims(row), words)),
    ]


def list_claims(row: Row) -> dict[str, str]:
    """Return what a form says that is not the client's own, by field."""
    said = {field: getattr(row, f"typed_{field}") for field in TYPED}
    return {field: text for field, text in said.items() if text is not None}


def defuse(cells: Iterable[str | int]) -> list[str | int]:
    """Return cells none of which a spreadsheet takes for a formula: what could be one gets an apostrophe.

    The characters are those of OWASP's page on CSV injection.
    """
    return [f"'{cell}" if isinstance(cell, str) and is_dangerous(cell) else cell for cell in cells]


def is_dangerous(text: str) -> bool:
    """Tell whether a text could be taken for a formula, as people or programs begin one."""
    return text.startswith(("\t", "\r")) or text.lstrip().startswith(FORMULA)


def write_moment(moment: datetime | None, timezone: ZoneInfo) -> str:
    """Return a moment as spreadsheets read it, on the clock of the business."""
    return f"{moment.astimezone(timezone):%Y-%m-%d %H:%M}" if moment else ""


def count_minutes(start: datetime, end: datetime | None) -> int | str:
    """Return whole minutes between two moments."""
    return max(round((end - start).total_seconds() / 60), 0) if end else ""


def name_file(period: Period) -> str:
    """Return a name that sorts by time."""
    return f"contacts-{period.first:%Y-%m-%d}--{period.last:%Y-%m-%d}.csv"
