"""The statistics as one picture that is read on a phone: what came in, and who got how much of it.

Slow (a second; the first one several): to be called in a thread. One picture is drawn at a time, because
matplotlib's fonts are not made for threads.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.ui.lists import shorten
from bot.ui.texts import Words
from bot.ui.times import write_day, write_hour
from services.reports.periods import Step
from services.reports.statistics import OperatorFigures, Statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_OPERATORS = 10
LONGEST_NAME = 18  # UTF-16 units
FONT = "DejaVu Sans"  # comes with matplotlib
SIZE = 18  # points; 37 of the picture's 1,200 pixels
WIDTH, TIMES_HEIGHT, ROW_HEIGHT, REST_HEIGHT = 8.0, 4.2, 0.5, 1.5  # inches
DPI = 150
MOST_BARS = 25
INK, PALE_INK, GRID = "#2f3b46", "#6b7782", "#e4e8eb"
CAME, WENT, SHARE, EXPECTED = "#a9c8e8", "#3f7d5f", "#7fa8d1", "#c2571a"
drawing = Lock()


def draw_statistics(statistics: Statistics, words: Words) -> bytes:
    """Return the picture as PNG: contacts over time and, if there were draws, everybody's share of them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with drawing:
        rows = list_shares(statistics, words)
        heights = [TIMES_HEIGHT, len(rows) * ROW_HEIGHT + REST_HEIGHT] if rows else [TIMES_HEIGHT]
        figure = Figure(
            (WIDTH, sum(heights)), dpi=DPI, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15)
        )
        # Parts of their own: long names must not take room from the days above them.
        parts = figure.subfigures(len(heights), squeeze=False, height_ratios=heights)
        draw_times(parts[0][0].subplots(), statistics, words)
        if rows:
            draw_shares(parts[1][0].subplots(), rows, words)
        FigureCanvasAgg(figure)
        figure.savefig(picture := BytesIO(), format="png")
    return picture.getvalue()


def draw_times(axes: "Axes", statistics: Statistics, words: Words) -> None:
    """Draw what came in and what was completed, column by column."""
    from matplotlib.ticker import MaxNLocator

    columns, period = statistics.columns, statistics.period
    places = range(len(columns))
    received, completed = [c.received for c in columns], [c.completed for c in columns]
    went: Any
    if len(columns) <= MOST_BARS:
        came = axes.bar(places, received, 0.84, color=CAME)
        went = axes.bar(places, completed, 0.42, color=WENT)
    else:  # so many bars would only flicker
        came = axes.bar(places, received, 1.0, color=CAME)
        (went,) = axes.plot(places, completed, color=WENT, linewidth=3.5)
    write = write_hour if period.step is Step.HOUR else write_day
    shown = choose_ticks(len(columns))
    axes.set_xticks(shown, [write(columns[n].start.astimezone(period.timezone), words) for n in shown])
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.set_ylim(0, max(1, *received, *completed) * 1.08)
    axes.grid(axis="y", color=GRID, linewidth=1.5)
    finish(axes, words.plain(f"chart-title-{period.step}"))
    put_legend(axes, [came, went], [words.plain("chart-received"), words.plain("chart-completed")])


def draw_shares(axes: "Axes", rows: Sequence[tuple[str, float, float]], words: Words) -> None:
    """Draw a bar for everybody's share in percent, and a mark where it was to be expected."""
    places = range(len(rows))
    bars = axes.barh(places, [won for _, won, _ in rows], 0.62, color=SHARE)
    marks = axes.vlines(
        [expected for *_, expected in rows],
        [n - 0.42 for n in places],
        [n + 0.42 for n in places],
        color=EXPECTED,
        linewidth=4,
    )
    end = max(max(won, expected) for _, won, expected in rows)
    for place, (_, won, expected) in enumerate(rows):
        label = words.plain("chart-percent", share=round(won))
        axes.text(max(won, expected) + end * 0.03, place, label, va="center", fontsize=SIZE, color=INK)
    axes.set_yticks(places, [name for name, *_ in rows], parse_math=False)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, end * 1.22)
    axes.set_xticks([])
    finish(axes, words.plain("chart-title-shares"))
    axes.spines["bottom"].set_visible(False)
    put_legend(axes, [bars, marks], [words.plain("chart-share"), words.plain("chart-expected")])


def finish(axes: "Axes", title: str) -> None:
    """Give a panel its title and take away what only makes noise."""
    axes.set_title(title, loc="left", fontsize=SIZE + 3, fontweight="bold", color=INK, pad=46)
    axes.tick_params(length=0, labelsize=SIZE, labelcolor=INK, pad=8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE_INK)


def put_legend(axes: "Axes", handles: list[Any], labels: list[str]) -> None:
    """Say between title and panel what the colours mean."""
    axes.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(labels),
        frameon=False,
        fontsize=SIZE,
        labelcolor=PALE_INK,
        borderpad=0.2,
        borderaxespad=0.2,
        handlelength=1,
        handletextpad=0.5,
        columnspacing=1.4,
    )


def choose_ticks(columns: int) -> list[int]:
    """Return which columns get a label: as many as a phone has room for, counted back from today."""
    if columns in (23, 24, 25):
        return [0, 6, 12, 18]
    apart = -(-columns // 4)
    return sorted(range(columns - 1, -1, -apart))


def list_shares(statistics: Statistics, words: Words) -> list[tuple[str, float, float]]:
    """Return (name, share won, share expected) in percent, the largest first, the smallest ones summed up."""
    if not statistics.draws:
        return []
    ordered = sorted(statistics.operators, key=lambda o: (-o.expected, o.id))
    ordered = [o for o in ordered if o.won or o.expected]
    named = ordered if len(ordered) <= MOST_OPERATORS + 1 else ordered[:MOST_OPERATORS]
    rest = ordered[len(named) :]
    rows = [(name_in_picture(o), float(o.won), o.expected) for o in named]
    if rest:
        label = words.plain("chart-others", count=len(rest))
        rows.append((label, float(sum(o.won for o in rest)), sum(o.expected for o in rest)))
    return [(n, 100 * won / statistics.draws, 100 * exp / statistics.draws) for n, won, exp in rows]


def name_in_picture(operator: OperatorFigures) -> str:
    """Return a name with only those characters that the font can draw, or the number if none is left."""
    drawable = find_drawable()
    kept = "".join(c for c in operator.name if ord(c) in drawable and unicodedata.category(c)[0] != "C")
    name = " ".join(kept.replace("\ufe0f", "").split()) or f"#{operator.id}"
    return shorten(name, LONGEST_NAME)


@cache
def find_drawable() -> frozenset[int]:
    """Return the code points that the font has."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())
