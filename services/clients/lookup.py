"""Which person an admin means, and whether that person is one of ours."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, BoardRight, Contact, Lead
from services import chats, leads
from services.moment import Moment
from services.refusals import Reason, Refused

EXAMPLES = 50  # newest contacts among which an example is looked for


def find_by_contact(session: Session, number: int) -> Lead:
    """Return the person of a contact, locked; raises Refused."""
    contact = session.get(Contact, number)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)
    return _lock(session, session.get_one(Lead, contact.lead_id))


def find_by_phone(session: Session, phone: str) -> Lead:
    """Return the person with a phone in its one spelling, locked; raises Refused."""
    lead = leads.find(session, leads.Identity(phone=phone))
    if lead is None:
        raise Refused(Reason.NO_SUCH_PHONE, phone=phone)
    return _lock(session, lead)


def is_staff(session: Session, lead: Lead, *, at: Moment) -> bool:
    """Tell whether a person is an operator or an admin, or may see the board."""
    account = leads.find_telegram_id(lead)
    return account is not None and is_staff_account(session, account, at=at)


def is_staff_account(session: Session, account: Account, *, at: Moment) -> bool:
    """Tell whether a Telegram account is an operator's or an admin's, or of one who may see the board."""
    if account in at.policy.admin_ids or chats.find_operator(session, account) is not None:
        return True
    right = select(BoardRight.id).where(BoardRight.telegram_id == account)
    return session.scalars(right).first() is not None


def list_contacts(session: Session, lead: Lead) -> list[Contact]:
    """Return all contacts of a person, oldest first."""
    rows = select(Contact).where(Contact.lead_id == lead.id).order_by(Contact.id)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def find_example(session: Session, *, banned: bool, at: Moment) -> int | None:
    """Return the number of a contact whose client is banned or could be, None if there is none."""
    known = select(Contact.id, Lead).join(Lead, Lead.id == Contact.lead_id)
    if banned:  # few are, and may have been for long
        ids = select(Lead.id).where(Lead.banned_at.is_not(None))
        rows = known.where(Lead.forgotten_at.is_(None), Contact.lead_id.in_(ids))
    else:
        rows = known.where(Lead.forgotten_at.is_(None), Lead.banned_at.is_(None))
    newest = session.execute(rows.order_by(Contact.id.desc()).limit(EXAMPLES)).all()
    return next((number for number, lead in newest if not is_staff(session, lead, at=at)), None)


def _lock(session: Session, lead: Lead) -> Lead:
    # Before the sources: whoever opens a contact looks at its lead first, too.
    session.refresh(lead, with_for_update=True)
    return lead
