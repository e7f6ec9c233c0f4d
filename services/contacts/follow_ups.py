"""Follow-ups: what a client writes soon after completion goes to who helped before it is a new contact.

"Thank you" needs no more than to be read, also a week later: the last operator, if within reach, reads it
without a sound, and may answer. Anything else waits five minutes for its operator to reopen the contact or to
answer; then it becomes a new contact like any other message.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import (
    IS_COMPLETED,
    Chat,
    Contact,
    Event,
    Lead,
    Message,
    Operator,
    Source,
)
from models.actors import CLIENT
from services import chats, events
from services.chats import ChatRef, find_chat
from services.contacts import guards, messages, opening, transitions
from services.contacts.small_talk import is_small_talk
from services.hours.working_time import is_at_work, of_source, read_source_hours
from services.moment import Moment
from services.queues import outbox, recipients, relays

PATIENCE = timedelta(minutes=5)  # so long a follow-up waits for its operator
THANKS = timedelta(days=7)  # so long after completion a thank-you is no new request


def find_recent(
    session: Session, chat: ChatRef, *, only_thanks: bool = False, written_at: datetime, at: Moment
) -> Contact | None:
    """Return the contact of a chat that has follow-ups waiting, or was completed within the policy's window
    before a message was written.

    For a message that `only_thanks` it may be a week. Who has followed a campaign link since then has a new
    wish: None. It is claimed: somebody may just have reopened it.
    """
    known = chats.find(session, chat)
    if chats.is_new(session, chat) or (known is not None and known.source_id is not None):
        return None
    completed = (
        select(Contact)
        .join(Event, Event.contact_id == Contact.id)
        .where(
            Contact.bot_id == chat.bot_id,
            Contact.chat_id == chat.chat_id,
            Contact.completed_at.is_not(None),
            Event.kind == events.Kind.COMPLETED,
        )
    )
    contact = session.scalars(completed.order_by(Event.id.desc()).limit(1)).first()
    if contact is None:
        return None
    belongs = guards.is_recent(contact, written_at, at=at) or contact.unanswered_since is not None
    # Later thanks are no request, as long as there is somebody to read them.
    is_thanked = only_thanks and may_be_thanked(contact, at=at)
    if not (belongs or (is_thanked and find_reachable_operator(session, contact) is not None)):
        return None
    return transitions.claim(session, contact.id)


def may_be_thanked(contact: Contact, *, at: Moment) -> bool:
    """Tell whether a thank-you still belongs to a completed contact; without a window nothing does."""
    if contact.completed_at is None or not at.policy.reopen_window_minutes:
        return False
    return at.now - contact.completed_at < THANKS


def may_stay(session: Session, contact: Contact, kind: str, text: str | None, *, at: Moment) -> bool:
    """Tell whether a message may be a follow-up to the operator of a completed contact.

    Small talk always may; anything else only if the operator could take the contact back right now.
    """
    if is_small_talk(kind, text):
        return True
    operator = find_reachable_operator(session, contact)
    if operator is None or not (operator.on_shift and is_at_work(operator, at=at)):
        return False
    return operator.load < operator.max_active_leads


def find_reachable_operator(session: Session, contact: Contact) -> Operator | None:
    """Return the operator of a contact as he is now, unless switched off or out of its bot's reach."""
    rows = (
        select(Operator)
        .join(Chat, Chat.chat_id == Operator.telegram_id)
        .where(
            Operator.id == contact.operator_id,
            Operator.is_active,
            Chat.bot_id == contact.bot_id,
            Chat.is_reachable,
        )
    )
    return session.scalars(rows.execution_options(populate_existing=True)).first()


def pass_to_operator(session: Session, contact: Contact, message: Message, *, at: Moment) -> None:
    """Show a follow-up to its operator; the first that wants an answer is acknowledged."""
    operator, is_thanks = find_reachable_operator(session, contact), is_small_talk(message.kind, message.text)
    recipient = recipients.operator_recipient(session, contact) if operator is not None else None
    begins = contact.unanswered_since is None and not is_thanks
    if begins or not has_follow_ups(session, contact):
        events.record(
            session, contact.id, events.Kind.FOLLOWED_UP, actor=CLIENT, message_id=message.id, at=at
        )
        quiet = {outbox.SILENT: True} if is_thanks else {}
        outbox.notify_by_card(session, recipient, opening.TO_OPERATOR, buttons=True, at=at, **quiet)
    relays.relay(session, recipient, message, is_silent=is_thanks, at=at)
    if begins and operator is not None:
        messages.begin_wait(contact, at.now)
        outbox.notify_client(session, contact, "client-follow-up-passed", operator=operator.name, at=at)


def has_follow_ups(session: Session, contact: Contact) -> bool:
    """Tell whether the client has written since the contact was completed."""
    told = (events.Kind.FOLLOWED_UP, events.Kind.COMPLETED)
    rows = select(Event.kind).where(Event.contact_id == contact.id, Event.kind.in_(told))
    return session.scalars(rows.order_by(Event.id.desc()).limit(1)).first() == events.Kind.FOLLOWED_UP


def may_be_answered(session: Session, contact: Contact, *, at: Moment) -> bool:
    """Tell whether an answer in a completed contact answers a follow-up, be it only thanks."""
    if contact.unanswered_since is not None:
        return True
    is_there = contact.chat_id is not None and may_be_thanked(contact, at=at)
    return is_there and has_follow_ups(session, contact)


def list_overdue(session: Session, *, bots: Collection[int], at: Moment) -> list[int]:
    """Return the completed contacts of these bots whose follow-ups have waited long enough."""
    waiting = select(Contact.id).where(
        read_source_hours(session, at=at).has_lasted(Contact.unanswered_since, PATIENCE),
        IS_COMPLETED,
        Contact.bot_id.in_(bots),
    )
    return list(session.scalars(waiting.order_by(Contact.id)))


def give_up_waiting(session: Session, contact_id: int, *, at: Moment) -> None:
    """Let the follow-ups of a completed contact go on as a contact, unless somebody has dealt with them."""
    former = transitions.claim(session, contact_id)
    since, chat = former.unanswered_since, find_chat(former)
    if former.is_open or since is None or chat is None:
        return
    hours = of_source(session.get_one(Source, former.source_id), at=at)
    if hours.count(since, at.now) < PATIENCE:
        return
    newer = chats.find_open_contact(session, chat)
    if newer is not None:
        for message in opening.move_follow_ups(session, former, newer, at=at):
            relays.relay(session, recipients.operator_recipient(session, newer), message, at=at)
        return
    lead, source = session.get_one(Lead, former.lead_id), opening.find_bot_source(session, chat.bot_id)
    opening.open_contact(session, lead, source, None, chat=chat, actor=CLIENT, at=at)


def drop(session: Session, lead_ids: set[int]) -> None:
    """Let the follow-ups of these people wait no longer."""
    waiting = update(Contact).where(Contact.lead_id.in_(lead_ids), IS_COMPLETED)
    session.execute(waiting.values(unanswered_since=None))
