"""Notes that colleagues write about a contact: shown to its operator, and to whoever gets it later."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Contact, Event
from services import events
from services.events import Kind
from services.moment import Moment
from services.queues import outbox
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused

NOTE = "note-of-colleague"  # the notice of a note; its text goes with the words of the client
SHOWN = 10  # the latest of a contact
MARK = "//"  # how a message begins that is a note to colleagues
LONGEST = 1000  # characters


def read_text(kind: str, text: str | None) -> str:
    """Return the words of a note; raises Refused for what is no words, or too many."""
    if kind != "text":
        raise Refused(Reason.NOTE_OF_WORDS)
    words = (text or "").strip().removeprefix(MARK).strip()
    if not words:
        raise Refused(Reason.EMPTY_NOTE)
    if len(words) > LONGEST:
        raise Refused(Reason.TEXT_TOO_LONG, most=LONGEST)
    return words


def keep(session: Session, contact: Contact, author: str, text: str, *, actor: Actor, at: Moment) -> None:
    """Keep a note about a contact; whoever gets the contact later reads it."""
    events.record(session, contact.id, Kind.NOTE, actor=actor, name=author, text=text, at=at)


def show(session: Session, recipient: Recipient | None, author: str, text: str, *, at: Moment) -> None:
    """Show an operator what a colleague has noted."""
    outbox.notify(session, recipient, NOTE, by=author, text=text, at=at)


def show_all(session: Session, contact: Contact, recipient: Recipient, *, at: Moment) -> None:
    """Show the operator who gets a contact what was noted about it, oldest first."""
    rows = select(Event).where(Event.contact_id == contact.id, Event.kind == Kind.NOTE.value)
    latest = session.scalars(rows.order_by(Event.id.desc()).limit(SHOWN)).all()
    for event in reversed(latest):
        if event.data["text"] is not None:  # else it is gone with the client
            show(session, recipient, event.data["name"], event.data["text"], at=at)
