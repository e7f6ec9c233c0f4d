"""How a contact opens: its source, its row, its first operator, and what the client is told."""

from sqlalchemy.orm import Session

from models import Chat, Contact, Lead, Source, Status
from services import events, sources
from services.distribution import queue
from services.distribution.assignment import assign
from services.moment import Moment
from services.queues import outbox


def take_source(session: Session, bot_id: int, chat_id: int) -> Source:
    """Return where a new contact comes from, using up the campaign that the chat remembers."""
    chat = session.get(Chat, (bot_id, chat_id))
    if chat is not None and chat.source_id is not None:
        source = session.get_one(Source, chat.source_id)
        chat.source_id = None
        return source
    return find_bot_source(session, bot_id)


def find_bot_source(session: Session, bot_id: int) -> Source:
    """Return the source that a bot itself is; there is one since it first connected."""
    bot = sources.bot_source(session, bot_id)
    if bot is None:
        raise LookupError(f"bot {bot_id} has no source yet")
    return bot


def create(
    session: Session,
    lead: Lead,
    source: Source,
    *,
    bot_id: int | None,
    chat_id: int | None,
    text: str,
    actor: str = "client",
    at: Moment,
) -> Contact:
    """Make the contact of a client's message, which is stored next."""
    sources.lock(session, [source.id])
    contact = Contact(
        lead_id=lead.id,
        source_id=source.id,
        bot_id=bot_id,
        chat_id=chat_id,
        status=Status.NEW,
        message=text,
        assignment_no=0,
        created_at=at.now,
        waiting_since=at.now,
    )
    session.add(contact)
    session.flush()
    events.record(session, contact.id, events.Kind.CREATED, actor=actor, source_id=source.id, at=at)
    return contact


def assign_or_queue(session: Session, contact: Contact, lead: Lead, *, at: Moment) -> None:
    """Assign a new contact or leave it waiting, and tell the client; its messages are stored already."""
    receipt = sources.find_receipt(session, contact.source_id)
    told = {"ask_phone": lead.phone is None} | ({outbox.RECEIPT: receipt} if receipt else {})
    if assign(session, contact, why="new", at=at):
        outbox.notify_client(session, contact, "client-accepted", at=at, **told)
    else:
        number = queue.find_place(session, contact)
        outbox.notify_client(session, contact, "client-queued", place=number, at=at, **told)
