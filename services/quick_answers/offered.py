"""Which quick answers there are for a contact; a card learns by its one statement whether there are any."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, QuickAnswer, Source
from models.quick_answers import HAS_ANSWERS, OF_SOURCE


def has_answers(session: Session, contact: Contact) -> bool:
    """Tell whether there are quick answers for a contact; nobody can be answered without a chat."""
    if contact.chat_id is None or not contact.is_open:
        return False
    return session.scalar(select(HAS_ANSWERS).where(Source.id == contact.source_id)) or False


def list_for(session: Session, contact: Contact) -> list[QuickAnswer]:
    """Return the quick answers for a contact: most used first, then oldest."""
    rows = select(QuickAnswer).join(Source, Source.id == contact.source_id).where(OF_SOURCE)
    return list(session.scalars(rows.order_by(QuickAnswer.used.desc(), QuickAnswer.id)))
