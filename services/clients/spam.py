"""An operator says that a contact is spam; an admin decides, and the client is told nothing.

Until then nobody is reminded of the contact, and it goes to nobody else by the clock.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Contact, Event, Lead, Operator, actors
from services import chats, events
from services.clients import banning, lookup
from services.contacts import transitions
from services.contacts.cards import access
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused

TO_ADMINS = "spam-to-admins"  # the notice, which quotes the first message


def report(session: Session, recipient: Recipient, *, at: Moment) -> None:
    """Ask every admin whether the contact of a card is spam, as its operator says.

    Raises Refused for anybody else, if it is completed or reported already, and of somebody who works here.
    """
    contact, operator = access.claim_card(session, recipient)
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact.id)
    if contact.spam_reported_at is not None:
        raise Refused(Reason.SPAM_REPORTED, number=contact.id)
    if lookup.is_staff(session, session.get_one(Lead, contact.lead_id), at=at):
        raise Refused(Reason.IS_STAFF)
    contact.spam_reported_at = at.now
    actor = actors.operator(operator.id)
    events.record(session, contact.id, events.Kind.SPAM_REPORTED, actor=actor, at=at)
    outbox.redraw_card(session, contact, at=at)
    ask_admins(session, contact, operator, at=at)


def ask_admins(session: Session, contact: Contact, operator: Operator, *, at: Moment) -> None:
    """Ask every admin whom a bot reaches; what the client wrote is read when that is sent."""
    look = {outbox.BY_CARD: True, outbox.ASKS_ABOUT_SPAM: contact.id}
    outbox.notify_admins(session, TO_ADMINS, about=contact.id, name=operator.name, at=at, **look)


def ban(session: Session, number: int, *, name: str, actor: Actor, at: Moment) -> tuple[Lead, int]:
    """Ban who has written spam, as an admin of this name decides; returns who, and how much that completed.

    Raises Refused if that is decided already.
    """
    lead, contact = claim_reported(session, number)
    completed = banning.ban(session, lead, actor=actor, at=at)
    tell_reporter(session, contact, "spam-banned", name=name, at=at)
    return lead, completed


def refuse(session: Session, number: int, *, name: str, actor: Actor, at: Moment) -> None:
    """Let a contact be no spam, as an admin of this name decides; who reported it hears so.

    Raises Refused if that is decided already.
    """
    _, contact = claim_reported(session, number)
    contact.spam_reported_at = None
    events.record(session, contact.id, events.Kind.SPAM_REFUSED, actor=actor, at=at)
    outbox.redraw_card(session, contact, at=at)
    tell_reporter(session, contact, "spam-refused", name=name, at=at)


def claim_reported(session: Session, number: int) -> tuple[Lead, Contact]:
    """Return the person and the contact that is reported, both locked; raises Refused if it is not."""
    lead = lookup.find_by_contact(session, number)
    contact = transitions.claim(session, number)
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    if contact.spam_reported_at is None:
        decided = Reason.NOT_REPORTED if lead.banned_at is None else Reason.ALREADY_BANNED
        raise Refused(decided, number=number)
    return lead, contact


def tell_reporter(session: Session, contact: Contact, key: str, *, name: str, at: Moment) -> None:
    """Tell who has reported a contact what an admin has decided, whose the contact ever is by now."""
    reports = select(Event).where(
        Event.contact_id == contact.id, Event.kind == events.Kind.SPAM_REPORTED.value
    )
    latest = session.scalars(reports.order_by(Event.id.desc()).limit(1)).one()
    assert latest.actor is not None
    account = session.get_one(Operator, latest.actor.id).telegram_id
    bots = chats.list_bots(session, account) if account is not None else []
    if account is None or not bots:
        return
    bot_id = contact.bot_id if contact.bot_id in bots else bots[0]
    # About no contact: a reply to it is no answer to the client.
    outbox.notify(session, Recipient(bot_id, account), key, number=contact.id, name=name, at=at)
