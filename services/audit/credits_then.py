"""What everybody was owed at each turn, rebuilt from the turns before it and from what let all begin anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Source
from services.distribution.decisions import Owed, TurnDecision
from services.distribution.modes import turns
from services.events import Kind

BEGINS_ANEW = (Kind.MODE_SET.value, Kind.WEIGHT_SET.value)


@dataclass(frozen=True, slots=True)
class Reset:
    """An event with which nobody of some sources was owed anything any more."""

    event_id: int
    source_ids: Sequence[int]


@dataclass(slots=True)
class Credits:
    """What is owed so far. Where the first turns are not at hand, those that are say what was owed before."""

    is_complete: bool = True
    resets: list[Reset] = field(default_factory=list)
    owed: dict[int, dict[int, int]] = field(default_factory=dict)  # by source and operator
    begun: set[int] = field(default_factory=set)  # sources that began anew since then

    def list_wrong(self, event_id: int, decision: TurnDecision) -> Iterator[tuple[Owed, int]]:
        """Yield each candidate who was owed something else, with how much; and count the turn."""
        self._begin_anew(event_id)
        source_id = decision.weights_source_id or 0
        known = self.owed.setdefault(source_id, {})
        is_known = self.is_complete or source_id in self.begun
        for candidate in decision.candidates:
            owed = known.get(candidate.operator_id, 0 if is_known else candidate.credit)
            if owed != candidate.credit:
                yield candidate, owed
        known |= turns.settle(decision.turns, decision.operator_id)

    def lose(self) -> None:
        """Know nothing any more: a turn is gone that would have counted."""
        self.is_complete, self.owed, self.begun = False, {}, set()

    def _begin_anew(self, event_id: int) -> None:
        while self.resets and self.resets[0].event_id < event_id:
            for source_id in self.resets.pop(0).source_ids:
                self.owed[source_id] = {}
                self.begun.add(source_id)


def read_resets(session: Session) -> list[Reset]:
    """Return every event that let all of some sources begin anew: another mode, or a weight taken back."""
    bots = dict(session.execute(select(Source.id, Source.bot_id)).all())
    rows = select(Event.id, Event.kind, Event.data).where(
        Event.contact_id.is_(None), Event.kind.in_(BEGINS_ANEW)
    )
    found = list[Reset]()
    for id_, kind, data in session.execute(rows.order_by(Event.id)):
        source_id = data["source_id"]
        if kind == Kind.WEIGHT_SET.value:
            if data["after"] is None and data["before"] is not None:
                found.append(Reset(id_, [source_id]))
            continue
        bot_id = bots.get(source_id)  # a bot and its links have one mode
        alike = [one for one, bot in bots.items() if bot is not None and bot == bot_id]
        found.append(Reset(id_, alike or [source_id]))
    return found
