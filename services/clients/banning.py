"""Banning a person, which completes what is open, and taking that back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Actor, Contact, Lead
from services import bans, events
from services.clients import closing, lookup
from services.contacts import follow_ups
from services.moment import Moment
from services.queues import outbox
from services.refusals import Reason, Refused


def ban(session: Session, lead: Lead, *, actor: Actor, at: Moment) -> int:
    """Ban a person and complete what is open; returns how many contacts that were. Raises Refused."""
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    if lookup.is_staff(session, lead, at=at):
        raise Refused(Reason.IS_STAFF)
    if lead.banned_at is not None:
        raise Refused(Reason.ALREADY_BANNED)
    lead.banned_at = at.now
    return len(enforce(session, lead, actor=actor, at=at))


def enforce(session: Session, lead: Lead, *, actor: Actor | None = None, at: Moment) -> list[Contact]:
    """Complete what a banned person has open, and let no follow-up wait; the cards say why.

    What was reported as spam is decided by that.
    """
    completed = closing.complete_all(session, lead, actor=actor, at=at)
    follow_ups.drop(session, {lead.id})
    reported = update(Contact).where(Contact.lead_id == lead.id, Contact.spam_reported_at.is_not(None))
    session.execute(reported.values(spam_reported_at=None))
    last = closing.redraw_last_card(session, lead, at=at)
    for contact in {c.id: c for c in (*completed, last) if c is not None}.values():
        events.record(session, contact.id, events.Kind.BANNED, actor=actor, at=at)
    return completed


def unban(session: Session, lead: Lead, *, actor: Actor, at: Moment) -> None:
    """Hear a person again; what was completed stays completed. Raises Refused."""
    if lead.banned_at is None:
        raise Refused(Reason.NOT_BANNED)
    lead.banned_at = None
    bans.lift(session, lead)
    show_unbanned(session, lookup.list_contacts(session, lead), actor=actor, at=at)


def leave_behind(session: Session, contacts: Sequence[Contact], *, at: Moment) -> None:
    """Let contacts of a banned person be those of who has proved the phone; ask the admins about this one.

    Whoever was banned may have given a phone that is not theirs.
    """
    show_unbanned(session, contacts, actor=None, at=at)
    number = contacts[-1].id
    asks = {"number": number, outbox.ASKS_TO_BAN: number}
    outbox.notify_admins(session, "ban-left-behind", at=at, **asks)


def show_unbanned(session: Session, contacts: Iterable[Contact], *, actor: Actor | None, at: Moment) -> None:
    """Let the histories and cards of contacts say that the client is banned no more."""
    for contact in contacts:
        if events.has(session, contact.id, events.Kind.BANNED):
            events.record(session, contact.id, events.Kind.UNBANNED, actor=actor, at=at)
            outbox.redraw_card(session, contact, at=at)
