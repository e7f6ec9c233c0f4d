"""An operator whose clients wait for an answer is reminded of all of them at once, at growing steps.

Of each client after the reminder time, then after twice, four times, eight times as long; but one operator
not more often than once in the reminder time, and in the hours of work. While a source is closed no wait of
its clients grows. After twice the reminder time admins hear of it (operations.alerts).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Operator, Source
from services.hours.schedule import Schedule
from services.hours.working_time import list_off_hours, of_source, read_source_hours
from services.moment import Moment
from services.queues import outbox, recipients
from services.waits import CLOCKS_DIFFER, UNANSWERED_SINCE

BATCH = 50  # operators
SHOWS_MINE = "shows_mine"  # in the params of a notice: a button lists what its reader has open


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A contact whose client waits; the wait of its operator begins then, or when he got the contact."""

    contact_id: int
    operator_id: int
    since: datetime
    reminded_at: datetime | None
    hours: Schedule  # in which it waits

    @classmethod
    def of(cls, contact: Contact, source: Source, *, at: Moment) -> "Unanswered":
        """Return the wait of an operator's contact."""
        assert contact.operator_id is not None
        since = contact.created_at if contact.chat_id is None else contact.unanswered_since
        begins = [moment for moment in (since, contact.assigned_at) if moment is not None]
        hours = of_source(source, at=at)
        return cls(contact.id, contact.operator_id, max(begins), contact.reminded_at, hours)

    def is_due(self, at: Moment) -> bool:
        """Tell whether the wait is twice as long as it was at the last reminder."""
        told = self.find_reminder(at)
        if told is None:
            return True
        return self.hours.count(self.since, at.now) >= 2 * self.hours.count(self.since, told)

    def find_reminder(self, at: Moment) -> datetime | None:
        """Return when its operator was reminded; by a clock that was set back since then, nobody knows."""
        is_ahead = self.reminded_at is not None and self.reminded_at > at.now + CLOCKS_DIFFER
        return None if is_ahead else self.reminded_at


def remind(session: Session, *, bots: Collection[int], at: Moment) -> int:
    """Remind at most 50 operators with contacts of these bots, or of no bot; returns how many."""
    reminded = 0
    for operator_id in _list_due(session, bots, at)[:BATCH]:
        held = (Contact.operator_id == operator_id, *_wait_long(session, bots, at))
        # What somebody is changing right now can wait for the next time.
        rows = select(Contact).where(*held).order_by(UNANSWERED_SINCE, Contact.id)
        fresh = rows.with_for_update(skip_locked=True).execution_options(populate_existing=True)
        contacts = list(session.scalars(fresh))
        waits = [Unanswered.of(one, session.get_one(Source, one.source_id), at=at) for one in contacts]
        if waits and is_time(waits, at=at):
            _remind_of(session, contacts, at=at)
            reminded += 1
    return reminded


def is_time(waits: Collection[Unanswered], *, at: Moment) -> bool:
    """Tell whether an operator, of whom these are all long waits, is to be reminded now."""
    quiet = at.now - timedelta(minutes=at.policy.reply_reminder_minutes)
    told = [moment for wait in waits if (moment := wait.find_reminder(at)) is not None]
    return max(told, default=quiet) <= quiet and any(wait.is_due(at) for wait in waits)


def is_due(session: Session, *, bots: Collection[int], at: Moment) -> bool:
    """Tell whether any operator is to be reminded."""
    return bool(_list_due(session, bots, at))


def list_unanswered(session: Session, *, at: Moment) -> list[tuple[Operator, int, datetime, int]]:
    """Return who has not answered for twice the reminder time: how many, since when, and the longest."""
    late = _group(_read(session, _wait_long(session, None, at, times=2), at=at))
    found = session.scalars(select(Operator).where(Operator.id.in_(late)).order_by(Operator.id))
    return [
        (operator, len(late[operator.id]), first.since, first.contact_id)
        for operator in found
        if (first := min(late[operator.id], key=lambda wait: (wait.since, wait.contact_id)))
    ]


def _remind_of(session: Session, contacts: list[Contact], *, at: Moment) -> None:
    for contact in contacts:
        contact.reminded_at = at.now
    told = [(contact, recipients.operator_recipient(session, contact)) for contact in contacts]
    reached = [(contact, recipient) for contact, recipient in told if recipient is not None]
    if not reached:
        return  # who works by API alone has no chat
    contact, recipient = reached[0]
    minutes = int((at.now - (contact.unanswered_since or contact.created_at)).total_seconds() // 60)
    if len(reached) == 1:
        outbox.notify_by_card(session, recipient, "operator-reminder", minutes=minutes, at=at)
        return
    assert recipient is not None
    own = recipients.Recipient(recipient.bot_id, recipient.chat_id)
    look = {SHOWS_MINE: True}
    outbox.notify(session, own, "operator-reminders", count=len(reached), minutes=minutes, at=at, **look)


def _list_due(session: Session, bots: Collection[int], at: Moment) -> list[int]:
    """Return the operators who are to be reminded of something, who has waited longest for it first."""
    waits, at_home = _group(_read(session, _wait_long(session, bots, at), at=at)), set[int]()
    if waits:
        at_home.update(list_off_hours(session, at=at))
    due = [
        (min(wait.since for wait in own), id_)
        for id_, own in waits.items()
        if id_ not in at_home and is_time(own, at=at)
    ]
    return [operator_id for _, operator_id in sorted(due)]


def _group(waits: Iterable[Unanswered]) -> dict[int, list[Unanswered]]:
    by_operator: defaultdict[int, list[Unanswered]] = defaultdict(list)
    for wait in waits:
        by_operator[wait.operator_id].append(wait)
    return by_operator


def _read(session: Session, conditions: tuple[ColumnElement[bool], ...], *, at: Moment) -> list[Unanswered]:
    rows = select(Contact, Source).join(Source, Source.id == Contact.source_id)
    found = session.execute(rows.where(*conditions).order_by(Contact.id)).all()
    return [Unanswered.of(contact, source, at=at) for contact, source in found]


def _wait_long(
    session: Session, bots: Collection[int] | None, at: Moment, *, times: int = 1
) -> tuple[ColumnElement[bool], ...]:
    patience = times * timedelta(minutes=at.policy.reply_reminder_minutes)
    hours = read_source_hours(session, at=at)
    ours = literal(True) if bots is None else or_(Contact.bot_id.in_(bots), Contact.bot_id.is_(None))
    return (
        hours.has_lasted(UNANSWERED_SINCE, patience),
        hours.has_lasted(func.coalesce(Contact.assigned_at, at.now), patience),
        IS_OPEN,
        Contact.operator_id.is_not(None),
        Contact.spam_reported_at.is_(None),  # an admin decides whether there is anybody to answer
        ours,
        literal(bool(patience)),  # 0: nobody is reminded
    )
