"""Every stored decision drawn again, with the loads rebuilt from what came before it.

No difference means: each draw adds up, its ticket names who got the contact, and it knew the loads of then.
"""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, assert_never

from sqlalchemy.orm import Session

from services.audit.credits_then import Credits, read_resets
from services.audit.facts import ALWAYS, Fact, Span, is_complete, read_until
from services.audit.loads import Loads
from services.distribution import decisions, routing
from services.distribution.decisions import (
    Chosen,
    Decision,
    DecisionKind,
    DrawDecision,
    Drawn,
    HandDecision,
    PoolDecision,
    PreferenceDecision,
    ReturnDecision,
    Selected,
    TurnDecision,
)
from services.distribution.modes import turns
from services.distribution.routing import Candidate


class Difference(enum.StrEnum):
    """In what a stored decision is not what it should be."""

    UNREADABLE = "unreadable"  # it is no decision
    ORDER = "order"  # the candidates are not in id order, or one is there twice
    SCORE = "score"  # of an operator is not weight × free places, or 0
    TOTAL = "total"  # is not the sum of the scores
    TICKET = "ticket"  # is not from 0 to total - 1
    WINNER = "winner"  # the ticket names another operator
    FULL = "full"  # who got it had no free place
    OUTSIDER = "outsider"  # who took it out of the pool is none of those who could
    LOAD = "load"  # of an operator is not what came before
    CREDIT = "credit"  # of an operator is not what the turns before have left


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: what is stored, and what should be; about an operator, or about the whole decision."""

    contact_id: int
    event_id: int
    difference: Difference
    operator_id: int | None = None
    stored: int | None = None
    rebuilt: int | None = None


@dataclass(slots=True)
class Replayed:
    """What came of it: how many decisions of each kind, what differs, and what could not be looked at."""

    kinds: Counter[DecisionKind] = field(default_factory=Counter)
    differing: int = 0  # decisions
    first: Finding | None = None
    forgotten: int = 0  # decisions of which nothing is kept
    taken: int = 0  # loads that stand before all that is kept, taken from the first decision that says them

    @property
    def count(self) -> int:
        """How many decisions were drawn again."""
        return self.kinds.total()


def replay(session: Session, span: Span = ALWAYS) -> Replayed:
    """Draw the decisions of a span again, in a view; the loads are counted from the first fact on."""
    is_whole = is_complete(session)
    credits = Credits(is_whole and span.since is None, read_resets(session))
    return replay_facts(read_until(session, span), Loads(is_whole), span, credits)


def replay_facts(
    facts: Iterable[Fact], loads: Loads, span: Span = ALWAYS, credits: Credits | None = None
) -> Replayed:
    """Draw the decisions among facts again; the others count for the loads."""
    replayed, credits = Replayed(), credits or Credits()
    for fact in facts:
        if fact.is_forgotten:
            replayed.forgotten += span.holds(fact.at)
            loads.lose()
            credits.lose()
            continue
        if fact.is_decision:
            found = list(_check(fact, loads, credits, replayed, span))
            replayed.differing += bool(found)
            replayed.first = replayed.first or next(iter(found), None)
        loads.apply(fact.kind, fact.read())
    replayed.taken = loads.taken
    return replayed


def _check(fact: Fact, loads: Loads, credits: Credits, replayed: Replayed, span: Span) -> Iterator[Finding]:
    """Yield what is wrong with a decision; of one outside of the span only the loads are of interest."""
    is_wanted = span.holds(fact.at)
    if not is_wanted and loads.is_complete:
        return
    try:
        decision = decisions.read_text(fact.data)
    except ValueError:
        if is_wanted:
            yield Finding(fact.contact_id, fact.id, Difference.UNREADABLE)
        return
    found = [
        *check(fact, decision),
        *_compare_loads(fact, decision, loads),
        *_compare_credits(fact, decision, credits),
    ]
    if is_wanted:
        replayed.kinds[decision.kind] += 1
        yield from found


def check(fact: Fact, decision: Decision) -> Iterator[Finding]:
    """Yield in what a decision does not add up by itself."""

    def find(difference: Difference, operator_id: int | None = None, *numbers: int) -> Finding:
        return Finding(fact.contact_id, fact.id, difference, operator_id, *numbers)

    match decision:
        case DrawDecision() | PreferenceDecision():
            yield from _check_draw(decision, find)
        case TurnDecision():
            yield from _check_turn(decision, find)
        case PoolDecision():
            yield from _check_taking(decision, find)
        case HandDecision() | ReturnDecision():
            if not decision.places:
                yield find(Difference.FULL, decision.operator_id, decision.load, decision.limit)
        case _:
            assert_never(decision)


def _check_draw(decision: Drawn, find: Any) -> Iterator[Finding]:
    candidates = [Candidate(c.operator_id, c.weight, c.load, c.limit) for c in decision.candidates]
    yield from _check_order(decision, find)
    for stored, candidate in zip(decision.candidates, candidates, strict=True):
        if stored.score != candidate.score or candidate.exclusion is not None:
            yield find(Difference.SCORE, stored.operator_id, stored.score, candidate.score)
    total = routing.total_score(candidates)
    if total != decision.total:
        yield find(Difference.TOTAL, None, decision.total, total)
    try:
        winner = routing.find_winner(candidates, decision.ticket)
    except ValueError:
        yield find(Difference.TICKET, None, decision.ticket, total)
        return
    if winner != decision.operator_id:
        yield find(Difference.WINNER, None, decision.operator_id, winner)


def _check_order(decision: Selected, find: Any) -> Iterator[Finding]:
    ids = [candidate.operator_id for candidate in decision.candidates]
    if ids != sorted(set(ids)):
        yield find(Difference.ORDER)


def _check_places(decision: Selected, find: Any) -> Iterator[Finding]:
    yield from _check_order(decision, find)
    for candidate in decision.candidates:
        if not candidate.places:
            yield find(Difference.FULL, candidate.operator_id, candidate.load, candidate.limit)


def _check_turn(decision: TurnDecision, find: Any) -> Iterator[Finding]:
    yield from _check_places(decision, find)
    try:
        winner = turns.find_next(decision.turns)
    except ValueError:
        yield find(Difference.TOTAL, None, 0, 0)
        return
    if winner != decision.operator_id:
        yield find(Difference.WINNER, None, decision.operator_id, winner)


def _check_taking(decision: PoolDecision, find: Any) -> Iterator[Finding]:
    yield from _check_places(decision, find)
    if decision.operator_id not in {candidate.operator_id for candidate in decision.candidates}:
        yield find(Difference.OUTSIDER, decision.operator_id)


def list_chosen(decision: Decision) -> Iterator[Chosen]:
    """Yield the operators of whom a decision stores weight, load and limit."""
    match decision:
        case DrawDecision() | PreferenceDecision() | TurnDecision() | PoolDecision():
            yield from decision.candidates
        case HandDecision() | ReturnDecision():
            yield decision
        case _:
            assert_never(decision)


def _compare_loads(fact: Fact, decision: Decision, loads: Loads) -> Iterator[Finding]:
    for chosen in list_chosen(decision):
        rebuilt = loads.find(chosen.operator_id)
        if rebuilt is None:
            loads.take(chosen.operator_id, chosen.load)
        elif rebuilt != chosen.load:
            where = (fact.contact_id, fact.id, Difference.LOAD, chosen.operator_id)
            yield Finding(*where, chosen.load, rebuilt)


def _compare_credits(fact: Fact, decision: Decision, credits: Credits) -> Iterator[Finding]:
    if not isinstance(decision, TurnDecision) or not decision.candidates:
        return
    for candidate, owed in credits.list_wrong(fact.id, decision):
        where = (fact.contact_id, fact.id, Difference.CREDIT, candidate.operator_id)
        yield Finding(*where, candidate.credit, owed)
