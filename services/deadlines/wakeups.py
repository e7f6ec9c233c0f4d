"""What was put off until a moment is back when that has come, and its source is open: at night nothing is."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Contact
from services.contacts import transitions
from services.contacts.states import Action
from services.distribution import queue
from services.hours.working_time import read_source_hours
from services.moment import Moment
from services.refusals import Refused

BATCH = 50


def list_due(session: Session, *, bots: Collection[int], at: Moment) -> list[int]:
    """Return at most 50 contacts of these bots, or of no bot, whose moment has come."""
    ours = or_(Contact.bot_id.in_(bots), Contact.bot_id.is_(None))
    due = (Contact.snoozed_at.is_not(None), Contact.snoozed_until <= at.now, ours)
    rows = select(Contact.id, Contact.source_id).where(*due).order_by(Contact.snoozed_until, Contact.id)
    found = session.execute(rows).all()
    if not found:
        return []
    closed = set(read_source_hours(session, at=at).closed)
    return [id_ for id_, source_id in found if source_id not in closed][:BATCH]


def wake(session: Session, contact_id: int, *, at: Moment) -> bool:
    """Wake a contact if its moment has come still; returns whether it has."""
    try:
        contact = transitions.claim(session, contact_id)
    except Refused:
        return False
    until = contact.snoozed_until
    if until is None or until > at.now or not queue.is_open(session, contact.source_id, at=at):
        return False
    transitions.move(session, contact, Action.WAKE, actor=None, at=at)
    return True
