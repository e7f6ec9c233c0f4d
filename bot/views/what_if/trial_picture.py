"""A trial as a picture: everybody's share as it is and with the change, and how soon clients are answered.

Slow, and one at a time, as the picture of the statistics is.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.ui.texts import Words
from bot.ui.times import write_days
from bot.views.reports.panels import (
    INK,
    MARGIN,
    PALE_INK,
    POINTS,
    SIZE,
    WIDTH,
    finish,
    fit,
    keep_drawable,
    measure_width,
    put_legend,
)
from bot.views.reports.statistics_chart import DPI, TITLE_HEIGHT, drawing, write_title
from services.what_if.comparing import Compared
from services.what_if.forecast import TWENTY, Expected, Forecast

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_OPERATORS = 12
ROW_HEIGHT, REST_HEIGHT, ANSWERS_HEIGHT = 0.75, 1.4, 3.2  # inches
ROOM = (WIDTH - 2 * MARGIN) * POINTS
GAP = SIZE  # points between a name and its figures
BEFORE, AFTER = "#a9c8e8", "#3f7d5f"


def draw_trial(found: Compared, words: Words) -> bytes:
    """Return the picture as PNG."""
    with drawing:
        make_figure(found, words).savefig(picture := BytesIO(), format="png")
    return picture.getvalue()


def make_figure(found: Compared, words: Words) -> "Figure":
    """Return the shares and, if anybody was answered, the waits for an answer."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    rows = list_rows(found)
    answers = [ANSWERS_HEIGHT] if found.now.answers and found.then.answers else []
    heights = [TITLE_HEIGHT, len(rows) * ROW_HEIGHT + REST_HEIGHT, *answers]
    layout = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
    figure = Figure((WIDTH, sum(heights)), dpi=DPI, layout=layout)
    title, shares, *others = figure.subfigures(len(heights), squeeze=False, height_ratios=heights)[:, 0]
    write_title(title, words.plain("what-if-chart-title", days=write_days(found.period, words)))
    draw_shares(shares.subplots(), rows, words)
    for part in others:
        draw_answers(part.subplots(), found.now, found.then, words)
    FigureCanvasAgg(figure)
    return figure


Row = tuple[str, float, Expected]  # name, share as it is, with the change


def list_rows(found: Compared) -> list[Row]:
    """Return whom the picture shows, the largest shares first."""
    before = {one.operator_id: one.share.mean for one in found.now.operators}
    rows = [
        (keep_drawable(one.name) or f"#{one.operator_id}", before.get(one.operator_id, 0.0), one)
        for one in found.then.operators
    ]
    shown = [row for row in rows if row[1] or row[2].share.high]
    return sorted(shown, key=lambda row: -max(row[1], row[2].share.mean))[:MOST_OPERATORS]


def draw_shares(axes: "Axes", rows: Sequence[Row], words: Words) -> None:
    """Draw for everybody a bar as it is, one with the change and where that may lie."""
    end = max((max(before, min(one.share.high, 1.0)) for _, before, one in rows), default=1.0) or 1.0
    places = range(len(rows))
    was = axes.barh([n + 0.02 for n in places], [before for _, before, _ in rows], 0.24, color=BEFORE)
    shares = [one.share for _, _, one in rows]
    reach = [[s.mean - s.low for s in shares], [min(s.high, 1.0) - s.mean for s in shares]]
    whiskers = {"ecolor": INK, "elinewidth": 3, "capsize": 6, "capthick": 3}
    means = [share.mean for share in shares]
    would = axes.barh(
        [n + 0.28 for n in places], means, 0.24, color=AFTER, xerr=reach if rows else None, error_kw=whiskers
    )
    for place, (name, before, one) in enumerate(rows):
        figures = f"{100 * before:.0f} → {100 * one.share.mean:.0f} %"
        shown = fit(name, ROOM - GAP - measure_width(figures))
        axes.text(0, place - 0.28, shown, va="center", fontsize=SIZE, color=INK, parse_math=False)
        axes.text(end, place - 0.28, figures, va="center", ha="right", fontsize=SIZE, color=INK)
    axes.set_ylim(max(len(rows) - 0.55, 0.45), -0.6)
    axes.set_xlim(0, end)
    axes.set_xticks([])
    axes.set_yticks([])
    finish(axes, words.plain("what-if-chart-shares"))
    axes.spines["bottom"].set_visible(False)
    put_legend(axes, [was, would], [words.plain("what-if-chart-now"), words.plain("what-if-chart-then")])


def draw_answers(axes: "Axes", now: Forecast, then: Forecast, words: Words) -> None:
    """Draw which part of the clients has the first answer within how many minutes."""
    parts = [100 * n / TWENTY for n in range(1, TWENTY)]
    longest = max(now.answers[-2], then.answers[-2]) / 60  # nine in ten; the last tenth would crowd the rest
    (was,) = axes.plot([seconds / 60 for seconds in now.answers], parts, color=BEFORE, linewidth=5)
    (would,) = axes.plot([seconds / 60 for seconds in then.answers], parts, color=AFTER, linewidth=3.5)
    axes.set_xlim(0, max(longest, 1.0))
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 50, 100], ["0", "50 %", "100 %"])
    axes.grid(axis="y", color="#e4e8eb", linewidth=1.5)
    axes.set_xlabel(words.plain("what-if-chart-minutes"), fontsize=SIZE, color=PALE_INK)
    finish(axes, words.plain("what-if-chart-answers"))
    put_legend(axes, [was, would], [words.plain("what-if-chart-now"), words.plain("what-if-chart-then")])
