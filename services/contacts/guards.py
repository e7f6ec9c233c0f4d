"""What else must be true of a contact, beside its state, before an action; each guard raises Refused."""

from sqlalchemy.orm import Session

from models import Contact, Lead, Operator
from services import chats
from services.distribution.candidates import evaluate
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


def check_reach(session: Session, contact: Contact) -> None:
    """Its operator can be told about it."""
    operator = session.get_one(Operator, contact.operator_id)
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)
    account = operator.telegram_id
    if account is not None and not chats.is_reached(session, account, contact.bot_id):
        raise Refused(Reason.OPERATOR_UNREACHABLE, name=operator.name)
