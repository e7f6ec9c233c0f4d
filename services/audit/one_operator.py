"""What one operator could take in some time, and got; and when and why not, from the decisions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

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


@dataclass(slots=True)
class Stretch:
    """One after the other the operator was left out of so many decisions, for one reason."""

    reason: Exclusion
    since: datetime  # of the first of these decisions
    until: datetime  # of the last
    count: int = 1


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
    left_out: list[Stretch] = field(default_factory=list)


def tell(session: Session, operator_id: int, span: Span) -> Story:
    """Return what the decisions of a span say about an operator."""
    return add_up(read_span(session, span), operator_id)


def add_up(facts: Iterable[Fact], operator_id: int) -> Story:
    """Return what these facts say about an operator; what can't be read says nothing."""
    story = Story()
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
    last = story.left_out[-1] if story.left_out else None
    if last is not None and last.reason is reason:
        last.until, last.count = fact.at, last.count + 1
    else:
        story.left_out.append(Stretch(reason, fact.at, fact.at))


def _list_parts(decision: DrawDecision | PreferenceDecision | TurnDecision) -> dict[int, int]:
    """Return what counted for each candidate: the tickets, or in turn the weight."""
    if isinstance(decision, TurnDecision):
        return {candidate.operator_id: candidate.weight for candidate in decision.candidates}
    return {candidate.operator_id: candidate.score for candidate in decision.candidates}


def list_longest(stretches: Sequence[Stretch], limit: int) -> list[Stretch]:
    """Return the stretches of most decisions, in the order of time."""
    longest = sorted(stretches, key=lambda one: -one.count)[:limit]
    return [one for one in stretches if one in longest]
