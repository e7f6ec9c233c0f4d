"""What one operator could take in some time, and got; and when and why not.

What came and what was left out is from the decisions; since when and until when one of the usual reasons
stood is from the events, to the second, as far as they are kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from models import Operator
from services.audit.availability_then import Stretch, list_stretches
from services.audit.facts import Fact, Span, read_span
from services.distribution import decisions
from services.distribution.decisions import (
    DrawDecision,
    HandDecision,
    PoolDecision,
    PreferenceDecision,
    ReturnDecision,
    TurnDecision,
)
from services.distribution.routing import Exclusion
from services.moment import Moment


@dataclass(slots=True)
class Story:
    """What came to an operator's sources, and what became of it."""

    given: int = 0  # contacts of these sources that anybody got by a draw, a preference or in turn
    could: int = 0  # of them with the operator among those who could take them
    got: int = 0
    expected: float = 0.0  # the sum of the operator's chances or shares
    pooled: int = 0  # the operator was the first to take them out of a pool
    by_hand: int = 0  # named by somebody, or back after it was put off
    unknown: int = 0  # decisions that don't name everybody whom they left out
    left_out: list[Stretch] = field(default_factory=list)  # in the order of time


def tell(session: Session, operator_id: int, span: Span, *, at: Moment) -> Story:
    """Return what became of an operator in a span."""
    known = list_stretches(session, session.get_one(Operator, operator_id), span, at=at)
    story = add_up(read_span(session, span), operator_id, known)
    story.left_out = [one for one in story.left_out if one.matters]
    return story


def add_up(facts: Iterable[Fact], operator_id: int, known: Iterable[Stretch] = ()) -> Story:
    """Return what these facts say about an operator; what can't be read says nothing.

    What a known stretch has left out counts there; the rest makes stretches of its own, from the first of
    such decisions to the last.
    """
    story = Story(left_out=list(known))
    for fact, decision in _read_decisions(facts):
        match decision:
            case PoolDecision():
                story.pooled += decision.operator_id == operator_id
            case HandDecision() | ReturnDecision():
                story.by_hand += decision.operator_id == operator_id
            case DrawDecision() | PreferenceDecision() | TurnDecision():
                _add(story, fact, decision, operator_id)
            case _:
                assert_never(decision)
    return story


def _read_decisions(facts: Iterable[Fact]) -> Iterator[tuple[Fact, decisions.Decision]]:
    for fact in facts:
        if fact.is_decision:
            try:
                yield fact, decisions.read_text(fact.data)
            except ValueError:  # forgotten
                continue


def _add(
    story: Story,
    fact: Fact,
    decision: DrawDecision | PreferenceDecision | TurnDecision,
    operator_id: int,
) -> None:
    parts = _list_parts(decision)
    if operator_id in parts:
        story.given += 1
        story.could += 1
        story.got += decision.operator_id == operator_id
        story.expected += parts[operator_id] / sum(parts.values())
        return
    reason = next((one.reason for one in decision.excluded if one.operator_id == operator_id), None)
    if reason is None:
        story.unknown += sum(decision.excluded_counts.values()) > len(decision.excluded)
        return
    if reason is Exclusion.NO_WEIGHT:  # it is none of the operator's sources
        return
    story.given += 1
    _count(story.left_out, reason, fact.at)


def _count(stretches: list[Stretch], reason: Exclusion, at: datetime) -> None:
    for one in reversed(stretches):
        if one.reason is reason and one.since <= at <= one.until:
            one.count += 1
            return
    before = [one for one in stretches if one.since <= at]
    if before and before[-1].reason is reason:
        before[-1].until, before[-1].count = at, before[-1].count + 1
    else:
        stretches.insert(len(before), Stretch(reason, at, at, 1))


def _list_parts(decision: DrawDecision | PreferenceDecision | TurnDecision) -> dict[int, int]:
    """Return what counted for each candidate: the tickets, or in turn the weight."""
    if isinstance(decision, TurnDecision):
        return {candidate.operator_id: candidate.weight for candidate in decision.candidates}
    return {candidate.operator_id: candidate.score for candidate in decision.candidates}


def list_longest(stretches: Sequence[Stretch], limit: int) -> list[Stretch]:
    """Return the stretches of most decisions, and of those the longest, in the order of time."""
    longest = sorted(stretches, key=lambda one: (one.count, one.until - one.since), reverse=True)[:limit]
    return sorted(longest, key=lambda one: one.since)
