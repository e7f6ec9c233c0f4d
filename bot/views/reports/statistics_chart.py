"""The statistics as one picture that is read on a phone: what came in, who waited when, who got how much.

Slow (a second; the first one several): to be called in a thread. One picture is drawn at a time, because
matplotlib's fonts are not made for threads.
"""

from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.ui.texts import Words
from bot.ui.times import write_day, write_days, write_hour
from bot.views.reports import answers_panel, queue_panel, shares_panel
from bot.views.reports.panels import (
    EDGE,
    INK,
    MARGIN,
    POINTS,
    SIZE,
    WIDTH,
    finish,
    measure_width,
    number_upwards,
    put_legend,
)
from services.reports.figures import Statistics
from services.reports.periods import Step

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

TITLE_HEIGHT, TIMES_HEIGHT = 0.7, 3.5  # inches
TITLE_SIZE = SIZE + 8  # points
DPI = 150
MOST_BARS = 25
CAME, WENT = "#a9c8e8", "#3f7d5f"
drawing = Lock()


def draw_statistics(statistics: Statistics, words: Words) -> bytes:
    """Return the picture as PNG."""
    with drawing:
        make_figure(statistics, words).savefig(picture := BytesIO(), format="png")
    return picture.getvalue()


def make_figure(statistics: Statistics, words: Words) -> "Figure":
    """Return contacts over time and, if there were any, the queue over the day and everybody's draws."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    rows = shares_panel.list_shares(statistics, words)
    answers = [answers_panel.HEIGHT] if answers_panel.has_answers(statistics) else []
    queue = [queue_panel.HEIGHT] if queue_panel.has_queue(statistics) else []
    heights = [
        TITLE_HEIGHT,
        TIMES_HEIGHT,
        *answers,
        *queue,
        *([shares_panel.find_height(rows)] if rows else []),
    ]
    figure = Figure(
        (WIDTH, sum(heights)), dpi=DPI, layout=ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
    )
    # Parts of their own: the labels of one must not take room from another.
    title, times, *others = figure.subfigures(len(heights), squeeze=False, height_ratios=heights)[:, 0]
    write_title(title, words.plain("chart-title", days=write_days(statistics.period, words)))
    draw_times(times.subplots(), statistics, words)
    if answers:
        answers_panel.draw_answers(others.pop(0).subplots(), statistics, words)
    if queue:
        queue_panel.draw_queue(others.pop(0).subplots(), statistics, words)
    if rows:
        shares_panel.draw_shares(others.pop(0).subplots(), rows, words)
    FigureCanvasAgg(figure)
    return figure


def write_title(part: "SubFigure", title: str) -> None:
    """Write what the whole picture is about, smaller if it is long."""
    room = (WIDTH - 2 * MARGIN) * POINTS
    bold = 1.15  # times wider than what is measured
    size = min(TITLE_SIZE, TITLE_SIZE * room / (bold * measure_width(title, TITLE_SIZE)))
    part.text(EDGE, 0.45, title, va="center", fontsize=size, fontweight="bold", color=INK)


def draw_times(axes: "Axes", statistics: Statistics, words: Words) -> None:
    """Draw what came in and what was completed, column by column."""
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
    axes.set_xlim(-0.6, len(columns) - 0.4)
    number_upwards(axes, max(*received, *completed))
    finish(axes, words.plain(f"chart-title-{period.step}"))
    put_legend(axes, [came, went], [words.plain("chart-received"), words.plain("chart-completed")])


def choose_ticks(columns: int) -> list[int]:
    """Return which columns get a label: as many as a phone has room for, counted back from today."""
    if columns in (23, 24, 25):
        return [0, 6, 12, 18]
    apart = -(-columns // 4)
    return sorted(range(columns - 1, -1, -apart))
