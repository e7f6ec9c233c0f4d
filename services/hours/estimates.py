"""How long a client in the queue usually waits: from what has waited in the source, once there is enough.

What is said is stored with the contact, and so is how long it took: statistics show how often it was true.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact
from services.hours.first_answers import measure
from services.moment import Moment

ENOUGH, MOST = 20, 100  # waits, the latest
RECENT = timedelta(days=28)
OF_TEN = 8  # so many of ten have waited no longer than is said
MINUTE = 60
SPANS = (
    1,
    2,
    3,
    5,
    10,
    15,
    20,
    30,
    45,
    60,
    90,
    120,
    180,
    240,
)  # minutes; to hear of longer ones helps nobody


def promise(session: Session, contact: Contact, place: int, *, at: Moment) -> int | None:
    """Note the place of a contact in the queue, and return in how many seconds it is usually somebody's.

    None as long as fewer than 20 have waited in its source within four weeks.
    """
    contact.queue_place = place
    contact.promised_seconds = estimate(session, contact.source_id, place, at=at)
    return contact.promised_seconds


def estimate(session: Session, source_id: int, place: int, *, at: Moment) -> int | None:
    """Return within how many seconds of a source's hours eight of ten are somebody's from such a place."""
    waits = select(Contact.waited_seconds, Contact.queue_place).where(
        Contact.source_id == source_id,
        Contact.waited_seconds.is_not(None),
        Contact.queue_place > 0,
        Contact.created_at >= at.now - RECENT,
    )
    rows = session.execute(waits.order_by(Contact.id.desc()).limit(MOST)).all()
    if len(rows) < ENOUGH:
        return None
    expected = sorted(place * waited / before for waited, before in rows if waited is not None and before)
    seconds = expected[-(-len(expected) * OF_TEN // 10) - 1]
    return next((span * MINUTE for span in SPANS if seconds <= span * MINUTE), None)


def note_end(session: Session, contact: Contact, *, at: Moment) -> None:
    """Note how long a contact has waited whose place its client was told; only the first time."""
    if contact.queue_place is not None and contact.waited_seconds is None:
        contact.waited_seconds = measure(session, contact, contact.created_at, at=at)
