"""How many waited at each hour of the day: at most at once, and on average over the days of the period."""

from typing import TYPE_CHECKING

from bot.ui.texts import Words
from bot.views.reports.panels import finish, number_upwards, put_legend
from services.reports.figures import Statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 2.9  # inches
HOURS = range(24)
SHOWN = HOURS[::6]
MOST, MEAN = "#ecd29b", "#8a5f0b"


def has_queue(statistics: Statistics) -> bool:
    """Tell whether anybody waited."""
    return any(hour.most for hour in statistics.hours)


def draw_queue(axes: "Axes", statistics: Statistics, words: Words) -> None:
    """Draw the queue, hour by hour from midnight to midnight."""
    hours = statistics.hours
    places = [hour.hour for hour in hours]
    most = axes.bar(places, [hour.most for hour in hours], 0.84, color=MOST)
    (mean,) = axes.plot(places, [hour.mean for hour in hours], color=MEAN, linewidth=3.5, marker=".")
    axes.set_xticks(SHOWN, [f"{hour:02}:00" for hour in SHOWN])
    axes.set_xlim(-0.6, HOURS[-1] + 0.6)
    number_upwards(axes, max(hour.most for hour in hours))
    finish(axes, words.plain("chart-title-queue"))
    put_legend(axes, [most, mean], [words.plain("chart-queue-most"), words.plain("chart-queue-mean")])
