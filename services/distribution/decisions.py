"""Who gets a contact and why: a value for each kind of decision, stored whole with its `assigned` event.

Whoever puts decisions into words matches on the classes, so that mypy names who misses a kind.
"""

import enum
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, TypeAdapter

from services.distribution.modes.turns import Turn
from services.distribution.preferences import Preference
from services.distribution.routing import Exclusion

EXCLUDED_LISTED = 20


class AssignmentReason(enum.StrEnum):
    """What has led to an assignment, or to the end of one."""

    NEW = "new"
    QUEUE = "queue"  # it waited, and a place became free
    PASSED_ON = "passed_on"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # its operator was
    CUT_OFF = "cut_off"  # an admin took the operator's access, or dismissed the operator
    MOVED = "moved"  # with all that its operator had, by an admin
    MANUAL = "manual"  # an admin has named the operator
    PASSED_TO = "passed_to"  # its operator has named the colleague
    TAKEN_BACK = "taken_back"  # who had passed it on has undone that
    WOKEN = "woken"  # it was put off, and is back with its operator
    TAKEN = "taken"  # its operator was the first who took it out of the pool


class DecisionKind(enum.StrEnum):
    DRAW = "draw"
    PREFERENCE = "preference"
    TURN = "turn"
    POOL = "pool"
    BY_HAND = "by_hand"
    RETURN = "return"


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


class Owed(Chosen):
    """A candidate in turn, with what he was owed before; see `services.distribution.modes.turns`."""

    credit: int


class Selected(Stored):
    """Somebody was chosen among those who could take it."""

    operator_id: int
    weights_source_id: int | None = None  # whose weights counted
    candidates: tuple[Chosen, ...]
    excluded: tuple[Excluded, ...] = ()  # the first of them; the counts are of all
    excluded_counts: Mapping[Exclusion, int] = {}

    @property
    def named(self) -> set[int]:
        """The operators whom it names."""
        could = {candidate.operator_id for candidate in self.candidates}
        return could | {candidate.operator_id for candidate in self.excluded}


class Drawn(Selected):
    """One ticket out of `total` was drawn; it counts along the candidates, who are in id order."""

    ticket: int
    total: int
    candidates: tuple[Scored, ...]


class DrawDecision(Drawn):
    """A draw among all who could take it."""

    kind: Literal[DecisionKind.DRAW] = DecisionKind.DRAW

    @property
    def tickets(self) -> dict[int, int]:
        """How many tickets named each operator."""
        return {candidate.operator_id: candidate.score for candidate in self.candidates}


class PreferenceDecision(Drawn):
    """A draw among those alone whom the source prefers: to be counted apart."""

    kind: Literal[DecisionKind.PREFERENCE] = DecisionKind.PREFERENCE
    preference: Preference

    @property
    def tickets(self) -> dict[int, int]:
        """None, because not everybody took part."""
        return {}


class TurnDecision(Selected):
    """It was somebody's turn, of all who could take it or of those alone whom the source prefers."""

    kind: Literal[DecisionKind.TURN] = DecisionKind.TURN
    ticket: None = None
    candidates: tuple[Owed, ...]
    preference: Preference | None = None

    @property
    def tickets(self) -> dict[int, int]:
        """Each operator's part of it; none if not everybody took part."""
        return {} if self.preference else {c.operator_id: c.weight for c in self.candidates}

    @property
    def turns(self) -> list[Turn]:
        """What is enough to find again whose turn it was."""
        return [Turn(c.operator_id, c.weight, c.credit) for c in self.candidates]


class PoolDecision(Selected):
    """Its operator was the first of all who could take it, or of those alone whom the source prefers."""

    kind: Literal[DecisionKind.POOL] = DecisionKind.POOL
    ticket: None = None
    preference: Preference | None = None

    @property
    def tickets(self) -> dict[int, int]:
        """None, because nobody drew."""
        return {}


class Undrawn(Chosen):
    """An operator who got a contact though nobody drew."""

    ticket: None = None

    @property
    def named(self) -> set[int]:
        """The operators whom it names."""
        return {self.operator_id}

    @property
    def tickets(self) -> dict[int, int]:
        """None, because nobody drew."""
        return {}


class HandDecision(Undrawn):
    """Somebody has named the operator, weight or not."""

    kind: Literal[DecisionKind.BY_HAND] = DecisionKind.BY_HAND


class ReturnDecision(Undrawn):
    """A contact that was put off goes back to whose it was."""

    kind: Literal[DecisionKind.RETURN] = DecisionKind.RETURN


Decision = DrawDecision | PreferenceDecision | TurnDecision | PoolDecision | HandDecision | ReturnDecision


def _find_kind(data: Any) -> str | None:
    """Return the kind of a decision; older versions write none, and only their draws have a ticket."""
    if not isinstance(data, dict):
        return getattr(data, "kind", None)
    return data.get("kind") or (DecisionKind.BY_HAND if data.get("ticket") is None else DecisionKind.DRAW)


_ANY = TypeAdapter[Decision](
    Annotated[
        Annotated[DrawDecision, Tag(DecisionKind.DRAW)]
        | Annotated[PreferenceDecision, Tag(DecisionKind.PREFERENCE)]
        | Annotated[TurnDecision, Tag(DecisionKind.TURN)]
        | Annotated[PoolDecision, Tag(DecisionKind.POOL)]
        | Annotated[HandDecision, Tag(DecisionKind.BY_HAND)]
        | Annotated[ReturnDecision, Tag(DecisionKind.RETURN)],
        Discriminator(_find_kind),
    ]
)


def read(data: Mapping[str, Any]) -> Decision:
    """Return the decision in the data of an `assigned` event; raises ValueError for what is none."""
    return _ANY.validate_python(data)


def read_text(text: str) -> Decision:
    """Return the decision in the data of an `assigned` event as the database spells it."""
    return _ANY.validate_json(text)


def write(decision: Decision) -> dict[str, Any]:
    """Return a decision as it is stored."""
    return decision.model_dump(mode="json")
