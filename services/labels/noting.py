"""The one way to keep a note about a contact: its hashtags tag the contact."""

from sqlalchemy.orm import Session

from models import Actor, Contact
from services.labels import choosing, hashtags
from services.moment import Moment
from services.queues import notes


def keep(session: Session, contact: Contact, author: str, text: str, *, actor: Actor, at: Moment) -> None:
    """Keep a note about a claimed contact, and give the contact the tags that it names; raises Refused."""
    tags = hashtags.find_or_add(session, text, at=at)
    notes.keep(session, contact, author, text, actor=actor, at=at)
    choosing.add_tags(session, contact, tags, actor=actor, at=at)
