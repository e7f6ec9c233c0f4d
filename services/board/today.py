"""Today's figures: what came and became of it, and everybody's share beside what was expected.

The draws of a day are added up as they come, since each tells of everybody it was drawn among.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Event
from services.audit import facts, tally
from services.audit.tally import Pair, Tally
from services.audit.weights_then import WeightsThen
from services.board.made import Row
from services.events import Kind
from services.moment import Moment
from services.reports.periods import Period, find_today, limit_events

STEP = 100  # draws that are added up at a time
# PostgreSQL shows events out of the order of their numbers, when what began earlier is committed later: so
# far back it is looked again for what was not there.
LATE = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """Draws of a day that were not added up yet, in the order of their numbers."""

    day: date
    ids: Sequence[int]
    tally: Tally


@dataclass(slots=True)
class Draws:
    """Who was drawn how often today, and with which chances, by source and operator."""

    day: date | None = None
    won: Counter[Pair] = field(default_factory=Counter)
    chances: dict[Pair, Counter[tuple[int, int]]] = field(default_factory=dict)
    counted: frozenset[int] = frozenset()  # the latest events that are in it
    is_complete: bool = False

    def add(self, found: Found) -> None:
        """Add what was found to what is known of the same day."""
        if self.day != found.day:
            self.day, self.won, self.chances, self.counted = found.day, Counter(), {}, frozenset()
        self.won.update(found.tally.won)
        for pair, chances in found.tally.chances.items():
            self.chances.setdefault(pair, Counter()).update(chances)
        if found.ids:
            last = max(found.ids[-1], *self.counted, 0)
            self.counted = frozenset(n for n in (*self.counted, *found.ids) if n > last - LATE)
        self.is_complete = len(found.ids) < STEP


def find_draws(session: Session, draws: Draws, *, at: Moment) -> Found:
    """Return draws of today that were not added up yet, at most so many."""
    today = find_today(at=at)
    since = Period(today, today, at.policy.timezone).since
    limits = [Event.kind == Kind.ASSIGNED.value, Event.at >= since]
    if draws.day == today and draws.counted:
        limits += [Event.id > max(draws.counted) - LATE, Event.id.not_in(draws.counted)]
    else:
        limits += limit_events(session, since, None)
    ids = session.scalars(select(Event.id).where(*limits).order_by(Event.id).limit(STEP)).all()
    new = facts.read_facts(session, Event.id.in_(ids)) if ids else ()
    return Found(today, ids, tally.add_up(new, WeightsThen()))  # whom a draw has left out is for an audit


def read_today(
    session: Session, draws: Draws, source_ids: Collection[int] | None = None, *, at: Moment
) -> Row:
    """Return today's figures, of some sources or all; without shares while not all draws are added up."""
    today = find_today(at=at)
    since = Period(today, today, at.policy.timezone).since
    mine: list[ColumnElement[bool]] = [Contact.created_at >= since]
    if source_ids is not None:
        mine.append(Contact.source_id.in_(source_ids))
    completed = func.coalesce(func.sum(cast(~IS_OPEN, Integer)), 0)
    came = select(func.count(), func.count(Contact.answered_at), completed).where(*mine)
    count, answered, ended = session.execute(came).one()
    return {
        "came": count,
        "answered": answered,
        "completed": ended,
        "median_seconds": _find_median(session, mine),
        "shares": list_shares(draws, source_ids) if draws.is_complete else [],
    }


def _find_median(session: Session, mine: Collection[ColumnElement[bool]]) -> int | None:
    answered = (*mine, Contact.answer_seconds.is_not(None))
    count = session.scalar(select(func.count()).where(*answered)) or 0
    if not count:
        return None
    ordered = select(Contact.answer_seconds).where(*answered).order_by(Contact.answer_seconds)
    return session.scalar(ordered.offset(count // 2).limit(1))


def list_shares(draws: Draws, source_ids: Collection[int] | None = None) -> list[Row]:
    """Return of each source with draws who has won which part of them, and which was to be expected."""
    drawn = Counter[int]()
    for (source_id, _), won in draws.won.items():
        drawn[source_id] += won
    return [
        {
            "source_id": source_id,
            "operator_id": operator_id,
            "expected": sum(n * score / total for (score, total), n in chances.items()) / drawn[source_id],
            "actual": draws.won[source_id, operator_id] / drawn[source_id],
        }
        for (source_id, operator_id), chances in sorted(draws.chances.items())
        if drawn[source_id] and (source_ids is None or source_id in source_ids)
    ]
