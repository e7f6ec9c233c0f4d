"""What else must be true of a contact, beside its state, before an action; each guard raises Refused."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from models import Contact, Lead, Operator
from services import chats, events
from services.distribution.candidates import evaluate
from services.moment import Moment
from services.refusals import Reason, Refused


class Guard(Protocol):
    """What is checked of a contact; raises Refused."""

    def __call__(self, session: Session, contact: Contact, /, *, at: Moment) -> None: ...


def check_others(session: Session, contact: Contact, *, at: Moment) -> None:
    """Somebody else can take it now."""
    if not evaluate(session, contact, at=at).eligible:
        raise Refused(Reason.NOBODY_ELSE, number=contact.id)


def check_successor(session: Session, contact: Contact, *, at: Moment) -> None:
    """Somebody else may take it some day."""
    if not has_successor(session, contact, at=at):
        raise Refused(Reason.NO_SUCCESSOR, number=contact.id)


def has_successor(session: Session, contact: Contact, *, at: Moment) -> bool:
    """Tell whether somebody else works here, with a weight, from whom the contact was not put back."""
    others = (c for c in evaluate(session, contact, at=at).candidates if c.operator_id != contact.operator_id)
    return any(candidate.may_some_day and not candidate.gave_back for candidate in others)


def check_snoozed(_session: Session, contact: Contact, *, at: Moment) -> None:
    """It is put off."""
    if contact.snoozed_at is None:
        raise Refused(Reason.NOT_SNOOZED, number=contact.id)


def check_assigned(_session: Session, contact: Contact, *, at: Moment) -> None:
    """Somebody has had it."""
    if contact.operator_id is None:
        raise Refused(Reason.NEVER_ASSIGNED, number=contact.id)


def check_client(session: Session, contact: Contact, *, at: Moment) -> None:
    """Its client is heard, and nothing newer of the chat is open."""
    check_heard(session, contact)
    newer = chats.find_open_contact(session, chats.find_chat(contact))
    if newer is not None:
        raise Refused(Reason.NEWER_CONTACT, number=contact.id, newer=newer.id)


def check_heard(session: Session, contact: Contact) -> None:
    """Its client is neither banned nor forgotten."""
    lead = session.get_one(Lead, contact.lead_id)
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN, number=contact.id)
    if lead.banned_at is not None:
        raise Refused(Reason.BANNED, number=contact.id)


def was_served(session: Session, contact: Contact) -> bool:
    """Tell whether anybody has ever taken it or answered its client."""
    kinds = (events.Kind.TAKEN, events.Kind.ANSWERED)
    return contact.taken_at is not None or any(events.has(session, contact.id, kind) for kind in kinds)


def is_recent(contact: Contact, moment: datetime, *, at: Moment) -> bool:
    """Tell whether a contact was completed within the policy's window before a moment.

    Without a window none ever was.
    """
    window = timedelta(minutes=at.policy.reopen_window_minutes)
    if contact.completed_at is None or not window:
        return False
    return moment - contact.completed_at < window


def check_author(session: Session, contact: Contact, operator: Operator | None, *, at: Moment) -> None:
    """An operator may still change what he has said to the client: he is at work, and the contact is his.

    It is open, or so recently completed that the client may answer; and the client is heard.
    """
    if operator is None or contact.operator_id != operator.id:
        raise Refused(Reason.MOVED, number=contact.id)
    if not operator.is_active:
        raise Refused(Reason.OFF)
    check_heard(session, contact)
    may_be_answered = is_recent(contact, at.now, at=at) or contact.unanswered_since is not None
    if not (contact.is_open or may_be_answered):
        raise Refused(Reason.COMPLETED, number=contact.id)


def check_reach(session: Session, contact: Contact, *, at: Moment) -> None:
    """Its operator can be told about it."""
    operator = session.get_one(Operator, contact.operator_id)
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)
    account = operator.telegram_id
    if account is not None and not chats.is_reached(session, account, contact.bot_id):
        raise Refused(Reason.OPERATOR_UNREACHABLE, name=operator.name)
