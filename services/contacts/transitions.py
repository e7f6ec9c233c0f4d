"""The life of a contact: new → in_progress → completed, passed on, reopened. Only its operator moves it.

A wish that is stale, repeated or somebody else's changes nothing and is refused with its reason.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Lead, Operator, Status
from models.database.errors import UnitConflictError
from services import chats, events, sources
from services.distribution import capacity, queue
from services.distribution.assignment import assign, unassign
from services.distribution.candidates import evaluate
from services.moment import Moment
from services.queues import outbox
from services.refusals import Reason, Refused


def claim(session: Session, contact_id: int, operator_id: int | None = None) -> Contact:
    """Read a contact that is about to change, as it is now, after locking what its change may touch."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=contact_id)
    concerned = [id_ for id_ in {operator_id, contact.operator_id} if id_ is not None]
    served = sources.sources_served_by(session, concerned)
    sources.lock(session, {contact.source_id, *served})
    # Alone: what was read with it, by an outer join, PostgreSQL does not lock.
    session.refresh(contact, with_for_update={"of": Contact})
    return contact


def take(session: Session, contact: Contact, *, actor: str, at: Moment) -> None:
    """Move a new contact into work and tell the client who answers."""
    if contact.status is Status.IN_PROGRESS:
        raise Refused(Reason.ALREADY_TAKEN, number=contact.id)
    operator = session.get_one(Operator, check_assigned(contact))
    contact.status, contact.taken_at = Status.IN_PROGRESS, at.now
    events.record(session, contact.id, events.Kind.TAKEN, actor=actor, operator_id=operator.id, at=at)
    outbox.redraw_card(session, contact, at=at)
    outbox.notify_client(session, contact, "client-taken", operator=operator.name, at=at)


def check_assigned(contact: Contact) -> int:
    """Return whose open contact it is; refuses one that is completed or waiting."""
    if contact.status is Status.COMPLETED:
        raise Refused(Reason.COMPLETED, number=contact.id)
    if contact.operator_id is None:
        raise Refused(Reason.WAITING, number=contact.id)
    return contact.operator_id


def check_taken(contact: Contact) -> None:
    """Refuse to complete by button what was never taken: the card of a new contact has no such button."""
    if contact.status is Status.NEW:
        raise Refused(Reason.NOT_TAKEN, number=contact.id)


def complete(
    session: Session, contact: Contact, *, actor: str | None, tells_client: bool = True, at: Moment
) -> None:
    """Complete an open contact, free its place, tell the client and give the place to who waits."""
    if contact.status is Status.COMPLETED:
        raise Refused(Reason.COMPLETED, number=contact.id)
    contact.status, contact.completed_at = Status.COMPLETED, at.now
    contact.unanswered_since = None
    events.record(
        session, contact.id, events.Kind.COMPLETED, actor=actor, operator_id=contact.operator_id, at=at
    )
    outbox.redraw_card(session, contact, at=at)
    if tells_client:
        outbox.notify_client(session, contact, "client-completed", at=at)
    if contact.operator_id is not None:
        capacity.release(session, contact.operator_id)
        queue.drain_for(session, [contact.operator_id], at=at)


def set_status(session: Session, number: int, status: Status, *, actor: str, at: Moment) -> Contact:
    """Move a contact as its button would; one that has the status already stays as it is. Raises Refused."""
    contact = claim(session, number)
    match status:
        case contact.status:
            pass
        case Status.COMPLETED:
            complete(session, contact, actor=actor, at=at)
        case Status.IN_PROGRESS if contact.is_open:
            take(session, contact, actor=actor, at=at)
        case Status.IN_PROGRESS:
            reopen(session, contact, actor=actor, at=at)
        case Status.NEW:
            raise Refused(Reason.NO_WAY_BACK, number=number)
    return contact


def pass_on(session: Session, contact: Contact, *, actor: str, at: Moment) -> None:
    """Offer an open contact to the others; refused, and nothing changed, if none of them can take it."""
    former = check_assigned(contact)
    if not evaluate(session, contact).eligible:
        raise Refused(Reason.NOBODY_ELSE, number=contact.id)
    events.record(session, contact.id, events.Kind.PASSED_ON, actor=actor, operator_id=former, at=at)
    if not assign(session, contact, why="passed_on", actor=actor, at=at):
        raise UnitConflictError
    queue.drain_for(session, [former], at=at)


def reopen(session: Session, contact: Contact, *, actor: str, at: Moment) -> None:
    """Take a completed contact back to its operator, who must have a place and be within reach.

    Refused as well if something newer is open.
    """
    if contact.status is not Status.COMPLETED:
        raise Refused(Reason.NOT_COMPLETED, number=contact.id)
    if contact.operator_id is None:
        raise Refused(Reason.NEVER_ASSIGNED, number=contact.id)
    lead = session.get_one(Lead, contact.lead_id)
    if lead.banned_at is not None or lead.forgotten_at is not None:
        is_banned = lead.forgotten_at is None
        raise Refused(Reason.BANNED if is_banned else Reason.FORGOTTEN, number=contact.id)
    newer = find_open(session, contact.bot_id, contact.chat_id)
    if newer is not None:
        raise Refused(Reason.NEWER_CONTACT, number=contact.id, newer=newer.id)
    operator = session.get_one(Operator, contact.operator_id)
    account = operator.telegram_id
    if account is not None and not chats.is_reached(session, account, contact.bot_id):
        raise Refused(Reason.OPERATOR_UNREACHABLE, name=operator.name)
    if not capacity.reserve(session, operator.id):
        raise Refused(find_capacity_refusal(operator), number=contact.id, limit=operator.max_active_leads)
    contact.status, contact.completed_at = Status.IN_PROGRESS, None
    contact.taken_at = contact.taken_at or at.now
    events.record(session, contact.id, events.Kind.REOPENED, actor=actor, operator_id=operator.id, at=at)
    outbox.redraw_card(session, contact, at=at)
    outbox.notify_client(session, contact, "client-reopened", operator=operator.name, at=at)


def find_capacity_refusal(operator: Operator) -> Reason:
    """Return why an operator could not get one more contact."""
    if not operator.is_active:
        return Reason.OFF
    return Reason.FULL if operator.on_shift else Reason.PAUSED


def find_open(session: Session, bot_id: int | None, chat_id: int | None) -> Contact | None:
    """Return the open contact of a chat as it is now, locked: who gets it meanwhile must see what we add."""
    if chat_id is None:
        return None
    rows = select(Contact).where(
        Contact.bot_id == bot_id, Contact.chat_id == chat_id, Contact.status != Status.COMPLETED
    )
    return session.scalars(rows.with_for_update().execution_options(populate_existing=True)).first()


def reassign(session: Session, operator: Operator, bot_id: int | None, *, at: Moment) -> int:
    """Move an operator's open contacts of a bot to others, or back to waiting; returns how many.

    Without a bot those of API sources.
    For an operator whom the bot can't reach any more: nobody may be left with who will never see him.
    """
    held = (Contact.operator_id == operator.id, Contact.status != Status.COMPLETED, Contact.bot_id == bot_id)
    # His weight may be none by now: the sources of what he holds are not among those he serves then.
    concerned = session.scalars(select(Contact.source_id).where(*held).distinct()).all()
    sources.lock(session, {*concerned, *sources.sources_served_by(session, [operator.id])})
    rows = select(Contact).where(*held).order_by(Contact.id).execution_options(populate_existing=True)
    left = list(session.scalars(rows))
    for contact in left:
        if assign(session, contact, why="unreachable", at=at):
            continue
        unassign(session, contact, at=at)
        events.record(
            session, contact.id, events.Kind.UNASSIGNED, operator_id=operator.id, reason="unreachable", at=at
        )
    if left:
        queue.drain_for(session, [operator.id], at=at)
    return len(left)
