"""What was passed on, for who did it: it can be taken back for a minute, and lines can be added to it.

The lines for as long as the colleague has it.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Contact, Event, Operator, Status, actors
from services import chats, events
from services.contacts import transitions
from services.contacts.messages import Incoming
from services.contacts.states import Action
from services.distribution import assignment, queue
from services.distribution.decisions import AssignmentReason
from services.labels import noting
from services.moment import Moment
from services.queues import notes, recipients
from services.refusals import Reason, Refused

UNDO = timedelta(minutes=1)  # so long who passed a contact on may take it back
BY_OPERATOR = (AssignmentReason.PASSED_ON, AssignmentReason.PASSED_TO)
# What admins are told of an operator, as the operator is told.
OF_ONESELF = {
    Reason.OPERATOR_FULL: Reason.PLACE_FILLED,
    Reason.OPERATOR_OFF: Reason.OFF,
    Reason.OPERATOR_PAUSED: Reason.PAUSED,
}


def take_back(session: Session, account: Account, number: int, assignment_no: int, *, at: Moment) -> Contact:
    """Give a contact back to who passed it on less than a minute ago; raises Refused, with nothing changed.

    Nobody may have taken it meanwhile, and its former operator must have a place.
    """
    operator = chats.find_operator(session, account)
    contact = transitions.claim(session, number, operator.id if operator else None)
    operator, holder = find_handover(session, contact, operator, assignment_no)
    if contact.status is not Status.NEW:
        raise Refused(Reason.TAKEN_BY, number=contact.id, name=holder.name)
    if contact.assigned_at is None or at.now - contact.assigned_at > UNDO:
        raise Refused(Reason.UNDO_TOO_LATE, number=contact.id, name=holder.name)
    transitions.check(session, contact, Action.TAKE_BACK, at=at)
    actor = actors.operator(operator.id)
    try:
        assignment.give(session, contact, operator, AssignmentReason.TAKEN_BACK, actor=actor, at=at)
    except Refused as refusal:
        said = {**refusal.params, "number": contact.id, "holder": holder.name}
        raise Refused(OF_ONESELF.get(refusal.reason, refusal.reason), **said) from None
    queue.drain_for(session, [holder.id], at=at)
    return contact


def check_line(session: Session, account: Account, number: int, assignment_no: int) -> Operator:
    """Return the colleague for whom somebody may add a line to what he has passed on; raises Refused."""
    contact = session.get(Contact, number)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)
    return find_handover(session, contact, chats.find_operator(session, account), assignment_no)[1]


def add_line(
    session: Session, incoming: Incoming, number: int, assignment_no: int, *, at: Moment
) -> Operator:
    """Note a line for the colleague to whom its author has passed a contact on; returns the colleague.

    The colleague sees it at once, and whoever gets the contact later. Raises Refused once that colleague
    does not have the contact any more, and for what is no words.
    """
    author = chats.find_operator(session, incoming.chat.account)
    contact = transitions.claim(session, number)
    author, holder = find_handover(session, contact, author, assignment_no)
    text = notes.read_text(incoming.kind, incoming.text)
    noting.keep(session, contact, author.name, text, actor=actors.operator(author.id), at=at)
    notes.show(session, recipients.operator_recipient(session, contact), author.name, text, at=at)
    return holder


def find_handover(
    session: Session, contact: Contact, operator: Operator | None, assignment_no: int
) -> tuple[Operator, Operator]:
    """Return who passed a contact on by this assignment, and who has it by that still; raises Refused."""
    rows = select(Event).where(Event.contact_id == contact.id, Event.kind == events.Kind.ASSIGNED.value)
    facts = session.scalars(rows.order_by(Event.id.desc()))
    fact = next((fact for fact in facts if fact.data.get("assignment_no") == assignment_no), None)
    if operator is None or fact is None or fact.data["why"] not in BY_OPERATOR:
        raise Refused(Reason.NOT_YOURS, number=contact.id)
    if fact.actor != actors.operator(operator.id):
        raise Refused(Reason.NOT_YOURS, number=contact.id)
    if contact.operator_id == operator.id:
        raise Refused(Reason.HAS_IT, number=contact.id, name=operator.name)
    holder = session.get_one(Operator, fact.data["operator_id"])
    if contact.assignment_no != assignment_no:
        raise Refused(Reason.GONE_FURTHER, number=contact.id, name=holder.name)
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact.id)
    return operator, holder
