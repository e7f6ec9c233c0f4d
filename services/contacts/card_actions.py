"""What the operator of a card does by its buttons if the card is up to date; else it is only redrawn."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import Contact, Event, Operator, Source, actors
from services import chats, events
from services.contacts import snoozing, transitions
from services.contacts.cards import access
from services.contacts.states import CARD_ACTIONS, Action
from services.distribution import decisions
from services.distribution.decisions import AssignmentReason, Decision
from services.hours import first_answers, mornings
from services.hours.mornings import Later
from services.labels import choosing
from services.moment import Moment
from services.queues import introducing, recipients
from services.refusals import Reason, Refused

EARLIER = 10  # contacts of a client that are listed


def perform(
    session: Session,
    action: Action,
    recipient: recipients.Recipient,
    *,
    until: datetime | None = None,
    at: Moment,
) -> Refused | None:
    """Do what a button on this recipient's card says; returns the refusal, if it is one."""
    operator = chats.find_operator(session, recipient.chat.account)

    def act() -> None:
        contact = transitions.claim(session, recipient.contact_id or 0, operator.id if operator else None)
        if action is Action.WAKE and operator is not None and is_put_off(contact, operator, recipient):
            snoozing.take_back(session, contact, operator, actor=actors.operator(operator.id), at=at)
            return
        access.check_card(session, contact, operator, recipient)
        if action not in CARD_ACTIONS:  # no button of ours
            raise Refused(Reason.NOT_YOURS, number=contact.id)
        actor = actors.operator(contact.operator_id)
        transitions.move(session, contact, action, actor=actor, until=until, at=at)

    try:
        access.redraw_if_refused(session, recipient, act, at=at)
    except Refused as refusal:
        return refusal
    return None


def is_put_off(contact: Contact, operator: Operator, recipient: recipients.Recipient) -> bool:
    """Tell whether a card is the last one of a contact that is asleep, and this operator's."""
    is_last = recipient.assignment_no == contact.assignment_no - 1
    return contact.is_asleep and contact.snoozed_for == operator.id and is_last


def put_off(
    session: Session, number: int, operator_id: int | None, until: datetime | None, *, at: Moment
) -> None:
    """Put an operator's contact off until a moment, or until its client writes; raises Refused."""
    contact = transitions.claim(session, number, operator_id)
    if operator_id is None or contact.operator_id != operator_id:
        is_his = operator_id is not None and contact.is_asleep and contact.snoozed_for == operator_id
        raise Refused(Reason.SNOOZED if is_his else Reason.NOT_YOURS, number=number)
    actor = actors.operator(operator_id)
    transitions.move(session, contact, Action.SNOOZE, actor=actor, until=until, at=at)


def list_moments(
    session: Session, recipient: recipients.Recipient, *, at: Moment
) -> dict[Later, datetime | None]:
    """Return until when the contact of a card can be put off by a button; raises Refused if it can't be."""

    def look() -> Contact:
        contact, _ = access.claim_card(session, recipient)
        transitions.check(session, contact, Action.SNOOZE, at=at)
        return contact

    contact = access.redraw_if_refused(session, recipient, look, at=at)
    moments = mornings.list_moments(session.get_one(Source, contact.source_id), at=at)
    if contact.chat_id is None:  # its client can't write here
        del moments[Later.CLIENT]
    return moments


def explain(session: Session, recipient: recipients.Recipient) -> tuple[Decision, AssignmentReason]:
    """Return the decision that made the assignment of a card, and what had led to it.

    Raises Refused for anybody but its operator.
    """
    contact = access.read_card(session, recipient)
    found = select(Event.data).where(Event.contact_id == contact.id, Event.kind == events.Kind.ASSIGNED.value)
    data = session.scalars(found.order_by(Event.id.desc()).limit(1)).one()
    return decisions.read(data), AssignmentReason(data["why"])


def list_earlier(session: Session, recipient: recipients.Recipient) -> list[Contact]:
    """Return at most ten contacts that the client of a card's contact had before, newest first.

    Raises Refused for anybody but its operator, and once it is completed or its words are gone.
    """
    contact = access.read_card(session, recipient)
    if contact.blanked_at is not None:
        raise Refused(Reason.FORGOTTEN)
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact.id)
    rows = select(Contact).where(Contact.lead_id == contact.lead_id, Contact.id < contact.id)
    whole = rows.options(*(joinedload(part) for part in (Contact.lead, Contact.source, Contact.operator)))
    return list(session.scalars(whole.order_by(Contact.id.desc()).limit(EARLIER)))


def show_more(session: Session, recipient: recipients.Recipient, *, at: Moment) -> None:
    """Show an operator more of what he has not been shown of a contact.

    Raises Refused for anybody else, and if its words are gone.
    """
    contact, _ = access.claim_card(session, recipient)
    if contact.blanked_at is not None:
        raise Refused(Reason.FORGOTTEN)
    introducing.show_unseen(session, contact, recipient, at=at)


def need_no_answer(session: Session, recipient: recipients.Recipient, *, at: Moment) -> None:
    """Let the client of a card's contact wait for no answer until he writes again.

    Raises Refused for anybody but its operator, and if its client waits for none.
    """
    contact, _ = access.claim_card(session, recipient)
    if contact.unanswered_since is None or not contact.is_open:
        raise Refused(Reason.ANSWERED, number=contact.id)
    contact.unanswered_since = None
    actor = actors.operator(contact.operator_id)
    events.record(session, contact.id, events.Kind.NO_ANSWER_NEEDED, actor=actor, at=at)
    first_answers.note(session, contact, contact.operator_id, at=at)


def choose_outcome(
    session: Session, recipient: recipients.Recipient, *, label_id: int, at: Moment
) -> Refused | None:
    """Say how the contact of a card has ended, or no more if it is this; returns the refusal, if it is one.

    That is for anybody but its operator, while it is open, and once its words are gone.
    """

    def act() -> None:
        contact = access.claim_own(session, recipient)
        actor = actors.operator(contact.operator_id)
        choosing.toggle_outcome(session, contact, label_id, actor=actor, at=at)

    try:
        access.redraw_if_refused(session, recipient, act, at=at)
    except Refused as refusal:
        return refusal
    return None


def choose_tag(session: Session, recipient: recipients.Recipient, *, label_id: int, at: Moment) -> Contact:
    """Give the contact of a card a tag, or take it away; none for 0. Returns it.

    Raises Refused for anybody but its operator, and once its words are gone.
    """
    contact = access.claim_own(session, recipient)
    if label_id:
        choosing.toggle_tag(session, contact, label_id, actor=actors.operator(contact.operator_id), at=at)
    return contact
