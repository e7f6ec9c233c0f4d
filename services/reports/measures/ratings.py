"""How content clients were, as they said in a period: of all, by operator, source and kind of decision."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Contact, Event, Rating
from services.distribution.decisions import DecisionKind
from services.events import Kind
from services.moment import Moment
from services.reports.periods import Period

PART = 500  # rows


@dataclass(frozen=True, slots=True)
class Thumbs:
    """How many were content, and how many were not."""

    good: int
    bad: int

    @property
    def share(self) -> float:
        """Which part of those who have rated was content."""
        return self.good / (self.good + self.bad)


@dataclass(slots=True)
class Ratings:
    """The thumbs of a period, as they stand now: a contact has one, whoever has it counts it."""

    of_all: Counter[Rating] = field(default_factory=Counter)
    of_sources: defaultdict[int, Counter[Rating]] = field(default_factory=lambda: defaultdict(Counter))
    of_operators: defaultdict[int, Counter[Rating]] = field(default_factory=lambda: defaultdict(Counter))
    of_kinds: defaultdict[DecisionKind, Counter[Rating]] = field(default_factory=lambda: defaultdict(Counter))


def count(thumbs: Counter[Rating]) -> Thumbs | None:
    """Return how many they are of each, None if there are none."""
    return Thumbs(thumbs[Rating.GOOD], thumbs[Rating.BAD]) if thumbs else None


def count_kinds(ratings: Ratings) -> dict[DecisionKind, Thumbs]:
    """Return how many there are by how the last assignment was decided, of the kinds there are."""
    counted = ((kind, count(ratings.of_kinds[kind])) for kind in DecisionKind if kind in ratings.of_kinds)
    return {kind: thumbs for kind, thumbs in counted if thumbs is not None}


def read(session: Session, period: Period, *, at: Moment) -> Ratings:
    """Return what was said in a period, which counts for who has the contact now."""
    is_decision = (Event.contact_id == Contact.id) & (Event.kind == Kind.ASSIGNED.value)
    latest = select(func.max(Event.id)).where(is_decision).correlate(Contact).scalar_subquery()
    kind, ticket = Event.data["kind"].as_string(), Event.data["ticket"].as_integer()
    rows = (
        select(Contact.rating, Contact.source_id, Contact.operator_id, Event.id, kind, ticket)
        .outerjoin(Event, Event.id == latest)
        .where(*period.limit(Contact.rated_at, at=at))
        .execution_options(yield_per=PART)
    )
    found = Ratings()
    for rating, source_id, operator_id, decided, kind_, ticket_ in session.execute(rows):
        if rating is None:
            continue
        found.of_all[rating] += 1
        found.of_sources[source_id][rating] += 1
        if operator_id is not None:
            found.of_operators[operator_id][rating] += 1
        if decided is not None:  # older versions write no kind, and only their draws have a ticket
            by_hand = kind_ is None and ticket_ is None
            found.of_kinds[DecisionKind(kind_ or ("by_hand" if by_hand else "draw"))][rating] += 1
    return found
