"""The weekly digest: what last week was like, to each admin who wants it, once, when the week begins.

That it was told is stored in the transaction that queues it: neither several processes nor a restart tell
anybody twice. The figures are those of /stats.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, func, or_, select, update
from sqlalchemy.orm import Session

from models import IS_OPEN, Account, Contact, Digest, Event, Operator
from models.base import insert_unless_exists
from services import chats, sources
from services.events import Kind
from services.hours.mornings import NINE, find_morning
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import person_recipient
from services.reports import statistics
from services.reports.figures import Statistics
from services.reports.periods import WEEK, Period, find_today, find_week, limit_events

KEY = "digest"  # of the notice
WEEKS = "weeks"  # in its params: the figures
TABLE = cast(Table, Digest.__table__)
LATEST = timedelta(days=2)  # after the opening; nobody wants it later
ENOUGH = 10  # requests in each of two weeks that are compared
MOST_WAITS = 3
MANY_LAPSED = 3  # cards of one operator that are worth a look
MANY_BAD = 2  # thumbs down


@dataclass(frozen=True, slots=True)
class OperatorWeek:
    """What an operator got and completed, and how soon clients usually had an answer, in seconds."""

    name: str
    received: int
    completed: int
    median: int | None


@dataclass(frozen=True, slots=True)
class Week:
    """What admins read of a week, as it is stored with the notice until it is put into words."""

    monday: str
    received: int
    completed: int
    change: int | None  # of the requests that came, in percent; None: too few to compare
    within: int  # of those decided, that had an answer within the target
    decided: int
    target: int  # seconds
    median: int | None
    good: int
    bad: int
    operators: Sequence[OperatorWeek]
    waits: Sequence[tuple[int, int]]  # contact, seconds until its first answer
    look: tuple[str, str, int] | None  # the one thing to look at: which, whose, how many


def is_due(session: Session, *, at: Moment) -> bool:
    """Tell whether any admin is to be told of last week."""
    told = _list_told(session, at=at) if at.policy.admin_ids else set[int]()
    missing = [admin for admin in at.policy.admin_ids if admin not in told]
    if not missing:
        return False
    opening = find_opening(session, at=at)
    if not opening <= at.now < opening + LATEST:
        return False
    return any(chats.list_bots(session, admin) for admin in missing)


def find_opening(session: Session, *, at: Moment) -> datetime:
    """Return when the first source opens in this week: at nine on Monday where none has hours."""
    monday = _find_monday(at)
    with_hours = [source for source in sources.list_sources(session) if source.hours and source.code is None]
    openings = [find_morning(source, monday, at=at) for source in with_hours]
    return min(openings, default=datetime.combine(monday, NINE, at.policy.timezone))


def collect(session: Session, *, at: Moment) -> Week | None:
    """Return last week, None if nothing happened in it."""
    monday = _find_monday(at) - timedelta(days=WEEK)
    period = find_week(monday, at=at)
    found = statistics.collect(session, period, at=at)
    if found.is_empty:
        return None
    before = statistics.collect(session, find_week(monday - timedelta(days=WEEK), at=at), at=at)
    answering, rated = found.answering, found.ratings
    return Week(
        monday=monday.isoformat(),
        received=found.received,
        completed=found.completed,
        change=compare(found.received, before.received),
        within=answering.within if answering else 0,
        decided=answering.decided if answering else 0,
        target=int(found.target.total_seconds()),
        median=answering.median if answering else None,
        good=rated.good if rated else 0,
        bad=rated.bad if rated else 0,
        operators=[
            OperatorWeek(
                one.name, one.received, one.completed, one.answering.median if one.answering else None
            )
            for one in found.operators
            if one.received or one.completed
        ],
        waits=_list_waits(session, period, found, at=at),
        look=_find_look(session, period, found, at=at),
    )


def compare(count: int, before: int) -> int | None:
    """Return by how many percent there are more than before, None if there are too few to say so."""
    return round(100 * (count - before) / before) if min(count, before) >= ENOUGH else None


def send(session: Session, week: Week | None, *, at: Moment) -> None:
    """Queue last week for each admin who can be reached and is untold; None: note that there was nothing."""
    for admin in at.policy.admin_ids:
        recipient = person_recipient(session, admin)
        if recipient is not None and _claim(session, admin, at=at) and week is not None:
            params = {outbox.SILENT: True, WEEKS: asdict(week)}
            outbox.notify_admin(session, recipient, KEY, at=at, **params)


def is_wanted(session: Session, admin: Account) -> bool:
    """Tell whether an admin gets the digest."""
    row = session.get(Digest, admin)
    return row is None or not row.is_off


def set_wanted(session: Session, admin: Account, wanted: bool) -> None:
    """Send an admin the next digest and those after it, or none any more."""
    session.execute(insert_unless_exists(session, TABLE).values(admin_id=admin, is_off=not wanted))
    session.execute(update(Digest).where(Digest.admin_id == admin).values(is_off=not wanted))


def _claim(session: Session, admin: Account, *, at: Moment) -> bool:
    """Note that an admin is told; returns whether nobody has before."""
    monday = _find_monday(at)
    is_untold = or_(Digest.week.is_(None), ~_is_of_now(monday))
    mine = update(Digest).where(Digest.admin_id == admin, ~Digest.is_off, is_untold).values(week=monday)
    if cast(Any, session.execute(mine)).rowcount:
        return True
    first = insert_unless_exists(session, TABLE).values(admin_id=admin, week=monday)
    return bool(cast(Any, session.execute(first)).rowcount)


def _list_told(session: Session, *, at: Moment) -> set[int]:
    """Return the admins who have been told in this week, or want nothing."""
    done = or_(Digest.is_off, _is_of_now(_find_monday(at)))
    return set(session.scalars(select(Digest.admin_id).where(done)))


def _is_of_now(monday: date) -> ColumnElement[bool]:
    # Where another time zone is set it may be Sunday again; what is later was told by a clock far ahead.
    return Digest.week.between(monday, monday + timedelta(days=WEEK))


def _find_monday(at: Moment) -> date:
    today = find_today(at=at)
    return today - timedelta(days=today.weekday())


def _list_waits(session: Session, period: Period, found: Statistics, *, at: Moment) -> list[tuple[int, int]]:
    """Return who has waited longest for a first answer, beyond the target."""
    seconds = int(found.target.total_seconds())
    waited = (
        select(Contact.id, Contact.answer_seconds)
        .where(*period.limit(Contact.created_at, at=at), Contact.answer_seconds > seconds)
        .order_by(Contact.answer_seconds.desc(), Contact.id)
    )
    return [(number, waited or 0) for number, waited in session.execute(waited.limit(MOST_WAITS))]


def _find_look(
    session: Session, period: Period, found: Statistics, *, at: Moment
) -> tuple[str, str, int] | None:
    """Return the one thing to look at: who has no answer yet, who let cards lapse, who is unhappy."""
    unanswered = select(func.count(Contact.id)).where(
        *period.limit(Contact.created_at, at=at), IS_OPEN, Contact.answered_at.is_(None)
    )
    if count := session.scalars(unanswered).one():
        return "unanswered", "", count
    limits = limit_events(session, period.since, period.find_end(at=at))
    whose, lapsed = Event.data["operator_id"].as_integer(), func.count()
    cards = select(whose, lapsed).where(*limits, Event.kind == Kind.TIMED_OUT.value).group_by(whose)
    most = session.execute(cards.order_by(lapsed.desc(), whose).limit(1)).first()
    if most is not None and most[1] >= MANY_LAPSED:
        operator = session.get(Operator, most[0])
        return "lapsed", operator.name if operator else "", most[1]
    if found.ratings and found.ratings.bad >= MANY_BAD:
        return "unhappy", "", found.ratings.bad
    return None
