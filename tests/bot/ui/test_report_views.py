"""What reports look like: pictures of any data, and captions that fit."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from bot.ui.lists import measure
from bot.ui.texts import LANGUAGES, speak
from bot.ui.times import write_days, write_span
from bot.views.reports import shares_panel, statistics_chart
from bot.views.reports.statistics_screens import write_statistics
from models import Source
from services.distribution.decisions import DecisionKind
from services.reports.figures import Column, OperatorFigures, Pace, Promises, SourceFigures, Statistics
from services.reports.measures.answering import Answering
from services.reports.measures.ratings import Thumbs
from services.reports.measures.waiting import HourOfDay
from services.reports.periods import count_back
from tests.moments import make_moment

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
HOURS = [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 7, 9, 12, 14, 9, 6, 4, 4, 2, 1, 0, 0, 0, 0]
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


def make_statistics(days: int, operators: int, received: int = 12, draws: int = 100) -> Statistics:
    period = count_back(days, at=make_moment(NOW))
    pace, answering = Pace(9, 60 * 7, 3600 * 30), Answering(9, 60 * 4, 60 * 40, 8, 7)
    return Statistics(
        period=period,
        received=received,
        completed=9,
        waiting=2,
        answering=answering if operators else None,
        target=timedelta(minutes=15),
        taking=pace if operators else None,
        completing=pace if operators else None,
        promises=Promises(4, 3) if operators else None,
        columns=[
            Column(start, received, 9, answering if n % 2 and operators else None)
            for n, start in enumerate(period.starts)
        ],
        operators=[
            OperatorFigures(n + 1, NAMES[n % len(NAMES)], 5, 4, pace, answering, n, draws / operators, n)
            for n in range(operators)
        ],
        sources=[SourceFigures(Source(name="acme", bot_id=1), received, 9, 2, answering)],
        preferred=0,
        draws=draws if operators else 0,
        outcomes=(),
        hours=[HourOfDay(hour, HOURS[hour], HOURS[hour] / 3) for hour in range(13 if days == 1 else 24)],
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


TITLES = {
    "en": [
        "Requests, Nov 17 – 23",
        "Day by day",
        "First answer within 15 min, %",
        "The queue over the day",
        "Who gets the new requests",
    ],
    "ru": [
        "Обращения, 17–23 нояб.",
        "По дням",
        "Первый ответ за 15 мин, %",
        "Очередь в течение дня",
        "Кому достаются новые",
    ],
}
LEGENDS = {
    "en": ["received", "completed", "most at once", "on average", "got", "expected by weight"],
    "ru": ["пришло", "завершено", "больше всего сразу", "в среднем", "досталось", "ожидается по весам"],
}
FIGURES = {"en": "2 (expected 33.3)", "ru": "2 (ожидалось 33,3)"}


def read_texts(figure: Figure) -> list[Text]:
    """Return what is written in a picture, from top to bottom."""
    figure.draw_without_rendering()
    found = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text()]
    return sorted(found, key=lambda t: -t.get_window_extent().y1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_in_the_readers_language_what_it_shows(language: str) -> None:
    figure = statistics_chart.make_figure(make_statistics(7, 3), speak(language))
    written = [text.get_text() for text in read_texts(figure)]
    plain = [re.sub(r"\s", " ", text) for text in written]
    assert [text for text in plain if text in TITLES[language]] == TITLES[language]
    assert set(LEGENDS[language]) <= set(plain)
    assert FIGURES[language] in plain


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("days", "operators"), [(1, 1), (7, 3), (30, 12), (366, 15)])
def test_no_words_of_the_picture_stand_on_others_or_beyond_its_edge(
    days: int, operators: int, language: str
) -> None:
    found = make_statistics(days, operators, received=123_456)
    wide = [replace(figures, name="Ж" * 60, won=1_234_567) for figures in found.operators]
    figure = statistics_chart.make_figure(replace(found, operators=wide), speak(language))
    places = [(text.get_text(), text.get_window_extent()) for text in read_texts(figure)]
    for text, place in places:
        assert figure.bbox.x0 <= place.x0, text
        assert place.x1 <= figure.bbox.x1 + 1, text
    assert [(a, b) for (a, one), (b, other) in combinations(places, 2) if one.overlaps(other)] == []


def test_a_period_in_which_nobody_waited_has_no_queue_to_show() -> None:
    found = replace(make_statistics(7, 3), hours=[HourOfDay(hour, 0, 0.0) for hour in range(24)])
    written = [text.get_text() for text in read_texts(statistics_chart.make_figure(found, speak("en")))]
    assert "The queue over the day" not in written
    assert "Most waiting" not in write_statistics(found, speak("en"))[0]


def test_names_that_the_font_lacks_are_left_out_of_the_picture_only() -> None:
    found = make_statistics(7, len(NAMES))
    assert [shares_panel.name_in_picture(operator) for operator in found.operators] == [
        "Анна",
        "#2",
        "Clara <b>&",
        "$x_1$ \\frac{1}{2}",
        "$",
        "עדה",
        "#7",
        "أحمد",
        ("e\u0301 " * 30).strip(),
        "#10",
        "Константин Константинопольский-Заречный",
    ]


def test_shares_beyond_eight_operators_are_summed_up() -> None:
    rows = shares_panel.list_shares(make_statistics(7, 15), speak("en"))
    assert len(rows) == 9
    assert rows[-1].name == "7 others"
    assert sum(row.expected for row in rows) == pytest.approx(100)
    assert len(shares_panel.list_shares(make_statistics(7, 9), speak("en"))) == 9


@pytest.mark.parametrize("columns", [1, 2, 7, 13, 24, 25, 31, 45, 53])
def test_labels_below_the_columns_leave_room(columns: int) -> None:
    ticks = statistics_chart.choose_ticks(columns)
    assert 1 <= len(ticks) <= 4
    assert set(ticks) <= set(range(columns))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operators", [0, 1, 4, 15, 300])
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
        "Больше всего сразу ждали: 14, с 13:00 до 14:00",
        "Первый ответ: обычно за 4 мин, 9 из 10 — быстрее 40 мин; за 15 мин — 7 из 8 (88 %)",
        "Берут в работу: обычно за 7 мин, 9 из 10 — быстрее 1 дн. 6 ч",
        "Завершают: обычно за 7 мин, 9 из 10 — быстрее 1 дн. 6 ч",
        "Срок ожидания назвали 4 раза, уложились: 3 (75 %)",
        "",
        "<b>Источники</b>",
        "@acme — пришло 12, завершено 9, ждут сейчас 2; отвечает обычно за 4 мин",
        "",
        "<b>Операторы</b>",
        "Анна — пришло 5, завершено 4; отвечает обычно за 4 мин, вовремя 7 из 8;"
        " по жребию 0 из 100, ожидалось 100",
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


def test_ratings_are_one_line_and_stand_behind_each_source_and_operator() -> None:
    found = replace(make_statistics(7, 2), ratings=Thumbs(24, 3))
    found = replace(found, operators=[replace(found.operators[0], ratings=Thumbs(20, 2)), found.operators[1]])
    found = replace(found, sources=[replace(found.sources[0], ratings=Thumbs(24, 3))])
    lines = {language: write_statistics(found, speak(language))[0].split("\n") for language in LANGUAGES}
    assert "Оценки: 👍 24 · 👎 3 (89 %)" in lines["ru"]
    assert "Ratings: 👍 24 · 👎 3 (89 %)" in lines["en"]
    behind = [line.split("; ")[-1] for line in lines["en"] if "👍" in line][1:]
    assert behind == ["👍 24 · 👎 3", "👍 20 · 👎 2"]
    kinds = {DecisionKind.DRAW: Thumbs(20, 2), DecisionKind.BY_HAND: Thumbs(4, 1)}
    found = replace(found, ratings_by_kind=kinds)
    said = {language: write_statistics(found, speak(language))[0] for language in LANGUAGES}
    assert "(89 %); из них по жребию 👍 20 · 👎 2, вручную 👍 4 · 👎 1\n" in said["ru"]
    assert "(89 %); of these drawn 👍 20 · 👎 2, by hand 👍 4 · 👎 1\n" in said["en"]
