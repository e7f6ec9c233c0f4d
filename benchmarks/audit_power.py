"""How often the audit flags a log: of fair draws, of a bent coin, of an operator who is skipped.

    python -m benchmarks.audit_power [LOGS]

Four operators, weights 3, 2, 2 and 1, five places each; whoever gets a contact has fewer places until it
ends. All is seeded. "One in ten to Anna": each tenth draw, on average, takes a ticket of hers; "Anna × 1.1":
her chance is that of a fair coin, and a tenth more. A skip is of Boris, whom the decision does not name.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from models import Actor
from services.audit.facts import Fact
from services.audit.judging import judge
from services.audit.tally import add_up
from services.audit.weights_then import Change, WeightsThen
from services.distribution import decisions
from services.distribution.decisions import DrawDecision, Scored
from services.distribution.routing import Candidate, find_winner, select_eligible, total_score
from services.events import Kind

WEIGHTS = {1: 3, 2: 2, 3: 2, 4: 1}
LIMIT, ENDS = 5, 0.08  # places, and the part of open contacts that end between two draws
SIZES = (200, 500, 1000, 2000)
LATER = datetime(2026, 1, 2, tzinfo=UTC)
NOBODY: Actor | None = None


@dataclass(frozen=True, slots=True)
class Kink:
    """What is wrong with a log: how its coin picks a ticket, and how often Boris is skipped."""

    name: str
    pick: Callable[[list[Candidate], int, Random], int]
    skips: float = 0.0


def pick_fairly(_eligible: list[Candidate], total: int, random: Random) -> int:
    """Return each ticket as likely as any other."""
    return random.randrange(total)


def pick_anna_often(eligible: list[Candidate], total: int, random: Random) -> int:
    """Return a ticket of Anna in each tenth draw, else a fair one."""
    anna = eligible[0]
    is_bent = anna.operator_id == 1 and random.random() < 0.1
    return random.randrange(anna.score if is_bent else total)


def pick_anna_more(eligible: list[Candidate], total: int, random: Random) -> int:
    """Return a ticket of Anna a tenth more often than is fair."""
    anna = eligible[0]
    if anna.operator_id != 1 or len(eligible) == 1:
        return random.randrange(total)
    if random.random() < min(1.1 * anna.score / total, 1):
        return random.randrange(anna.score)
    return random.randrange(anna.score, total)


KINKS = (
    Kink("fair", pick_fairly),
    Kink("one in ten to Anna", pick_anna_often),
    Kink("Anna x 1.1", pick_anna_more),
    Kink("Boris skipped in 1 %", pick_fairly, skips=0.01),
)


def make_log(kink: Kink, size: int, random: Random) -> Iterator[Fact]:
    """Yield the decisions of a log."""
    loads = dict.fromkeys(WEIGHTS, 0)
    number = 0
    while number < size:
        for id_, load in loads.items():
            loads[id_] = load - sum(random.random() < ENDS for _ in range(load))
        candidates = [Candidate(id_, weight, loads[id_], LIMIT) for id_, weight in WEIGHTS.items()]
        eligible = select_eligible(candidates)
        if len(eligible) > 1 and random.random() < kink.skips:
            eligible = [candidate for candidate in eligible if candidate.operator_id != 2]
        total = total_score(eligible)
        if not total:
            continue
        number += 1
        ticket = kink.pick(eligible, total, random)
        winner = find_winner(eligible, ticket)
        loads[winner] += 1
        named = {candidate.operator_id for candidate in eligible}
        decision = DrawDecision(
            operator_id=winner,
            ticket=ticket,
            total=total,
            weights_source_id=1,
            candidates=tuple(
                Scored(operator_id=c.operator_id, weight=c.weight, load=c.load, limit=c.limit, score=c.score)
                for c in eligible
            ),
            excluded=tuple(
                decisions.Excluded(operator_id=c.operator_id, reason=c.exclusion)
                for c in candidates
                if c.operator_id not in named and c.exclusion is not None
            ),
        )
        data = decision.model_dump_json()[:-1] + ',"why":"new"}'
        yield Fact(number, number, 1, LATER, Kind.ASSIGNED, NOBODY, data)


def know_weights() -> WeightsThen:
    """Return the weights, set on the day before."""
    known = WeightsThen()
    before = datetime(2026, 1, 1, tzinfo=UTC)
    known.changes[1] = {id_: [Change(0, before, 0, weight)] for id_, weight in WEIGHTS.items()}
    return known


def measure(kink: Kink, size: int, logs: int, seed: int = 1) -> float:
    """Return which part of so many logs the audit flags."""
    random, weights = Random(f"{seed} {kink.name} {size}"), know_weights()
    flagged = sum(judge(add_up(make_log(kink, size, random), weights)).flagged > 0 for _ in range(logs))
    return flagged / logs


def main(logs: int) -> None:
    """Print a table: which part of the logs is flagged, by what is wrong and by draws in a log."""
    print(f"Part of {logs} logs that is flagged at 5 %, by number of draws")
    print(f"{'':22}" + "".join(f"{size:>8}" for size in SIZES))
    for kink in KINKS:
        parts = [f"{100 * measure(kink, size, logs):6.1f} %" for size in SIZES]
        print(f"{kink.name:22}" + "".join(parts), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
