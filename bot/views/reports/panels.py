"""What all panels of a picture share: colours, sizes, titles and legends, and what its font can draw."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.ui.lists import measure_plain, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ft2font import FT2Font

FONT = "DejaVu Sans"  # comes with matplotlib
SIZE = 18  # points; 37 of the picture's 1,200 pixels
WIDTH, MARGIN = 8.0, 0.15  # inches
EDGE = MARGIN / WIDTH  # of the picture: where all begins
POINTS = 72  # of an inch
INK, PALE_INK, GRID = "#2f3b46", "#6b7782", "#e4e8eb"


def finish(axes: "Axes", title: str) -> None:
    """Give a panel its title and take away what only makes noise."""
    write = axes.figure.suptitle  # of its part of the picture: so all titles begin at the same edge
    write(title, x=EDGE, ha="left", fontsize=SIZE + 3, fontweight="bold", color=INK)
    axes.tick_params(length=0, labelsize=SIZE, labelcolor=INK, pad=8)
    axes.tick_params(axis="x", pad=16)  # clear of the 0 beside it
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE_INK)


def number_upwards(axes: "Axes", most: int) -> None:
    """Let a panel reach from 0 to a number of contacts, with lines to read them by."""
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
    axes.set_ylim(0, max(1, most) * 1.08)
    axes.grid(axis="y", color=GRID, linewidth=1.5)


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


def keep_drawable(text: str) -> str:
    """Return a text with only those characters that the font can draw, perhaps none."""
    drawable = frozenset(_find_font().get_charmap())
    kept = "".join(c for c in text if ord(c) in drawable and unicodedata.category(c)[0] != "C")
    return " ".join(kept.replace("\ufe0f", "").split())


def fit(text: str, room: float) -> str:
    """Return the beginning of a text that is at most so many points wide, with a mark if that is not all."""
    units = measure_plain(text)
    while units > 1 and measure_width(shorten(text, units)) > room:
        units -= 1
    return shorten(text, units)


def measure_width(text: str, size: float = SIZE) -> float:
    """Return how wide a text is drawn, in points."""
    font = _find_font()
    font.set_size(size, POINTS)
    font.set_text(text)
    return float(font.get_width_height()[0]) / 64


@cache
def _find_font() -> "FT2Font":
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=FONT)))
