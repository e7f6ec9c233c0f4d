"""A contact that waits for its client's answer or a date: put off, and back at the moment or a word of his.

Its operator keeps the place meanwhile, or the source frees it: then it is back with that operator if he may
take it at that moment, else in the queue, in which its old number goes first. Nobody is put above a limit.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import IS_OPEN, Actor, Contact, Message, Operator, Source, Status
from models.actors import CLIENT, Role
from services import events, sources
from services.contacts import guards
from services.contacts.small_talk import is_small_talk
from services.distribution import assignment, capacity, locks, queue, snoozes
from services.hours import first_answers
from services.moment import Moment
from services.queues import outbox, recipients
from services.refusals import Reason, Refused

FURTHEST = timedelta(days=366)
UNTIL = "until"  # in the params of a notice: until when something was put off


def put_off(
    session: Session, contact: Contact, until: datetime | None, *, actor: Actor | None, at: Moment
) -> None:
    """Put a claimed contact off until a moment, or until its client writes; its client waits for no answer.

    Raises Refused for a moment that is past, or more than a year ahead, and for none where the client has no
    chat to write in.
    """
    is_to_come = until is not None and at.now < until <= at.now + FURTHEST
    if not is_to_come and (until is not None or contact.chat_id is None):
        raise Refused(Reason.BAD_MOMENT)
    former = contact.operator_id
    assert former is not None
    frees = session.get_one(Source, contact.source_id).snooze_frees
    contact.unanswered_since = None
    if until is not None:
        contact.idle_asked_at = None
    first_answers.note(session, contact, first_answers.find_author(contact, actor), at=at)
    snoozed = {"until": until and until.isoformat(), "frees": frees}
    if not frees:
        contact.snoozed_at, contact.snoozed_until = at.now, until
        _record(session, contact, actor, operator_id=former, at=at, **snoozed)
        outbox.redraw_card(session, contact, at=at)
        return
    if contact.snoozed_at is not None:  # put off before the source began to free places
        contact.snoozed_at = contact.snoozed_until = None
    assignment.unassign(session, contact, at=at)
    contact.snoozed_at, contact.snoozed_until, contact.snoozed_for = at.now, until, former
    contact.waiting_since = None
    _record(session, contact, actor, operator_id=None, from_operator_id=former, at=at, **snoozed)
    queue.drain_for(session, [former], at=at)


def wake(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> bool:
    """Put a claimed contact off no more: it is its operator's again, or waits.

    Returns whether its operator is shown the conversation anew. Without an actor its moment has come.
    """
    if not contact.is_asleep:
        snoozes.end(session, contact, snoozes.find_cause(actor), actor=actor, at=at)
        outbox.redraw_card(session, contact, at=at)
        _tell_operator(session, contact, actor, at=at)
        return False
    former = contact.snoozed_for
    locks.lock(session, {contact.source_id, *sources.sources_served_by(session, [former] if former else [])})
    is_open = queue.is_open(session, contact.source_id, at=at)
    if is_open and former is not None and assignment.give_back(session, contact, former, actor=actor, at=at):
        _tell_operator(session, contact, actor, at=at)
        return True
    snoozes.end(session, contact, snoozes.find_cause(actor), actor=actor, at=at)
    queue.drain(session, [contact.source_id], at=at)
    return True


def wake_by_client(session: Session, contact: Contact, message: Message, *, at: Moment) -> bool:
    """Put a contact off no more because its client has written this; tells if that shows him to somebody.

    Thanks don't wake what waits for a date.
    """
    if contact.snoozed_at is None:
        return False
    if contact.snoozed_until is not None and is_small_talk(message.kind, message.text):
        return False
    return wake_or_wait(session, contact, actor=CLIENT, at=at)


def wake_or_wait(session: Session, contact: Contact, *, actor: Actor, at: Moment) -> bool:
    """Put a contact off no more; what nobody has, in a source that is closed, only when that opens."""
    if contact.is_asleep and not queue.is_open(session, contact.source_id, at=at):
        contact.snoozed_until = at.now  # so that it is its operator's first even then
        return False
    return wake(session, contact, actor=actor, at=at)


def take_back(session: Session, contact: Contact, operator: Operator, *, actor: Actor, at: Moment) -> None:
    """Give a claimed contact that is asleep back to whose it was, who wishes it; raises Refused.

    That operator needs a free place like everybody.
    """
    if not contact.is_asleep or contact.snoozed_for != operator.id:
        raise Refused(Reason.MOVED, number=contact.id)
    check_free(session, contact, operator, at=at)
    if not assignment.give_back(session, contact, operator.id, is_wish=True, actor=actor, at=at):
        reason = capacity.find_refusal(operator)
        full: dict[str, str | int] = {"limit": operator.max_active_leads, "load": operator.load}
        raise Refused(reason, number=contact.id, name=operator.name, **full)


def check_free(session: Session, contact: Contact, operator: Operator, *, at: Moment) -> None:
    """Refuse an answer to a client who is not heard, before anything is woken for it."""
    guards.check_heard(session, contact)
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)


def list_asleep(session: Session, operator_id: int | None) -> list[Contact]:
    """Return what is put off for an operator who holds no place for it, with leads, the next one first."""
    if operator_id is None:
        return []
    rows = select(Contact).where(Contact.snoozed_at.is_not(None), Contact.snoozed_for == operator_id)
    in_order = rows.order_by(Contact.snoozed_until.is_(None), Contact.snoozed_until, Contact.id)
    return list(session.scalars(in_order.options(joinedload(Contact.lead))))


def find_example(session: Session, operator_id: int | None) -> int | None:
    """Return a contact that an operator can put off, the latest; None if there is none."""
    latest = select(func.max(Contact.id + 0))  # by no index: few are open, so that of these is the best
    mine = (IS_OPEN, Contact.operator_id == operator_id, Contact.status == Status.IN_PROGRESS)
    return session.scalar(latest.where(*mine))


def _record(session: Session, contact: Contact, actor: Actor | None, *, at: Moment, **data: object) -> None:
    events.record(session, contact.id, events.Kind.SNOOZED, actor=actor, at=at, **data)


def _tell_operator(session: Session, contact: Contact, actor: Actor | None, *, at: Moment) -> None:
    """Tell the operator of a contact why it is back, unless it was the operator's own doing."""
    if actor is not None and actor.role is Role.OPERATOR:
        return
    recipient, why = recipients.operator_recipient(session, contact), snoozes.find_cause(actor).value
    outbox.notify_by_card(session, recipient, "operator-woken", why=why, at=at)
