"""Banning a person, which completes what is open, and taking that back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from models import Contact, Lead
from services import events
from services.clients import closing, lookup
from services.contacts import follow_ups
from services.distribution.routing import Chance
from services.queues import outbox
from services.refusals import Reason, Refused


def ban(
    session: Session, lead: Lead, *, admins: Collection[int], now: datetime, chance: Chance, actor: str
) -> int:
    """Ban a person and complete what is open; returns how many contacts that were. Raises Refused."""
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    if lookup.is_staff(session, lead, admins):
        raise Refused(Reason.IS_STAFF)
    if lead.banned_at is not None:
        raise Refused(Reason.ALREADY_BANNED)
    lead.banned_at = now
    return len(enforce(session, lead, now=now, chance=chance, actor=actor))


def enforce(
    session: Session, lead: Lead, *, now: datetime, chance: Chance, actor: str | None = None
) -> list[Contact]:
    """Complete what a banned person has open, and let no follow-up wait; the cards say why."""
    completed = closing.complete_all(session, lead, now=now, chance=chance, actor=actor)
    follow_ups.drop(session, {lead.id})
    last = closing.redraw_last_card(session, lead, now=now)
    for contact in {c.id: c for c in (*completed, last) if c is not None}.values():
        events.record(session, contact.id, events.Kind.BANNED, now=now, actor=actor)
    return completed


def unban(session: Session, lead: Lead, *, now: datetime, actor: str) -> None:
    """Hear a person again; what was completed stays completed. Raises Refused."""
    if lead.banned_at is None:
        raise Refused(Reason.NOT_BANNED)
    lead.banned_at = None
    for contact in lookup.list_contacts(session, lead):
        if events.has(session, contact.id, events.Kind.BANNED):
            events.record(session, contact.id, events.Kind.UNBANNED, now=now, actor=actor)
            outbox.redraw_card(session, contact, now=now)
