"""Who got how many of the requests that were drawn, beside how many were to be expected: a row for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ui.texts import Words
from bot.views.reports.panels import (
    INK,
    MARGIN,
    POINTS,
    SIZE,
    WIDTH,
    finish,
    fit,
    keep_drawable,
    measure_width,
    put_legend,
)
from services.reports.figures import OperatorFigures, Statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_OPERATORS = 8
ROW_HEIGHT, REST_HEIGHT = 0.57, 1.4  # inches
ROOM = (WIDTH - 2 * MARGIN) * POINTS
GAP = SIZE  # points between a name and its figures
SHARE, EXPECTED = "#7fa8d1", "#c2571a"


@dataclass(frozen=True, slots=True)
class Row:
    """How many draws somebody won, and of how many to be expected."""

    name: str
    won: int
    expected: float


def find_height(rows: Sequence[Row]) -> float:
    """Return how high the panel is, in inches."""
    return len(rows) * ROW_HEIGHT + REST_HEIGHT


def draw_shares(axes: "Axes", rows: Sequence[Row], words: Words) -> None:
    """Draw a bar for what everybody got, a mark where it was to be expected, and both as text above."""
    places = range(len(rows))
    end = max(max(row.won, row.expected) for row in rows)
    bars = axes.barh([n + 0.18 for n in places], [row.won for row in rows], 0.3, color=SHARE)
    marks = axes.vlines(
        [row.expected for row in rows],
        [n - 0.02 for n in places],
        [n + 0.38 for n in places],
        color=EXPECTED,
        linewidth=4,
        clip_on=False,
    )
    for place, row in enumerate(rows):
        figures = words.plain("chart-draws", won=row.won, expected=round(row.expected, 1))
        name = fit(row.name, ROOM - GAP - measure_width(figures))
        axes.text(0, place - 0.22, name, va="center", fontsize=SIZE, color=INK, parse_math=False)
        axes.text(end, place - 0.22, figures, va="center", ha="right", fontsize=SIZE, color=INK)
    axes.set_ylim(len(rows) - 0.55, -0.5)
    axes.set_xlim(0, end)
    axes.set_xticks([])
    axes.set_yticks([])
    finish(axes, words.plain("chart-title-shares"))
    axes.spines["bottom"].set_visible(False)
    put_legend(axes, [bars, marks], [words.plain("chart-won"), words.plain("chart-expected")])


def list_shares(statistics: Statistics, words: Words) -> list[Row]:
    """Return the rows, those who could expect most first, the last ones summed up."""
    if not statistics.draws:
        return []
    ordered = sorted(statistics.operators, key=lambda o: (-o.expected, o.id))
    ordered = [o for o in ordered if o.won or o.expected]
    named = ordered if len(ordered) <= MOST_OPERATORS + 1 else ordered[:MOST_OPERATORS]
    rest = ordered[len(named) :]
    rows = [Row(name_in_picture(o), o.won, o.expected) for o in named]
    if rest:
        label = words.plain("chart-others", count=len(rest))
        rows.append(Row(label, sum(o.won for o in rest), sum(o.expected for o in rest)))
    return rows


def name_in_picture(operator: OperatorFigures) -> str:
    """Return as much of a name as the font can draw, or the number if nothing is left."""
    return keep_drawable(operator.name) or f"#{operator.id}"
