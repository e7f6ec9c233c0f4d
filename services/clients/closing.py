"""Closing everything that a person has open."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Contact, Lead
from services.clients.lookup import list_contacts
from services.contacts import transitions
from services.contacts.states import Action
from services.moment import Moment
from services.queues import outbox


def complete_all(session: Session, lead: Lead, *, actor: Actor | None, at: Moment) -> list[Contact]:
    """Complete what a person has open without telling the person; returns it."""
    session.flush()
    waiting_first = sorted(list_contacts(session, lead), key=lambda contact: contact.operator_id is not None)
    completed = []
    # What waits comes first, lest a place that becomes free is given to the same person.
    for contact in waiting_first:
        if contact.is_open and transitions.claim(session, contact.id).is_open:
            transitions.move(session, contact, Action.CLOSE, actor=actor, tells_client=False, at=at)
            completed.append(contact)
    return completed


def redraw_last_card(session: Session, lead: Lead, *, at: Moment) -> Contact | None:
    """Show what has changed about a person on the newest card; returns its contact."""
    newest = select(Contact).where(Contact.lead_id == lead.id).order_by(Contact.id.desc()).limit(1)
    contact = session.scalars(newest).first()
    if contact is not None:
        outbox.redraw_card(session, contact, at=at)
    return contact
