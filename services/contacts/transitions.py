"""The life of a contact: what the table of states allows is done by one function each.

Every door goes through `move`: the buttons of a card, an answer, the API, an admin, and closing all that
a person has open. A wish that the table or a guard refuses changes nothing.
"""

from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from models import Contact, Operator, Status
from models.actors import Actor
from models.database.errors import UnitConflictError
from models.database.unit import draw_ids_anew
from services import events, sources
from services.contacts import guards, snoozing
from services.contacts.states import TRANSITIONS, Action, find_state
from services.distribution import assignment, capacity, locks, queue, snoozes
from services.distribution.decisions import AssignmentReason
from services.distribution.modes import pool
from services.hours import first_answers
from services.moment import Moment
from services.queues import outbox, recipients
from services.refusals import Reason, Refused


def claim(session: Session, contact_id: int, operator_id: int | None = None) -> Contact:
    """Read a contact that is about to change, as it is now, after locking what its change may touch."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=contact_id)
    if not locks.are_needed(session):
        return contact
    whose = {operator_id, contact.operator_id, contact.snoozed_for}
    concerned = [id_ for id_ in whose if id_ is not None]
    served = sources.sources_served_by(session, concerned)
    locks.lock(session, {contact.source_id, *served})
    # Alone: what was read with it, by an outer join, PostgreSQL does not lock.
    session.refresh(contact, with_for_update={"of": Contact})
    draw_ids_anew(session)
    return contact


def perform(
    session: Session,
    number: int,
    action: Action,
    *,
    actor: Actor,
    until: datetime | None = None,
    at: Moment,
) -> Contact:
    """Move the contact with a number; returns it. Raises Refused."""
    contact = claim(session, number)
    move(session, contact, action, actor=actor, until=until, at=at)
    return contact


def move(
    session: Session,
    contact: Contact,
    action: Action,
    *,
    actor: Actor | None,
    tells_client: bool = True,
    until: datetime | None = None,
    reason: str | None = None,
    at: Moment,
) -> None:
    """Do what the table says of a claimed contact; raises Refused, with nothing changed, if it says no.

    `until` when it is put off, None: until the client writes; `reason` says why it is completed.
    """
    check(session, contact, action, at=at)
    match action:
        case Action.TAKE:
            _take(session, contact, actor=actor, at=at)
        case Action.COMPLETE | Action.CLOSE:
            _complete(session, contact, actor=actor, tells_client=tells_client, reason=reason, at=at)
        case Action.PASS_ON:
            _pass_on(session, contact, actor=actor, at=at)
        case Action.RETURN:
            _return(session, contact, actor=actor, at=at)
        case Action.REOPEN:
            _reopen(session, contact, actor=actor, at=at)
        case Action.REQUEUE:
            let_wait(session, contact, actor=actor, at=at)
            queue.drain(session, {contact.source_id}, at=at)
        case Action.SNOOZE:
            snoozing.put_off(session, contact, until, actor=actor, at=at)
        case Action.WAKE:
            snoozing.wake(session, contact, actor=actor, at=at)
        case Action.GIVE | Action.PASS_TO | Action.TAKE_BACK:
            raise ValueError("to whom? services.team knows: transfers gives, passing passes on")


def check(session: Session, contact: Contact, action: Action, *, at: Moment) -> None:
    """Refuse what the table or a guard does not allow in the state of a claimed contact."""
    step = TRANSITIONS[find_state(contact), action]
    if isinstance(step, Reason):
        raise Refused(step, number=contact.id)
    for guard in step.checks:
        guard(session, contact, at=at)


def set_status(session: Session, number: int, status: Status, *, actor: Actor, at: Moment) -> Contact:
    """Move a contact as its button would; one that has the status already stays as it is. Raises Refused."""
    contact = claim(session, number)
    if contact.status is not status:
        match status:
            case Status.NEW:
                raise Refused(Reason.NO_WAY_BACK, number=number)
            case Status.IN_PROGRESS:
                action = Action.TAKE if contact.is_open else Action.REOPEN
            case Status.COMPLETED:
                action = Action.CLOSE
            case _:
                assert_never(status)
        move(session, contact, action, actor=actor, at=at)
    return contact


def _take(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> None:
    """Take a new contact into work and tell the client who answers."""
    operator = session.get_one(Operator, contact.operator_id)
    contact.status, contact.taken_at, operator.missed = Status.IN_PROGRESS, at.now, 0
    events.record(session, contact.id, events.Kind.TAKEN, actor=actor, operator_id=operator.id, at=at)
    if contact.chat_id is None:
        first_answers.note(session, contact, operator.id, at=at)
    outbox.redraw_card(session, contact, at=at)
    outbox.notify_client(session, contact, "client-taken", operator=operator.name, at=at)


def _complete(
    session: Session,
    contact: Contact,
    *,
    actor: Actor | None,
    tells_client: bool,
    reason: str | None,
    at: Moment,
) -> None:
    """Complete an open contact, free its place, tell the client and give the place to who waits.

    What slept without a place stays with whose it was, who can say how it has ended.
    """
    former = contact.snoozed_for if contact.is_asleep else None
    snoozes.end(session, contact, snoozes.Cause.COMPLETED, at=at)
    contact.status, contact.completed_at = Status.COMPLETED, at.now
    contact.unanswered_since = contact.idle_asked_at = None
    operator_id = contact.operator_id
    first_answers.note(session, contact, first_answers.find_author(contact, actor), at=at)
    kind, why = events.Kind.COMPLETED, {} if reason is None else {"reason": reason}
    events.record(session, contact.id, kind, actor=actor, operator_id=operator_id, at=at, **why)
    contact.operator_id = operator_id or former
    outbox.redraw_card(session, contact, at=at)
    if tells_client:
        asks = {}
        if contact.chat_id is not None and guards.was_served(session, contact):
            asks[outbox.ASKS_RATING] = True
        outbox.notify_client(session, contact, "client-completed", at=at, **asks)
    if operator_id is None and pool.is_pooled(session, contact):
        queue.drain(session, [contact.source_id], at=at)  # the next one is shown
    if operator_id is not None:
        capacity.release(session, operator_id)
        queue.drain_for(session, [operator_id], at=at)


def _pass_on(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> None:
    """Give an open contact to one of the others by draw, and the place to who waits."""
    former = contact.operator_id
    assert former is not None
    events.record(session, contact.id, events.Kind.PASSED_ON, actor=actor, operator_id=former, at=at)
    if not assignment.assign(session, contact, AssignmentReason.PASSED_ON, actor=actor, at=at):
        raise UnitConflictError
    queue.drain_for(session, [former], at=at)


def _return(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> None:
    """Put an open contact back into the queue; somebody else gets it at once if anybody can."""
    former = contact.operator_id
    assert former is not None
    put_back(session, contact, actor=actor, at=at)
    queue.drain(session, {contact.source_id, *sources.sources_served_by(session, [former])}, at=at)


def put_back(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> None:
    """Let a contact wait as if it had never left the queue; the caller drains that."""
    left = first_answers.measure_left(session, contact, at=at)
    former = assignment.unassign(session, contact, at=at)
    contact.waiting_since = contact.created_at
    why, kind = events.RETURNED, events.Kind.UNASSIGNED
    events.record(session, contact.id, kind, actor=actor, operator_id=former, reason=why, at=at, **left)


def _reopen(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> None:
    """Take a completed contact back to its operator, who must have a place; else raises Refused."""
    operator = session.get_one(Operator, contact.operator_id)
    if not capacity.reserve(session, operator.id):
        full: dict[str, str | int] = {"limit": operator.max_active_leads, "name": operator.name}
        full["load"] = operator.load
        raise Refused(capacity.find_refusal(operator), number=contact.id, **full)
    contact.status, contact.completed_at = Status.IN_PROGRESS, None
    contact.taken_at = contact.taken_at or at.now
    events.record(session, contact.id, events.Kind.REOPENED, actor=actor, operator_id=operator.id, at=at)
    outbox.redraw_card(session, contact, at=at)
    outbox.notify_client(session, contact, "client-reopened", operator=operator.name, at=at)


def let_wait(session: Session, contact: Contact, *, actor: Actor | None, at: Moment) -> None:
    """Let a completed contact wait with its old number; the caller drains the queue or hands it over."""
    former, kind = recipients.operator_recipient(session, contact), events.Kind.REOPENED
    contact.operator_id = contact.completed_at = None
    assignment.unassign(session, contact, at=at)
    events.record(session, contact.id, kind, actor=actor, operator_id=None, at=at)
    outbox.queue_card(session, former, at=at)
    outbox.notify_client(session, contact, "client-reopened-waits", at=at)
