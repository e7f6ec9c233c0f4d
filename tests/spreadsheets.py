"""Files of /export as a spreadsheet reads them."""

import csv
import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook

Row = dict[str, Any]


def read_csv(file: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a CSV file by title."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def open_excel(file: bytes) -> Workbook:
    """Return an Excel file with its formats."""
    return load_workbook(io.BytesIO(file))


def read_excel(file: bytes) -> list[Row]:
    """Return the rows of an Excel file by title; empty cells are None."""
    titles, *rows = open_excel(file).active.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def write_as_csv(row: Row) -> dict[str, str]:
    """Return a row of an Excel file as the CSV file has it, but for the apostrophes of that."""
    return {title: write_cell(value) for title, value in row.items()}


def write_cell(value: Any) -> str:
    """Return a cell in words; a moment is rounded to its minute."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
