"""An audit: each operator's contacts against the chances stored, with how likely such a difference is.

Tested are draws of new and of waiting contacts, by source and operator, and all tickets as such; corrected
for looking at many, so that fair draws are flagged in at most one audit of twenty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.audit import chances
from services.audit.skipping import Skipped
from services.audit.tally import Apart, Pair, Tally

FLAGGED_BELOW = 0.05  # for all tests of an audit together


@dataclass(frozen=True, slots=True)
class Share:
    """What an operator got of a source; `p` is None where chance had no say, `corrected` is what flags it."""

    source: str
    operator: str
    draws: int  # in which the operator was a candidate
    won: int
    expected: float
    p: float | None
    corrected: float | None
    apart: Apart

    @property
    def is_flagged(self) -> bool:
        return self.corrected is not None and self.corrected < FLAGGED_BELOW


@dataclass(frozen=True, slots=True)
class Tickets:
    """All tickets, by where each stands between 0 and its total."""

    count: int
    p: float
    corrected: float

    @property
    def is_flagged(self) -> bool:
        return self.corrected < FLAGGED_BELOW


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit has found."""

    decisions: int
    tests: int
    shares: Sequence[Share]  # by source and operator, the flagged ones first
    tickets: Tickets
    skipped: Sequence[Skipped]  # the first of them
    skipped_count: int
    unreadable: int
    unchecked: int
    operators: dict[int, str]

    @property
    def flagged(self) -> int:
        """How many things are not as they should be."""
        by_chance = sum(share.is_flagged for share in self.shares) + self.tickets.is_flagged
        return by_chance + self.skipped_count + self.unreadable


def judge(tally: Tally) -> Audit:
    """Judge what was added up; with a year of decisions it takes a second, so not in the event loop."""
    pairs = sorted({*tally.chances, *tally.won, *tally.apart})
    open_pairs = [pair for pair in pairs if has_chance(tally, pair)]
    values = [chances.judge_wins(tally.chances[pair], tally.won[pair]) for pair in open_pairs]
    by_tickets = chances.judge_uniform(tally.tickets)
    corrected = chances.correct([*values, by_tickets])
    judged = dict(zip(open_pairs, zip(values, corrected, strict=False), strict=True))
    shares = [_make_share(tally, pair, *judged.get(pair, (None, None))) for pair in pairs]
    return Audit(
        decisions=tally.decisions,
        tests=len(values) + 1,
        shares=sorted(shares, key=lambda share: not share.is_flagged),
        tickets=Tickets(len(tally.tickets), by_tickets, corrected[-1]),
        skipped=tally.skipped,
        skipped_count=tally.skipped_count,
        unreadable=tally.unreadable,
        unchecked=tally.unchecked,
        operators=tally.operators,
    )


def has_chance(tally: Tally, pair: Pair) -> bool:
    """Tell whether an operator might have won another number of draws than he did."""
    return any(own != total for own, total in tally.chances.get(pair, ()))


def _make_share(tally: Tally, pair: Pair, p: float | None, corrected: float | None) -> Share:
    source_id, operator_id = pair
    stored: chances.Chances = tally.chances.get(pair, {})
    return Share(
        source=tally.sources.get(source_id, f"#{source_id}"),
        operator=tally.operators.get(operator_id, f"#{operator_id}"),
        draws=sum(stored.values()),
        won=tally.won[pair],
        expected=chances.expect_wins(stored),
        p=p,
        corrected=corrected,
        apart=tally.apart.get(pair, Apart()),
    )
