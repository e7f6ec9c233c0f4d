"""What reports look like: pictures of any data, captions that fit, cells that run nothing."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.ui.lists import measure
from bot.ui.texts import LANGUAGES, speak
from bot.ui.times import write_days, write_span
from bot.views.reports import statistics_chart
from bot.views.reports.export_table import defuse, list_cells, name_file, write_table
from bot.views.reports.statistics_screens import write_statistics
from models import Source, Status
from services.reports.exports import Export, Row
from services.reports.periods import Period, count_back
from services.reports.statistics import Column, OperatorFigures, Pace, SourceFigures, Statistics
from tests.moments import make_moment

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
NAMES = [
    "Анна",
    "👩‍🚀",
    "Clara 👩‍🚀🏳️‍🌈 <b>&",
    "$x_1$ \\frac{1}{2}",
    "$",
    "\u202eעדה\u202c",
    "李雷",
    "أحمد",
    "e\u0301 " * 30,
    "\x00\u200b",
    "Константин Константинопольский-Заречный",
]
ROW = Row(
    7,
    "acme",
    "Vera",
    "vera_k",
    "+79031234567",
    None,
    "Hi",
    Status.NEW,
    None,
    NOW,
    None,
    NOW + timedelta(minutes=2),
    None,
    3,
)


def make_statistics(days: int, operators: int, received: int = 12, draws: int = 100) -> Statistics:
    period = count_back(days, at=make_moment(NOW))
    pace = Pace(9, 60 * 7, 3600 * 30)
    return Statistics(
        period=period,
        received=received,
        completed=9,
        waiting=2,
        taking=pace if operators else None,
        completing=pace if operators else None,
        columns=[Column(start, received, 9) for start in period.starts],
        operators=[
            OperatorFigures(n + 1, NAMES[n % len(NAMES)], 5, 4, pace, n, draws / operators)
            for n in range(operators)
        ],
        sources=[SourceFigures(Source(name="acme", bot_id=1), received, 9, 2)],
        draws=draws if operators else 0,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("days", "operators"), [(1, 0), (1, 1), (7, 3), (30, 11), (90, 15), (366, 15)])
def test_any_figures_make_a_picture_that_telegram_takes(days: int, operators: int, language: str) -> None:
    picture = statistics_chart.draw_statistics(make_statistics(days, operators), speak(language))
    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
    assert 600 <= width <= 1280
    assert 400 <= height <= 2 * width
    assert len(picture) < 1_000_000


def test_names_that_the_font_lacks_are_left_out_of_the_picture_only() -> None:
    found = make_statistics(7, len(NAMES))
    assert [statistics_chart.name_in_picture(operator) for operator in found.operators] == [
        "Анна",
        "#2",
        "Clara <b>&",
        "$x_1$ \\frac{1}{2}",
        "$",
        "עדה",
        "#7",
        "أحمد",
        ("e\u0301 " * 30)[:17].rstrip() + "…",
        "#10",
        "Константин Конста…",
    ]


def test_shares_beyond_ten_operators_are_summed_up() -> None:
    rows = statistics_chart.list_shares(make_statistics(7, 15), speak("en"))
    assert len(rows) == 11
    assert rows[-1][0] == "5 others"
    assert sum(expected for *_, expected in rows) == pytest.approx(100)
    assert len(statistics_chart.list_shares(make_statistics(7, 11), speak("en"))) == 11


@pytest.mark.parametrize("columns", [1, 2, 7, 13, 24, 25, 31, 45, 53])
def test_labels_below_the_columns_leave_room(columns: int) -> None:
    ticks = statistics_chart.choose_ticks(columns)
    assert 1 <= len(ticks) <= 4
    assert set(ticks) <= set(range(columns))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operators", [0, 1, 5, 8, 15, 300])
def test_caption_and_details_fit(operators: int, language: str) -> None:
    caption, details = write_statistics(make_statistics(30, operators), speak(language))
    assert measure(caption) <= 1024
    assert measure(details or "") <= 4096
    assert (details is None) == (operators < 10)


def test_details_are_said_once() -> None:
    caption, _ = write_statistics(make_statistics(7, 1), speak("ru"))
    assert caption.splitlines() == [
        "<b>Обращения, 17–23 нояб.</b>",
        "Пришло 12, завершено 9, ждут сейчас 2",
        "В работу: половина за 7 мин, девять из десяти за 1 дн 6 ч",
        "Завершены: половина за 7 мин, девять из десяти за 1 дн 6 ч",
        "",
        "<b>Источники</b>",
        "@acme — пришло 12, завершено 9, ждут сейчас 2",
        "",
        "<b>Операторы</b>",
        "Анна — пришло 5, завершено 4; половина взята за 7 мин; доля 0 %, ожидалось 100 %",
    ]


def test_days_are_written_as_people_do() -> None:
    assert write_days(count_back(1, at=make_moment(NOW)), speak("en")) == "November 23"
    assert write_days(count_back(1, at=make_moment(NOW)), speak("ru")) == "23 ноября"
    assert write_days(count_back(30, at=make_moment(NOW)), speak("ru")) == "25 окт. – 23 нояб."
    assert "2025" in write_days(count_back(366, at=make_moment(NOW)), speak("en"))


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (5400, "1 h 30 min"),
        (90000, "1 d 1 h"),
    ],
)
def test_spans_have_two_units(seconds: int, written: str) -> None:
    assert write_span(seconds, speak("en")) == written


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7 903",
        "-1",
        "@x",
        "\t=1",
        "\rx",
        "\n=1",
        "  =1",
        "\u00a0@x",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " ＝1",
    ],
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert defuse([text]) == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "Anna", "a=1", "1-2", "'=1", "2026-11-01 10:00", "anna@example.org"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert defuse([text, -1]) == [text, -1]


@pytest.mark.parametrize(("language", "shown"), [("en", "ext."), ("ru", "доб.")])
def test_an_extension_is_exported_as_people_write_it(language: str, shown: str) -> None:
    cells = list_cells(ROW._replace(phone="+79037654321,101"), MOSCOW, speak(language))
    assert cells[5] == f"+7 903 765-43-21 {shown} 101"


def test_a_line_says_all_there_is_in_the_clock_of_the_business() -> None:
    assert list_cells(ROW, MOSCOW, speak("en")) == [
        7,
        "2026-11-23 12:40",
        "acme",
        "Vera",
        "vera_k",
        "+7 903 123-45-67",
        "",
        "Hi",
        "waiting",
        "",
        "",
        "2026-11-23 12:42",
        "",
        2,
        "",
        3,
        "",
    ]


def test_what_a_form_says_and_nothing_confirms_is_in_the_last_cell() -> None:
    row = ROW._replace(typed_phone="+7 12", typed_email="vera@", typed_external_id="crm-1")
    assert list_cells(row, MOSCOW, speak("en"))[-1] == "+7 12, vera@, ID crm-1"


class Rows(list[Row]):
    """Rows in the place of an export."""

    period = Period(date(2026, 11, 1), date(2026, 11, 23), MOSCOW)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=5))
def test_whatever_clients_write_comes_back_from_the_file(texts: list[str]) -> None:
    rows = Rows(ROW._replace(message=text) for text in texts)
    for language, delimiter in (("en", ","), ("ru", ";")):
        file = write_table(rows, speak(language))  # type: ignore[arg-type]
        assert file is not None
        read = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=delimiter))
        assert [line[7].removeprefix("'") for line in read[1:]] == [text.removeprefix("'") for text in texts]


def test_a_file_too_large_for_telegram_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.views.reports.export_table.LARGEST", 20_000)
    assert write_table(Rows([ROW] * 10), speak("en"))  # type: ignore[arg-type]
    assert write_table(Rows([ROW] * 10_000), speak("en")) is None  # type: ignore[arg-type]


def test_an_empty_export_has_a_name_and_a_header() -> None:
    export = Export(Rows.period, 0, [])
    assert name_file(export.period) == "contacts-2026-11-01--2026-11-23.csv"
    assert write_table(export, speak("en")) is not None
