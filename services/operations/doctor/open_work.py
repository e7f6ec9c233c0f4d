"""Who has what open: loads, one open contact per chat, nobody beside a free place, cards that can be found.

What changes a contact goes the one way: the table of states, the queue, the settlement of the outbox.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from models import IS_OPEN, IS_UNDELIVERED, Contact, Event, Operator, Outbox, OutboxKind, OutboxState, Source
from services import sources
from services.contacts import settlement, transitions
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.distribution import queue, reassignment
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.events import Kind
from services.moment import Moment
from services.operations.doctor.invariants import Found, Item, find_rows
from services.queues import outbox

A_WHILE = timedelta(minutes=1)  # until the clock has seen to what a new hour has made possible
LONG = timedelta(hours=1)  # so long after its assignment has ended nothing for it is still to be sent
MOST_EVALUATED = 1000  # waiting contacts


def find_loads(session: Session, *, limit: int, at: Moment) -> Found:
    """Find operators whose load is not the number of their open contacts."""
    open_ones = select(Contact.operator_id, func.count().label("counted")).where(IS_OPEN)
    counted = open_ones.group_by(Contact.operator_id).subquery()
    number = func.coalesce(counted.c.counted, 0)
    rows = select(Operator.id, Operator.load.label("load"), number.label("open"))
    rows = rows.outerjoin(counted, counted.c.operator_id == Operator.id).where(Operator.load != number)
    return find_rows(session, rows.order_by(Operator.id), "operator", limit=limit)


def repair_load(session: Session, item: Item, *, at: Moment) -> None:
    """Count anew. The free places are filled by the repair of another invariant."""
    number = select(func.count(Contact.id)).where(IS_OPEN, Contact.operator_id == item.number)
    one = update(Operator).where(Operator.id == item.number).values(load=number.scalar_subquery())
    session.execute(one.execution_options(synchronize_session="fetch"))


def find_open_chats(session: Session, *, limit: int, at: Moment) -> Found:
    """Find open contacts whose chat has a newer one open."""
    newer = aliased(Contact)
    has_newer = select(newer.id).where(
        newer.bot_id == Contact.bot_id,
        newer.chat_id == Contact.chat_id,
        newer.id > Contact.id,
        newer.status.in_(["new", "in_progress"]),
    )
    rows = select(Contact.id).where(IS_OPEN, Contact.chat_id.is_not(None), has_newer.exists())
    return find_rows(session, rows.order_by(Contact.id), "contact", limit=limit)


def repair_open_chat(session: Session, item: Item, *, at: Moment) -> None:
    """Complete the older one, and leave its client in peace: what is written comes to the newer one."""
    contact = transitions.claim(session, item.number)
    transitions.move(session, contact, Action.CLOSE, actor=None, tells_client=False, at=at)


def find_dismissed(session: Session, *, limit: int, at: Moment) -> Found:
    """Find operators who were dismissed and have something open."""
    rows = select(Operator.id, func.count().label("open")).join(Contact, Contact.operator_id == Operator.id)
    rows = rows.where(IS_OPEN, Operator.dismissed_at.is_not(None)).group_by(Operator.id)
    return find_rows(session, rows.order_by(Operator.id), "operator", limit=limit)


def repair_dismissed(session: Session, item: Item, *, at: Moment) -> None:
    """Give what they have to others, or back to the queue."""
    operator = session.get_one(Operator, item.number)
    reassignment.reassign_all(session, operator, AssignmentReason.CUT_OFF, actor=None, at=at)


def find_assignments(session: Session, *, limit: int, at: Moment) -> Found:
    """Find open contacts of which the history says that somebody else has them, or another assignment."""
    newest = (
        select(func.max(Event.id))
        .where(Event.contact_id == Contact.id, Event.kind == Kind.ASSIGNED.value)
        .correlate(Contact)
        .scalar_subquery()
    )
    who, number = Event.data["operator_id"].as_integer(), Event.data["assignment_no"].as_integer()
    rows = (
        select(Contact.id, Contact.operator_id.label("has"), who.label("history"))
        .outerjoin(Event, Event.id == newest)
        .where(
            IS_OPEN,
            Contact.operator_id.is_not(None),
            or_(Event.id.is_(None), who != Contact.operator_id, number != Contact.assignment_no),
        )
    )
    return find_rows(session, rows.order_by(Contact.id), "contact", limit=limit)


def find_free_places(session: Session, *, limit: int, at: Moment) -> Found:
    """Find what waits though somebody may take it, and might have when the bot was last at work."""
    earlier = replace(at, now=find_last_work(session, at=at))
    draining = set(sources.list_draining(session))  # whose queue is being handed out step by step
    items = [
        Item("contact", contact.id, {"source": contact.source_id})
        for contact in queue.list_assignable(session, without=draining, limit=MOST_EVALUATED, at=at)
        if queue.is_open(session, contact.source_id, at=earlier)
        and evaluate(session, contact, at=earlier).eligible
    ]
    return Found(len(items), items[:limit])


def find_last_work(session: Session, *, at: Moment) -> datetime:
    """Return when the bot was last seen at work: what a new hour allows while it is stopped may wait."""
    written = session.scalar(select(Event.at).order_by(Event.id.desc()).limit(1))
    seen = [moment for moment in (written, session.scalar(select(func.max(Source.polled_at)))) if moment]
    return min(max(seen, default=at.now), at.now - A_WHILE)


def repair_free_place(session: Session, item: Item, *, at: Moment) -> None:
    """Hand out what waits in the contact's source, as the queue does."""
    source_ids = [session.get_one(Contact, item.number).source_id]
    while queue.drain(session, source_ids, at=at) == queue.STEP:
        pass
    sources.mark_draining(session, source_ids, False)


def find_cards(session: Session, *, limit: int, at: Moment) -> Found:
    """Find open contacts whose card was sent, and nobody knows which message it is: no reply finds them."""

    def has_card(*which: ColumnElement[bool]) -> ColumnElement[bool]:
        of_contact = (Outbox.contact_id == Contact.id, Outbox.assignment_no == Contact.assignment_no)
        is_card = Outbox.kind == OutboxKind.CARD
        return select(Outbox.id).where(*of_contact, is_card, *which).correlate(Contact).exists()

    is_lost = has_card(Outbox.state == OutboxState.SENT, Outbox.message_id.is_(None))
    is_known = has_card(or_(Outbox.message_id.is_not(None), IS_UNDELIVERED))
    rows = select(Contact.id, Contact.operator_id.label("operator"))
    rows = rows.where(IS_OPEN, Contact.operator_id.is_not(None), is_lost, ~is_known)
    return find_rows(session, rows.order_by(Contact.id), "contact", limit=limit)


def repair_card(session: Session, item: Item, *, at: Moment) -> None:
    """Show the card anew."""
    outbox.redraw_card(session, session.get_one(Contact, item.number), at=at)


def find_ended_rows(session: Session, *, limit: int, at: Moment) -> Found:
    """Find what is to be sent to somebody who has not had the contact for an hour.

    Delivery drops that when its turn comes; for a bot without a token it never does, and that is no trouble.
    """
    long_ago = find_last_work(session, at=at) - LONG
    is_theirs = (Operator.telegram_id == Outbox.chat_id) & (Contact.assignment_no == Outbox.assignment_no)
    connected = select(Source.bot_id).where(Source.code.is_(None), Source.is_connected)
    rows = (
        select(Outbox.id, Outbox.contact_id.label("contact"))
        .join(Contact, Contact.id == Outbox.contact_id)
        .outerjoin(Operator, Operator.id == Contact.operator_id)
        .where(
            IS_UNDELIVERED,
            Outbox.assignment_no.is_not(None),
            Outbox.kind != OutboxKind.CARD,  # of an ended one it says that it has ended
            Outbox.created_at < long_ago,
            Outbox.bot_id.in_(connected),
            or_(Operator.telegram_id.is_(None), ~is_theirs),
        )
    )
    return find_rows(session, rows.order_by(Outbox.id), "message to send", limit=limit)


def repair_ended_row(session: Session, item: Item, *, at: Moment) -> None:
    """Drop it as delivery does."""
    settlement.settle(session, [Outcome(item.number, Result.DROPPED)], at=at)
