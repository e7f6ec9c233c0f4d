"""What is kept no longer than KEEP_DAYS: the words of completed contacts, and who has no newer contact.

Numbers, times, operators and decisions stay, so statistics do. It goes in small steps.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import IS_COMPLETED, Contact, Lead, Message
from models.database.unit import FORGETS
from services.clients import forgetting, lookup
from services.moment import Moment

BATCH = 100  # contacts


def blank_expired(session: Session, *, at: Moment) -> int:
    """Blank at most 100 contacts that are older than KEEP_DAYS; returns how many.

    A person all of whose contacts are blank is forgotten, as if an admin had wished it; a ban stays.
    """
    if not at.policy.keep_days:
        return 0
    expired = find_expired(at.now - timedelta(days=at.policy.keep_days))
    found = session.execute(expired.with_only_columns(Contact.id, Contact.lead_id).limit(BATCH)).all()
    # Whoever opens a contact looks at its lead first, too.
    known = select(Lead).where(Lead.id.in_([row.lead_id for row in found])).order_by(Lead.id)
    people = session.scalars(known.with_for_update().execution_options(populate_existing=True)).all()
    still = expired.where(Contact.id.in_([row.id for row in found])).with_for_update()
    contacts = session.scalars(still.execution_options(populate_existing=True)).all()
    if contacts:
        blank_contacts(session, [contact.id for contact in contacts], at=at)
    for contact in contacts:
        forgetting.blank(contact, at=at)
    for lead in people:
        forget_unless_known(session, lead, at=at)
    return len(contacts)


def find_expired(before: datetime) -> Select[Contact]:
    """Return which contacts with words were completed, and said nothing more, before a moment."""
    later = select(Message.id).where(Message.contact_id == Contact.id, Message.created_at >= before)
    return (
        select(Contact)
        .where(
            IS_COMPLETED,
            Contact.blanked_at.is_(None),
            Contact.completed_at < before,
            Contact.unanswered_since.is_(None),
            ~later.exists(),
        )
        .order_by(Contact.completed_at)
    )


def blank_contacts(session: Session, ids: list[int], *, at: Moment) -> None:
    """Take the words from everything that belongs to contacts."""
    session.info[FORGETS] = True
    forgetting.forget_words(session, ids)
    forgetting.forget_sends(session, ids, (), at=at)


def forget_unless_known(session: Session, lead: Lead, *, at: Moment) -> None:
    """Forget a person of whom nothing but blank contacts is left."""
    session.flush()
    contacts = lookup.list_contacts(session, lead)
    if lead.forgotten_at is None and all(contact.blanked_at for contact in contacts):
        forgetting.erase(session, lead, contacts, actor=None, at=at)
