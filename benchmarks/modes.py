"""How far an operator is from the share, by draw and in turn: a picture, and figures of the fairness page.

Four operators have the same weight and free places without end. `python -m benchmarks.modes` prints how often
the share is ten points or more off after twenty contacts, and draws docs/images/modes.png.
"""

from math import comb
from pathlib import Path
from random import Random

from services.distribution.modes import turns
from services.distribution.modes.turns import Turn
from services.distribution.routing import Candidate, draw

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "modes.png"
OPERATORS, CONTACTS, RUNS = 4, 100, 20
SHORT, OFF = 20, 2  # contacts of a short run, and how many of them are ten points


def list_draws(seed: int) -> list[float]:
    """Return how many more than the share the first operator has, after each of some draws."""
    chance = Random(seed).randrange
    team = [Candidate(number, weight=1, load=0, limit=1) for number in range(OPERATORS)]
    got, ahead = 0, []
    for count in range(1, CONTACTS + 1):
        drawn = draw(team, chance)
        got += drawn is not None and drawn.operator_id == 0
        ahead.append(got - count / OPERATORS)
    return ahead


def list_turns() -> list[float]:
    """Return the same where contacts go in turn."""
    credits, got, ahead = dict.fromkeys(range(OPERATORS), 0), 0, []
    for count in range(1, CONTACTS + 1):
        field = [Turn(number, 1, credit) for number, credit in credits.items()]
        winner = turns.find_next(field)
        credits = turns.settle(field, winner)
        got += winner == 0
        ahead.append(got - count / OPERATORS)
    return ahead


def count_off() -> float:
    """Return how likely draws are ten points or more off the share after a short run, exactly."""
    share = SHORT // OPERATORS
    near = range(share - OFF + 1, share + OFF)
    ways = sum(comb(SHORT, won) * (OPERATORS - 1) ** (SHORT - won) for won in near)
    return float(1 - ways / OPERATORS**SHORT)


def draw_picture() -> None:
    """Draw the picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 3.6), dpi=120, layout="constrained")
    numbers = range(1, CONTACTS + 1)
    for seed in range(RUNS):
        axes.plot(numbers, list_draws(seed), color="#7a8ca3", alpha=0.35, linewidth=1)
    axes.plot([], [], color="#7a8ca3", label=f"by draw, {RUNS} runs")
    axes.plot(numbers, list_turns(), color="#0a7c5a", linewidth=1.6, label="in turn")
    axes.axhspan(-1, 1, color="#0a7c5a", alpha=0.08)
    axes.set(xlabel="contacts", ylabel="contacts more than the share of 25 %", xlim=(1, CONTACTS))
    axes.legend(loc="upper left", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(PICTURE)


def main() -> None:
    """Print the figures, and draw the picture."""
    off = max(map(abs, list_turns()))
    print(f"By draw, {SHORT} contacts, a share of 25 %: ten points or more off in {count_off():.0%} of runs.")
    print(f"In turn, {CONTACTS} contacts: never more than {off:.2f} contacts off.")
    draw_picture()
    print(f"Drawn: {PICTURE.name}")


if __name__ == "__main__":
    main()
