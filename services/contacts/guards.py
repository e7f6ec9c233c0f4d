"""What else must be true of a contact, beside its state, before an action; each guard raises Refused."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models import Contact, Lead, Operator
from services import chats
from services.distribution.candidates import evaluate
from services.moment import Moment
from services.refusals import Reason, Refused


def check_others(session: Session, contact: Contact) -> None:
    """Somebody else can take it now."""
    if not evaluate(session, contact).eligible:
        raise Refused(Reason.NOBODY_ELSE, number=contact.id)


def check_assigned(_session: Session, contact: Contact) -> None:
    """Somebody has had it."""
    if contact.operator_id is None:
        raise Refused(Reason.NEVER_ASSIGNED, number=contact.id)


def check_client(session: Session, contact: Contact) -> None:
    """Its client is heard, and nothing newer of the chat is open."""
    lead = session.get_one(Lead, contact.lead_id)
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN, number=contact.id)
    if lead.banned_at is not None:
        raise Refused(Reason.BANNED, number=contact.id)
    newer = chats.find_open_contact(session, chats.find_chat(contact))
    if newer is not None:
        raise Refused(Reason.NEWER_CONTACT, number=contact.id, newer=newer.id)


def check_author(session: Session, contact: Contact, operator: Operator | None, *, at: Moment) -> None:
    """An operator may still change what he has said to the client: he is at work, and the contact is his.

    It is open, or so recently completed that the client may answer; and the client is heard.
    """
    if operator is None or contact.operator_id != operator.id:
        raise Refused(Reason.MOVED, number=contact.id)
    if not operator.is_active:
        raise Refused(Reason.OFF)
    lead = session.get_one(Lead, contact.lead_id)
    if lead.forgotten_at is not None or lead.banned_at is not None:
        raise Refused(Reason.BANNED if lead.banned_at else Reason.FORGOTTEN, number=contact.id)
    window = timedelta(minutes=at.policy.reopen_window_minutes)
    # Without a window none ever was, though the clock was set back since.
    is_recent = contact.completed_at is None or (bool(window) and at.now - contact.completed_at < window)
    if not (contact.is_open or is_recent or contact.unanswered_since is not None):
        raise Refused(Reason.COMPLETED, number=contact.id)


def check_reach(session: Session, contact: Contact) -> None:
    """Its operator can be told about it."""
    operator = session.get_one(Operator, contact.operator_id)
    account = operator.telegram_id
    if account is not None and not chats.is_reached(session, account, contact.bot_id):
        raise Refused(Reason.OPERATOR_UNREACHABLE, name=operator.name)
