"""What a client says of how a contact was handled: a thumb, and a word of comment in reply to the question.

It is asked with the notice of completion, and told to admins if it is bad. The thumb stays as a number; the
words are the client's, and go with him. Whoever is banned or forgotten is not heard here either.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event, Lead, Rating
from models.actors import CLIENT
from services import chats, events
from services.chats import ChatRef
from services.contacts import guards, transitions
from services.contacts.messages import Incoming
from services.moment import Moment
from services.queues import outbox
from services.refusals import Reason, Refused

CHANGEABLE = timedelta(days=7)  # so long after the last press
LONGEST_COMMENT = 1000  # characters
MOST_COMMENTS = 5  # of a contact; what a client writes after that is a message like any other
BAD, BAD_WORDS = "admin-rated-bad", "admin-rated-bad-words"


def rate(session: Session, chat: ChatRef, number: int, rating: Rating, *, at: Moment) -> bool:
    """Let the client of a completed contact say how it was; the last press counts. Tells whether it does.

    Of who is banned it does not, and nothing is said. Raises Refused, with nothing changed, for anybody
    else, while the contact is in work again, for one that nobody has answered or taken, and for another
    thumb later than a week.
    """
    contact = _find_own(session, chat, number) and transitions.claim(session, number)
    if contact is None or chats.find_chat(contact) != chat:  # somebody may just have deleted the person
        raise Refused(Reason.NOT_YOURS)
    if session.get_one(Lead, contact.lead_id).banned_at is not None:
        return False
    if contact.is_open:
        raise Refused(Reason.RATED_LATER, number=number)
    if not guards.was_served(session, contact):
        raise Refused(Reason.NOT_YOURS)
    if contact.rating is rating and not _is_former(contact):
        return True
    if contact.rated_at is not None and not _is_former(contact) and at.now - contact.rated_at > CHANGEABLE:
        raise Refused(Reason.RATED_LONG_AGO, number=number)
    is_told = rating is Rating.GOOD or _was_bad(session, contact)
    if _is_former(contact):
        contact.rating_comment = None  # it was about another rating
    contact.rating, contact.rated_at = rating, at.now
    events.record(session, number, events.Kind.RATED, actor=CLIENT, rating=rating.value, at=at)
    outbox.redraw_card(session, contact, at=at)
    if not is_told:
        _tell_admins(session, contact, BAD, at=at)
    return True


def comment(session: Session, incoming: Incoming, number: int, *, at: Moment) -> bool:
    """Keep the words by which a client replies to the question about a contact, instead of former ones.

    Tells whether they belong to the rating: to who is banned, has not rated, sends more than words, or has
    said enough, they do not, and are a message like any other. Raises Refused for too many.
    """
    contact = _find_own(session, incoming.chat, number)
    text = (incoming.text or "").replace("\0", "").strip()
    if contact is None or contact.rating is None or incoming.kind != "text" or not text:
        return False
    contact = transitions.claim(session, number)
    if session.get_one(Lead, contact.lead_id).banned_at is not None or contact.is_open or _is_former(contact):
        return False
    if events.count(session, number, events.Kind.COMMENTED) >= MOST_COMMENTS:
        return False
    if len(text) > LONGEST_COMMENT:
        raise Refused(Reason.TEXT_TOO_LONG, most=LONGEST_COMMENT)
    contact.rating_comment = text
    events.record(session, number, events.Kind.COMMENTED, actor=CLIENT, at=at)
    outbox.redraw_card(session, contact, at=at)
    if contact.rating is Rating.BAD:
        _tell_admins(session, contact, BAD_WORDS, at=at)
    return True


def _find_own(session: Session, chat: ChatRef, number: int) -> Contact | None:
    contact = session.get(Contact, number)
    return contact if contact is not None and chats.find_chat(contact) == chat else None


def _is_former(contact: Contact) -> bool:
    """Tell whether the rating is from before the contact was reopened and completed again."""
    rated, completed = contact.rated_at, contact.completed_at
    return rated is not None and completed is not None and rated < completed


def _was_bad(session: Session, contact: Contact) -> bool:
    """Tell whether admins have heard already that a client is not content with this completion."""
    kinds = (events.Kind.COMPLETED.value, events.Kind.RATED.value)
    facts = select(Event).where(Event.contact_id == contact.id, Event.kind.in_(kinds))
    for event in session.scalars(facts.order_by(Event.id.desc())):
        if event.kind == events.Kind.COMPLETED.value:
            break
        if event.data["rating"] == Rating.BAD:
            return True
    return False


def _tell_admins(session: Session, contact: Contact, key: str, /, *, at: Moment) -> None:
    """Tell every admin, whose reply the client reads; whose contact it is and the words are no part of it."""
    outbox.notify_admins(session, key, about=contact.id, at=at)
