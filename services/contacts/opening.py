"""The one way a contact opens: its row, its first message, its first operator, and what the client hears."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    IS_COMPLETED,
    IS_OPEN,
    IS_UNDELIVERED,
    Actor,
    Author,
    Contact,
    Event,
    Lead,
    Message,
    Outbox,
    OutboxKind,
    OutboxState,
    Source,
    Status,
)
from services import chats, events, sources
from services.chats import ChatRef
from services.contacts import messages
from services.distribution import locks, queue
from services.distribution.assignment import assign
from services.distribution.decisions import AssignmentReason
from services.distribution.queue import WaitReason
from services.hours import estimates
from services.hours.working_time import of_source
from services.moment import Moment
from services.queues import outbox, relays

STILL_WAITING = timedelta(minutes=5)  # from what a waiting client is told to what he is told next
# How the key of a text ends that tells a client why he waits, with his place. What else keeps him waiting is
# for us to mend, and nothing to him.
PLACED = {WaitReason.SECOND_GROUP: "", WaitReason.ALL_FULL: "", WaitReason.ALL_OFF: "-away"}
OPENS = "opens"  # in the params of a notice: when a source opens again, or somebody comes to work
ELSEWHERE = 5  # cards that a new contact of their client changes
QUEUED = "queued"  # in the key of what a client hears first who waits
USUALLY = "usually"  # in the params of a notice: minutes
TO_OPERATOR = "follow-up-to-operator"  # the notice of a follow-up, by the card of its completed contact


def open_contact(
    session: Session,
    lead: Lead,
    source: Source,
    first: Message | None,
    *,
    chat: ChatRef | None,
    actor: Actor,
    at: Moment,
) -> Contact:
    """Open a contact with its first message, assign it or leave it waiting, and tell a client who has a chat.

    Before that message come the follow-ups of the chat that nobody has answered.
    """
    locks.lock(session, [source.id])
    others = [] if lead in session.new else list_others(session, lead)
    if source.hours is not None:
        queue.drain(session, [source.id], at=at)  # it may just have opened: what waited goes first
    since = first.created_at if first is not None else at.now
    may_bring = chat is not None and not chats.is_new(session, chat)
    contact = Contact(
        lead_id=lead.id,
        source_id=source.id,
        bot_id=chat.bot_id if chat else source.bot_id,
        chat_id=chat.chat_id if chat else None,
        status=Status.NEW,
        message=(first.text if first else None) or "",
        assignment_no=0,
        created_at=since,
        waiting_since=since,
        # What is not said here would be written once more, as soon as it is said.
        reminded_at=None,
        held=None,
        held_since=None,
        snoozed_at=None,
        idle_asked_at=None,
    )
    if first is not None and messages.waits_for_answer(contact, first):
        messages.begin_wait(contact, since)
    session.add(contact)
    events.record(session, contact.id, events.Kind.CREATED, actor=actor, source_id=source.id, at=at)
    said = bring_follow_ups(session, contact, at=at) if may_bring else []
    if first is not None:
        messages.store(session, contact, first, at=at)
        said.append(first)
    may_be_given = not source.is_draining and queue.is_open(session, source.id, at=at)
    is_assigned = may_be_given and assign(session, contact, AssignmentReason.NEW, said=said, at=at)
    for other in others:
        outbox.redraw_card(session, other, at=at)
    if chat is not None:
        tell_client(session, contact, lead, is_assigned=is_assigned, at=at)
    return contact


def list_others(session: Session, lead: Lead) -> list[Contact]:
    """Return what a person has open already: its cards are to say that there is one more."""
    rows = select(Contact).where(Contact.lead_id == lead.id, IS_OPEN, Contact.operator_id.is_not(None))
    return list(session.scalars(rows.order_by(Contact.id).limit(ELSEWHERE)))


def tell_client(session: Session, contact: Contact, lead: Lead, *, is_assigned: bool, at: Moment) -> None:
    """Acknowledge a new contact, with the place in the queue if it waits."""
    told: dict[str, Any] = {"ask_phone": lead.phone is None}
    if at.now - contact.created_at > relays.FOUND_LATE:
        told[outbox.WRITTEN] = contact.created_at.isoformat()
    if is_assigned:
        outbox.notify_client(session, contact, "client-accepted", at=at, **told)
    else:
        tell_wait(session, contact, QUEUED, at=at, **told)


def tell_still_waiting(session: Session, contact: Contact, *, at: Moment) -> None:
    """Answer a client who writes while he waits, why and in which place, but not every word of his.

    Who has an operator hears only that it is closed, and once until it opens.
    """
    is_closed = not queue.is_open(session, contact.source_id, at=at)
    if not is_closed and not contact.is_waiting:
        return
    told = select(Outbox).where(
        Outbox.contact_id == contact.id, Outbox.kind == OutboxKind.NOTICE, Outbox.chat_id == contact.chat_id
    )
    last = session.scalars(told.order_by(Outbox.id.desc()).limit(1)).first()
    is_due = last is None or not timedelta() <= at.now - last.created_at < STILL_WAITING
    if is_closed and last is not None and last.state is not OutboxState.DROPPED:
        source = session.get_one(Source, contact.source_id)
        is_due = last.params.get(OPENS) != tell_hours(source, at=at).get(OPENS)
    # What was dropped is switched off: who asks is answered all the same, but not a burst of words.
    if is_due:
        tell_wait(session, contact, "waits", at=at)


def tell_wait(session: Session, contact: Contact, text: str, *, at: Moment, **told: Any) -> None:
    """Tell a client why he waits, as far as that is any help, and in which place."""
    reason, why = queue.explain(session, contact, at=at), "-later"
    if reason in PLACED:
        place = queue.find_place(session, contact, at=at)
        told["place"], why = place, PLACED[reason]
        is_first = text == QUEUED
        if reason in (WaitReason.ALL_FULL, WaitReason.SECOND_GROUP) and (
            usual := find_usual(session, contact, place, is_first=is_first, at=at)
        ):
            told[USUALLY] = usual
        if reason is WaitReason.ALL_OFF and (back := queue.find_return(session, contact, at=at)):
            told[OPENS], why = back.isoformat(), "-away-until"
    elif reason is WaitReason.CLOSED:
        hours = tell_hours(session.get_one(Source, contact.source_id), at=at)
        told, why = told | hours, "-closed" if hours else "-later"
    outbox.notify_client(session, contact, f"client-{text}{why}", at=at, **told)


def find_usual(session: Session, contact: Contact, place: int, *, is_first: bool, at: Moment) -> int | None:
    """Return in how many minutes who waits in this place is usually answered, None if nobody can know.

    What is said first, of one that has just come, is what is judged, and what others are told by.
    """
    if is_first:
        seconds = estimates.promise(session, contact, place, at=at)
    else:
        seconds = estimates.estimate(session, contact.source_id, place, at=at)
    return seconds and seconds // 60


def tell_hours(source: Source, *, at: Moment) -> dict[str, Any]:
    """Return for a notice when a source opens again; nothing if nobody knows."""
    opens = of_source(source, at=at).find_opening(at.now)
    return {OPENS: opens.isoformat()} if opens else {}


def take_source(session: Session, chat: ChatRef) -> Source:
    """Return where a new contact comes from, using up the campaign that the chat remembers."""
    known = chats.find(session, chat)
    if known is not None and known.source_id is not None:
        source = session.get_one(Source, known.source_id)
        known.source_id = None
        return source
    return find_bot_source(session, chat.bot_id)


def find_bot_source(session: Session, bot_id: int) -> Source:
    """Return the source that a bot itself is; there is one since it first connected."""
    bot = sources.bot_source(session, bot_id)
    if bot is None:
        raise LookupError(f"bot {bot_id} has no source yet")
    return bot


def bring_follow_ups(session: Session, contact: Contact, *, at: Moment) -> list[Message]:
    """Move the follow-ups of a chat that nobody has answered into its new contact, as its first messages."""
    waiting = select(Contact).where(
        Contact.bot_id == contact.bot_id,
        Contact.chat_id == contact.chat_id,
        IS_COMPLETED,
        Contact.unanswered_since.is_not(None),
    )
    formers = session.scalars(waiting.order_by(Contact.id).with_for_update()).all()
    moved = [message for former in formers for message in move_follow_ups(session, former, contact, at=at)]
    if moved:
        contact.message = moved[0].text or ""
    return moved


def move_follow_ups(session: Session, former: Contact, contact: Contact, *, at: Moment) -> list[Message]:
    """Move the follow-ups of a completed contact into another one, and drop what is not shown of them yet."""
    facts = select(Event.data).where(Event.contact_id == former.id, Event.kind == events.Kind.FOLLOWED_UP)
    first = session.scalars(facts.order_by(Event.id.desc()).limit(1)).one()["message_id"]
    rows = select(Message).where(
        Message.contact_id == former.id, Message.author == Author.CLIENT, Message.id >= first
    )
    found = list(session.scalars(rows.order_by(Message.id)))
    for message in found:
        message.contact_id = contact.id
    _withdraw(session, former, {message.id for message in found}, at=at)
    if former.unanswered_since is not None:
        messages.begin_wait(contact, former.unanswered_since)
    former.unanswered_since = None
    session.flush()
    return found


def _withdraw(session: Session, former: Contact, message_ids: set[int], *, at: Moment) -> None:
    """Drop what was to be shown of messages that are another contact's now."""
    pending = select(Outbox).where(Outbox.contact_id == former.id, IS_UNDELIVERED)
    for row in session.scalars(pending):
        is_relay = row.kind is OutboxKind.RELAY and row.params["message"] in message_ids
        if is_relay or row.params.get("key") == TO_OPERATOR:
            row.state, row.done_at = OutboxState.DROPPED, at.now
