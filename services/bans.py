"""Who is banned is not heard: opens and joins nothing, and is answered by nothing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Lead
from services import clients, events, leads, notes, outbox
from services.refusals import Reason, Refused
from services.routing import Chance


def is_banned(session: Session, telegram_id: int) -> bool:
    """Tell whether a Telegram account is banned; a ban that comes now waits until we have ended."""
    known = select(Lead).where(Lead.external_id == leads.telegram_external_id(telegram_id))
    lead = session.scalars(known.with_for_update(read=True).execution_options(populate_existing=True)).first()
    return lead is not None and lead.banned_at is not None


def check(session: Session, lead: Lead) -> None:
    """Refuse a banned person; a ban that comes now waits until we have ended."""
    if session.get_bind().dialect.name != "sqlite":  # which has one writer: nothing can come meanwhile
        session.refresh(lead, with_for_update={"read": True})
    if lead.banned_at is not None:
        raise Refused(Reason.BANNED)


def ban(
    session: Session, lead: Lead, *, admins: Collection[int], now: datetime, chance: Chance, actor: str
) -> int:
    """Ban a person and complete what is open; returns how many contacts that were. Raises Refused."""
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    if clients.is_staff(session, lead, admins):
        raise Refused(Reason.IS_STAFF)
    if lead.banned_at is not None:
        raise Refused(Reason.ALREADY_BANNED)
    lead.banned_at = now
    return len(enforce(session, lead, now=now, chance=chance, actor=actor))


def enforce(
    session: Session, lead: Lead, *, now: datetime, chance: Chance, actor: str | None = None
) -> list[Contact]:
    """Complete what a banned person has open, and let no note wait; the cards say why."""
    completed = clients.complete_all(session, lead, now=now, chance=chance, actor=actor)
    notes.drop(session, {lead.id})
    last = clients.redraw_last_card(session, lead, now=now)
    for contact in {c.id: c for c in (*completed, last) if c is not None}.values():
        events.record(session, contact.id, events.Kind.BANNED, now=now, actor=actor)
    return completed


def unban(session: Session, lead: Lead, *, now: datetime, actor: str) -> None:
    """Hear a person again; what was completed stays completed. Raises Refused."""
    if lead.banned_at is None:
        raise Refused(Reason.NOT_BANNED)
    lead.banned_at = None
    for contact in clients.list_contacts(session, lead):
        if events.has(session, contact.id, events.Kind.BANNED):
            events.record(session, contact.id, events.Kind.UNBANNED, now=now, actor=actor)
            outbox.redraw_card(session, contact, now=now)
