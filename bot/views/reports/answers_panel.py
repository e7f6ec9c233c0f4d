"""How many clients had a first answer in time: one bar for each hour, day or week, as a part of a hundred."""

from typing import TYPE_CHECKING

from bot.ui.texts import Words
from bot.ui.times import write_span
from bot.views.reports.panels import GRID, INK, PALE_INK, SIZE, finish
from services.reports.figures import Statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 2.3  # inches
IN_TIME, NONE = "#7f6bb0", "#f2f3f5"
MOST_LABELLED = 12  # columns: over more there is no room for figures


def has_answers(statistics: Statistics) -> bool:
    """Tell whether it is known of anybody whether the answer came in time."""
    return statistics.answering is not None and statistics.answering.share is not None


def draw_answers(axes: "Axes", statistics: Statistics, words: Words) -> None:
    """Draw the shares; where nobody was to be answered there is no bar."""
    shares = [column.answering.share if column.answering else None for column in statistics.columns]
    known = [(place, 100 * share) for place, share in enumerate(shares) if share is not None]
    axes.bar([place for place, _ in known], [100] * len(known), 0.84, color=NONE)
    axes.bar([place for place, _ in known], [share for _, share in known], 0.84, color=IN_TIME)
    if len(known) <= MOST_LABELLED:
        for place, share in known:
            is_high = share > 50
            axes.text(
                place,
                share - 6 if is_high else share + 4,
                f"{share:.0f}",
                ha="center",
                va="top" if is_high else "bottom",
                fontsize=SIZE - 2,
                color="white" if is_high else INK,
            )
    axes.set_xticks([])
    axes.set_yticks([0, 50, 100], ["0", "50", "100"], color=PALE_INK)
    axes.set_ylim(0, 104)
    axes.set_xlim(-0.6, len(shares) - 0.4)
    axes.grid(axis="y", color=GRID, linewidth=1.5)
    target = write_span(int(statistics.target.total_seconds()), words)
    finish(axes, words.plain("chart-title-answers", target=target))
