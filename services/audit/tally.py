"""The decisions of a time added up for an audit: chances, wins, tickets, and what is counted apart."""

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Operator, Source
from services.audit.facts import ALWAYS, Fact, Span, read_span
from services.audit.skipping import Skipped, find_skipped
from services.audit.weights_then import WeightsThen, read_weights
from services.distribution import decisions
from services.distribution.decisions import (
    AssignmentReason,
    Decision,
    DrawDecision,
    Drawn,
    HandDecision,
    PoolDecision,
    PreferenceDecision,
    ReturnDecision,
    Selected,
    TurnDecision,
)

Pair = tuple[int, int]  # source, operator
TESTED = (AssignmentReason.NEW.value, AssignmentReason.QUEUE.value)  # other draws follow somebody's pass


@dataclass(slots=True)
class Apart:
    """What an operator got that is counted and not tested."""

    preferred: int = 0
    by_hand: int = 0
    turns: int = 0  # it was the operator's turn: nothing is left to chance
    pooled: int = 0  # the operator was the first to take it: nobody drew
    returned: int = 0  # a contact that was put off is back
    passed: int = 0  # drawn after it had left a colleague


@dataclass(slots=True)
class Tally:
    """What was read. The places of tickets take eight bytes for each draw; the rest grows with operators."""

    chances: dict[Pair, Counter[tuple[int, int]]] = field(default_factory=lambda: defaultdict(Counter))
    won: Counter[Pair] = field(default_factory=Counter)
    apart: dict[Pair, Apart] = field(default_factory=lambda: defaultdict(Apart))
    tickets: "array[float]" = field(default_factory=lambda: array("d"))
    skipped: list[Skipped] = field(default_factory=list)  # the first of them
    skipped_count: int = 0
    unreadable: int = 0
    unchecked: int = 0  # draws and turns that don't say whose weights counted
    decisions: int = 0
    operators: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)


MOST_LISTED = 20  # of those who were skipped


def tally(session: Session, span: Span = ALWAYS) -> Tally:
    """Add up the decisions of a span, in a view."""
    found = add_up(read_span(session, span), read_weights(session))
    found.operators = dict(session.execute(select(Operator.id, Operator.name)).all())
    found.sources = dict(session.execute(select(Source.id, Source.name)).all())
    return found


def add_up(facts: Iterable[Fact], weights: WeightsThen) -> Tally:
    """Add up the decisions among facts."""
    found = Tally()
    for fact in facts:
        if not fact.is_decision:
            continue
        try:
            decision = decisions.read_text(fact.data)
        except ValueError:
            found.unreadable += 1
            continue
        found.decisions += 1
        _add(found, fact, decision)
        if isinstance(decision, Drawn) and decision.total > 1:
            found.tickets.append(place_ticket(fact.id, decision.ticket, decision.total))
        if isinstance(decision, Selected):
            _add_skipped(found, fact, decision, weights)
    return found


def _add(found: Tally, fact: Fact, decision: Decision) -> None:
    pair = (fact.source_id, decision.operator_id)
    match decision:
        case DrawDecision():
            if fact.read().get("why") not in TESTED:
                found.apart[pair].passed += 1
                return
            found.won[pair] += 1
            for operator_id, score in decision.tickets.items():
                found.chances[fact.source_id, operator_id][score, decision.total] += 1
        case PreferenceDecision():
            found.apart[pair].preferred += 1
        case TurnDecision():
            found.apart[pair].turns += 1
        case PoolDecision():
            found.apart[pair].pooled += 1
        case HandDecision():
            found.apart[pair].by_hand += 1
        case ReturnDecision():
            found.apart[pair].returned += 1
        case _:
            assert_never(decision)


def _add_skipped(found: Tally, fact: Fact, decision: Selected, weights: WeightsThen) -> None:
    found.unchecked += decision.weights_source_id is None
    for skipped in find_skipped(fact, decision, weights):
        found.skipped_count += 1
        if len(found.skipped) < MOST_LISTED:
            found.skipped.append(skipped)


def place_ticket(event_id: int, ticket: int, total: int) -> float:
    """Return a place in [0, 1) for a ticket: uniform if the ticket is, whatever the totals are.

    Where within its step it stands the hash of the event's number says, always the same.
    """
    hashed = int.from_bytes(hashlib.blake2b(b"%d" % event_id, digest_size=6).digest()) / 2**48
    return (ticket + hashed) / total
