"""Why a contact is whose it is: a value for each kind of decision, stored whole with its `assigned` event.

Who reads decisions matches on the classes, so that mypy names every reader of a kind that is added.
"""

import enum
from collections.abc import Mapping
from typing import Annotated, Any, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.distribution.routing import Candidate, Draw, Exclusion, find_winner, total_score


class AssignmentReason(enum.StrEnum):
    """What has led to an assignment, or to the end of one."""

    NEW = "new"
    QUEUE = "queue"  # it waited, and a place became free
    PASSED_ON = "passed_on"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # its operator was
    MOVED = "moved"  # with all that its operator had, by an admin
    MANUAL = "manual"  # an admin has named the operator


class DecisionKind(enum.StrEnum):
    DRAW = "draw"
    BY_HAND = "by_hand"


class Stored(BaseModel):
    model_config = ConfigDict(frozen=True)


class Chosen(Stored):
    """A candidate as he was at the decision."""

    operator_id: int
    weight: int
    load: int
    limit: int

    @property
    def places(self) -> int:
        return max(self.limit - self.load, 0)


class Scored(Chosen):
    """A candidate of a draw with the number of tickets that named him."""

    score: int


class Excluded(Stored):
    """A candidate who was left out, and why."""

    operator_id: int
    reason: Exclusion


class DrawDecision(Stored):
    """One ticket out of `total` was drawn; it counts along the candidates, who are in id order."""

    kind: Literal[DecisionKind.DRAW] = DecisionKind.DRAW
    operator_id: int
    ticket: int
    total: int
    weights_source_id: int | None = None  # whose weights counted
    candidates: tuple[Scored, ...]
    excluded: tuple[Excluded, ...] = ()  # the first of them; the counts are of all
    excluded_counts: Mapping[Exclusion, int] = {}


class HandDecision(Chosen):
    """Somebody has named the operator, weight or not; nobody drew."""

    kind: Literal[DecisionKind.BY_HAND] = DecisionKind.BY_HAND
    ticket: None = None


Decision = DrawDecision | HandDecision
_ANY = TypeAdapter[Decision](Annotated[Decision, Field(discriminator="kind")])


def read(data: Mapping[str, Any]) -> Decision:
    """Return the decision in the data of an `assigned` event; raises ValueError for what is none."""
    return _ANY.validate_python(data)


def read_text(text: str) -> Decision:
    """Return the decision in the data of an `assigned` event as the database spells it."""
    return _ANY.validate_json(text)


def write(decision: Decision) -> dict[str, Any]:
    """Return a decision as it is stored."""
    return decision.model_dump(mode="json")


def list_named(decision: Decision) -> set[int]:
    """Return the operators whom a decision names."""
    match decision:
        case DrawDecision():
            scored = {candidate.operator_id for candidate in decision.candidates}
            return scored | {candidate.operator_id for candidate in decision.excluded}
        case HandDecision():
            return {decision.operator_id}
        case _:
            assert_never(decision)


def draw_again(decision: DrawDecision) -> Draw:
    """Draw again from the stored candidates with the stored ticket; raises ValueError if nobody has it."""
    candidates = [Candidate(c.operator_id, c.weight, c.load, c.limit) for c in decision.candidates]
    return Draw(find_winner(candidates, decision.ticket), decision.ticket, total_score(candidates))
