"""What stands in exported files: the same rows in both, whatever clients write, and nothing that runs."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.lists import measure_plain
from bot.ui.texts import LANGUAGES, Words, speak
from bot.views.export.answer import name_file
from bot.views.export.columns import BORDER, COLUMNS, Filler
from bot.views.export.csv_file import DELIMITERS, CsvFile, defuse
from bot.views.export.excel_file import LONGEST, ExcelFile
from services.reports.exports import Part
from services.reports.periods import Period
from tests.spreadsheets import open_excel, read_csv, read_excel, write_as_csv

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
ROOM = 10_000_000  # bytes
SEPARATORS = ",;\t|"
FORMULAS = "=+-@＝＋－＠"
NOW_IN_SECONDS = int(NOW.timestamp())
ROW: dict[str, Any] = {
    "numbers": 7,
    "sources": "acme",
    "clients": "Vera",
    "usernames": "vera_k",
    "phones": "+79031234567",
    "emails": None,
    "messages": "Hi",
    "statuses": "new",
    "operators": None,
    "created": NOW_IN_SECONDS,
    "assigned": None,
    "taken": NOW_IN_SECONDS + 120,
    "answered": NOW_IN_SECONDS + 240,
    "completed": None,
    "answer_seconds": 240,
    "counts": 3,
    "typed_names": None,
    "typed_phones": None,
    "typed_emails": None,
    "typed_ids": None,
    "ratings": None,
    "comments": None,
    "outcomes": "sold",
    "origins": None,
    "tags": "vip, =old",
    "notes": None,
}


def make_part(*changes: dict[str, Any]) -> Part:
    """Return a part of contacts that differ from the usual one in what is named."""
    return Part._make(zip(*((ROW | change).values() for change in changes), strict=True))


def write_files(*changes: dict[str, Any], words: Words | None = None) -> tuple[bytes, bytes]:
    """Return both files of such contacts."""
    words = words or speak("en")
    columns = Filler(words, MOSCOW).fill(make_part(*changes))
    table, book = io.BytesIO(), io.BytesIO()
    for file in (CsvFile(table, words, ROOM), ExcelFile(book, words, ROOM, len(changes))):
        file.add(columns)
        file.finish()
        assert file.rows == len(changes)
    return table.getvalue(), book.getvalue()


def write_messages(*texts: str) -> tuple[bytes, bytes]:
    """Return both files of contacts with these first messages."""
    return write_files(*({"messages": text} for text in texts))


def test_a_row_says_all_there_is_on_the_clock_of_the_business() -> None:
    table, book = write_files({})
    assert list(read_csv(table)[0].values()) == [
        *("7", "2026-11-23 12:40", "acme", "Vera", "vera_k", "'+7 903 123-45-67", "", "Hi"),
        *(
            "waiting",
            "",
            "",
            "2026-11-23 12:42",
            "2026-11-23 12:44",
            "",
            "2",
            "4",
            "",
            "3",
            "",
            "",
            "",
            "sold",
        ),
        *("vip, '=old", "", "", ""),
    ]
    assert list(read_excel(book)[0].values()) == [
        *(
            7,
            datetime.fromisoformat("2026-11-23 12:40"),
            "acme",
            "Vera",
            "vera_k",
            "+7 903 123-45-67",
            None,
            "Hi",
        ),
        *("waiting", None, None, datetime.fromisoformat("2026-11-23 12:42")),
        *(datetime.fromisoformat("2026-11-23 12:44"), None, 2, 4, None, 3, None, None, None),
        *("sold", "vip, =old", None, None, None),
    ]


@pytest.mark.parametrize(
    ("zone", "moment", "written"),
    [
        ("Europe/Moscow", "2026-01-01 00:00:59", "2026-01-01 03:00"),
        ("Europe/Berlin", "2026-03-29 00:59:00", "2026-03-29 01:59"),
        ("Europe/Berlin", "2026-03-29 01:00:00", "2026-03-29 03:00"),
        ("Europe/Berlin", "2026-10-25 01:00:00", "2026-10-25 02:00"),
        ("Asia/Kathmandu", "2026-06-30 18:14:00", "2026-06-30 23:59"),
        ("Asia/Kathmandu", "2026-06-30 18:15:00", "2026-07-01 00:00"),
        ("Australia/Lord_Howe", "2026-04-04 15:00:00", "2026-04-05 01:30"),
        ("America/New_York", "2026-01-01 04:59:00", "2025-12-31 23:59"),
        ("UTC", "2026-02-28 23:59:59", "2026-02-28 23:59"),
    ],
)
def test_moments_are_on_any_clock_what_python_says_they_are(zone: str, moment: str, written: str) -> None:
    at, words, timezone = datetime.fromisoformat(f"{moment}+00:00"), speak("en"), ZoneInfo(zone)
    assert f"{at.astimezone(timezone):%Y-%m-%d %H:%M}" == written
    part = make_part({"created": int(at.timestamp())})
    table, book = io.BytesIO(), io.BytesIO()
    for file in (CsvFile(table, words, ROOM), ExcelFile(book, words, ROOM, 1)):
        file.add(Filler(words, timezone).fill(part))
        file.finish()
    assert read_csv(table.getvalue())[0]["Created"] == written
    assert write_as_csv(read_excel(book.getvalue())[0])["Created"] == written


def test_what_a_form_says_and_nothing_confirms_is_in_a_cell_of_its_own() -> None:
    table, _ = write_files({"typed_phones": "+7 12", "typed_emails": "vera@", "typed_ids": "crm-1"})
    assert read_csv(table)[0]["Says (not confirmed)"] == "'+7 12, vera@, ID crm-1"


def test_a_rating_is_a_thumb_and_the_words_to_it_run_nothing() -> None:
    table, book = write_files({"ratings": "bad", "comments": "=1+1"}, {"ratings": "good"})
    assert [list(row.values())[-7:-5] for row in read_csv(table)] == [["👎", "'=1+1"], ["👍", ""]]
    assert [list(row.values())[-7:-5] for row in read_excel(book)] == [["👎", "=1+1"], ["👍", None]]


def test_minutes_are_whole_and_never_less_than_none() -> None:
    table, _ = write_files(*({"taken": NOW_IN_SECONDS + seconds} for seconds in (-90, 0, 29, 31, 89, 3600)))
    assert [row["Minutes to take"] for row in read_csv(table)] == ["0", "0", "0", "1", "1", "60"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        *((text, f"'{text}") for text in ("=1+1", "+7 903", "-1", "@x", "\rx", "  =1", "\u00a0@x", " ＝1")),
        *((text, f"'{text}") for text in ("＝1", "＋1", "－1", "＠x")),
        ("\t=1", "'\t'=1"),
        ("\n=1", "'\n'=1"),
        ("Hello;=1+1", "Hello;'=1+1"),
        ("a,=1;-2\t+3|@4", "a,'=1;'-2\t'+3|'@4"),
        ('x; "=1"', 'x; "\'=1"'),
        ("two\nlines\n=1+1\r\n-", "two\nlines\n'=1+1\r\n'-"),
        *((text, text) for text in ("", "Anna", "a=1", "1-2", "'=1", "2026-11-01 10:00", "anna@example.org")),
        *((text, text) for text in ("Well, I-m here", "a;b,c|d", "10 - 5", "x;y=1", "mail: a@b.c, d@e.f")),
    ],
)
def test_what_could_be_a_formula_gets_an_apostrophe_wherever_a_cell_may_begin(text: str, safe: str) -> None:
    assert defuse(text) == safe
    assert defuse(BORDER.join(["Hi", text, text, "="])) == BORDER.join(["Hi", safe, safe, "'="])


@pytest.mark.parametrize("text", ["\n" * 4000, "; " * 2000, ";" + " " * 4000, " " * 4000, "\"'" * 2000])
def test_no_text_takes_long_to_be_looked_at(text: str) -> None:
    assert defuse(BORDER.join([text] * 500)).replace("'", "") == BORDER.join([text] * 500).replace("'", "")


CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.text(st.one_of(CHARACTERS, st.sampled_from(f"{FORMULAS}{SEPARATORS}\"' \r\n")), max_size=30)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_no_separator_makes_a_cell_of_the_csv_file_that_runs(texts: list[str]) -> None:
    for language in LANGUAGES:
        table, _ = write_files(*({"messages": text} for text in texts), words=speak(language))
        for separator in SEPARATORS:
            lines = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=separator)
            cells = [cell for line in lines for cell in line]
            assert [cell for cell in cells if cell.lstrip().startswith(tuple(FORMULAS))] == []


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_whatever_clients_write_comes_back_from_the_csv_file(texts: list[str]) -> None:
    for language in LANGUAGES:
        table, _ = write_files(*({"messages": text} for text in texts), words=speak(language))
        rows = list(
            csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=DELIMITERS[language])
        )
        assert {len(row) for row in rows} == {len(COLUMNS)}
        said = [text.replace(BORDER, "").replace("'", "") for text in texts]
        assert [row[7].replace("'", "") for row in rows[1:]] == said


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_whatever_clients_write_comes_back_from_the_excel_file_but_for_what_xml_lacks(
    texts: list[str],
) -> None:
    def keep(text: str) -> str:
        return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r").replace("\r\n", "\n")

    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    said = [keep(text).replace("\r", "\n").replace("\ufffe", "").replace("\uffff", "") for text in texts]
    _, book = write_messages(*texts)
    assert [row["First message"] or "" for row in read_excel(book)] == said


HOSTILE = (
    *("=1+1", '=HYPERLINK("https://evil.example")', "+79031234567", "-1", "@SUM(A1)", "\t=1", "'=1"),
    *(
        "https://evil.example",
        "mailto:a@b.c",
        "file:///etc/passwd",
        "{=1}",
        "{1}",
        "1e5",
        "00123",
        "2026-11-01",
    ),
    *("<r>rich</r>", "<b>&amp;</b>", "]]>", "&lt;", " spaces ", "two\nlines", "TRUE", "#REF!", "👩‍🚀"),
)


def test_words_are_text_in_excel_whatever_they_look_like() -> None:
    _, book = write_messages(*HOSTILE)
    sheet = open_excel(book).active
    cells = [row[7] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {(cell.data_type, cell.number_format, cell.hyperlink) for cell in cells} == {("s", "@", None)}
    with ZipFile(io.BytesIO(book)) as parts:
        assert "hyperlink" not in parts.read("xl/worksheets/sheet1.xml").decode().replace("=HYPERLINK", "")
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()


def test_what_excel_would_read_as_an_escape_is_written_as_one() -> None:
    _, book = write_messages("_x0041_ and _x41_", "_x005F_")
    with ZipFile(io.BytesIO(book)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    texts = [element.text for element in sheet.iter() if element.tag.endswith("}t")]
    assert "_x005F_x0041_ and _x41_" in texts
    assert "_x005F_x005F_" in texts


def test_an_excel_file_has_a_bold_frozen_header_a_filter_and_columns_that_are_wide_enough() -> None:
    _, book = write_files({}, {}, {})
    sheet = open_excel(book).active
    assert sheet.title == "Requests"
    assert sheet.dimensions == sheet.auto_filter.ref == "A1:Z4"
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.column_dimensions["H"].width > 60
    assert {sheet[f"{column}2"].number_format for column in "BLM"} == {"yyyy-mm-dd hh:mm"}
    assert {sheet[f"{column}2"].data_type for column in "AOPR"} == {"n"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_need_no_quotes_and_fit_their_columns(language: str) -> None:
    for column in COLUMNS:
        title = speak(language).plain(column.title)
        assert not set(title) & set(f'{SEPARATORS}"\n{FORMULAS}')
        assert len(title) < column.width


@pytest.mark.parametrize("letter", ["x", "Ж", "👩", "é"])
def test_what_is_too_long_for_a_cell_of_excel_is_cut_and_says_so(letter: str) -> None:
    fits = letter * (LONGEST // measure_plain(letter))
    table, book = write_messages(fits, fits + letter)
    whole, cut = (row["First message"] for row in read_excel(book))
    assert whole == fits
    assert cut.endswith(f"{letter}… (cut: a cell holds no more)")
    assert LONGEST - 2 <= measure_plain(cut) <= LONGEST
    assert read_csv(table)[1]["First message"] == fits + letter


def test_a_file_stops_before_it_is_too_large_for_telegram() -> None:
    words, room = speak("en"), 30_000
    columns = Filler(words, MOSCOW).fill(
        make_part(*({"numbers": n, "messages": str(n) * 20} for n in range(100)))
    )
    for file in (CsvFile(io.BytesIO(), words, room), ExcelFile(io.BytesIO(), words, room, 5000)):
        for _ in range(50):
            file.add(columns)
        file.finish()
        assert file.is_too_large
        assert 0 < file.rows < 5000
        assert len(file.file.read() or b"") <= room


def test_files_have_names_that_sort_by_time() -> None:
    period = Period(date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=22), MOSCOW)
    assert name_file(period, "csv") == "contacts-2026-11-01--2026-11-23.csv"


def test_how_the_sender_of_a_form_came_and_the_page_have_columns_of_their_own() -> None:
    page = "https://example.com/price?utm_source=google"
    table, _ = write_files({"origins": {"utm_source": "google", "utm_medium": "cpc", "page": page}}, {})
    rows = read_csv(table)
    assert [row["Came from"] for row in rows] == ["google / cpc", ""]
    assert [row["Page of the form"] for row in rows] == [page, ""]
