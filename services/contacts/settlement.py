"""What became of rows of the outbox; an operator who can't be reached loses his contacts."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Author,
    Chat,
    Contact,
    Message,
    Operator,
    Outbox,
    OutboxKind,
    OutboxState,
    actors,
)
from services import chats, events
from services.chats import ChatRef
from services.contacts import messages
from services.distribution import reassignment
from services.moment import Moment
from services.queues import card_relocation, outbox, recipients, relays

UNREACHABLE = "unreachable"  # how the error of a row begins that failed because of the person
VOICE_FORBIDDEN = "VOICE_MESSAGES_FORBIDDEN"  # in what Telegram says: this person hears no voices
OURS = "internal error"  # and of one that failed because of us


class Result(enum.StrEnum):
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"
    UNREACHABLE = "unreachable"
    RETRY = "retry"


class Loss(enum.StrEnum):
    """What the form in which a message was delivered lacks."""

    CAPTION = "caption"  # the words of a file: they follow in a message of their own
    CONTENT = "content"  # a line said what it was


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `seen_at` is its reader's last sign of life before the send began."""

    row_id: int
    result: Result
    seen_at: datetime | None = None
    message_id: int | None = None
    retry_at: datetime | None = None
    chat_id: int | None = None  # where the chat has moved to
    error: str | None = None
    loss: Loss | None = None
    redrawn: int = 0  # how often the row had been wanted anew when it was read
    # Of an album: all its rows, with the ids of the new copies once it is sent.
    album: Mapping[int, int | None] = field(default_factory=dict)
    is_torn: bool = False  # the album can't be sent as one, each of its parts goes by itself


def settle(session: Session, outcomes: Sequence[Outcome], *, at: Moment) -> bool:
    """Write down what became of rows and draw the consequences: who can't be reached loses his contacts.

    Returns whether nothing of it has to be sent again and nobody is told anything.
    """
    ids = {id_ for outcome in outcomes for id_ in (outcome.row_id, *outcome.album)}
    in_order = select(Outbox).where(Outbox.id.in_(ids)).order_by(Outbox.id)
    found = session.scalars(in_order.with_for_update())
    rows = {row.id: row for row in found}
    for outcome in outcomes:
        row = rows.get(outcome.row_id)
        if row is None:
            continue  # its reader was forgotten while it was sent
        row.attempts += 1
        row.error = outcome.error
        parts = [rows[id_] for id_ in outcome.album]
        if outcome.is_torn:
            for part in parts:
                part.params = {**part.params, relays.ALONE: True}
        match outcome.result:
            case Result.SENT if parts and not outcome.is_torn:
                for part in parts:
                    settle_part(session, part, outcome.album[part.id], at=at)
            case Result.SENT:
                keep_former_copy(session, row, outcome.message_id, at=at)
                row.message_id = outcome.message_id
                tell_loss(session, row, outcome, at=at)
                finish_withdrawal(session, row, at=at)
                if row.params.get(outbox.REDRAWN, 0) == outcome.redrawn:
                    row.state, row.done_at = OutboxState.SENT, at.now
            case Result.DROPPED:
                row.state, row.done_at = OutboxState.DROPPED, at.now
                finish_withdrawal(session, row, at=at)
            case Result.RETRY:
                assert outcome.retry_at is not None
                row.due_at = outcome.retry_at
                row.chat_id = outcome.chat_id or row.chat_id
            case Result.DEAD:
                mark_dead(session, row, at=at)
            case Result.UNREACHABLE:
                others = [part for part in parts if part is not row and part.state is OutboxState.PENDING]
                settle_unreachable(session, row, outcome, others=others, at=at)
    is_told = any(isinstance(new, Outbox) and new.state is OutboxState.PENDING for new in session.new)
    return not is_told and all(row.state in (OutboxState.SENT, OutboxState.DROPPED) for row in rows.values())


def settle_part(session: Session, row: Outbox, copy_id: int | None, *, at: Moment) -> None:
    """Note the copy of a part of an album."""
    keep_former_copy(session, row, copy_id, at=at)
    row.message_id, row.state, row.done_at, row.error = copy_id, OutboxState.SENT, at.now, None


def keep_former_copy(session: Session, row: Outbox, copy_id: int | None, *, at: Moment) -> None:
    """Let a reply to what was sent of a row before, by another message, still find the contact.

    A card is one message that is edited.
    """
    if row.message_id not in (None, copy_id) and row.kind is not OutboxKind.CARD:
        session.add(
            Outbox(
                bot_id=row.bot_id,
                chat_id=row.chat_id,
                contact_id=row.contact_id,
                kind=row.kind,
                assignment_no=row.assignment_no,
                params={key: row.params[key] for key in ("message",) if key in row.params},
                state=OutboxState.DROPPED,
                message_id=row.message_id,
                due_at=row.due_at,
                created_at=row.created_at,
                done_at=at.now,
            )
        )


def settle_unreachable(
    session: Session, row: Outbox, outcome: Outcome, *, others: Collection[Outbox], at: Moment
) -> None:
    """Bury a row whose reader can't be reached; try again if he has shown up since the send began.

    Whether he has is told by another sign of life than then, whatever the clock said at either.
    `others` are the unsent rows of the same album: one answer, so its operator is told once.
    """
    chat = session.get(Chat, (row.bot_id, row.chat_id))
    if chat is not None and chat.is_reachable and chat.reachable_changed_at != outcome.seen_at:
        row.due_at = at.now + timedelta(seconds=1)
        return
    row.error = f"{UNREACHABLE}: {outcome.error}"
    mark_dead(session, row, at=at)
    for other in others:
        other.state, other.done_at, other.error = OutboxState.DEAD, at.now, row.error
    mark_unreachable(session, ChatRef(row.bot_id, row.chat_id), at=at)


def mark_unreachable(session: Session, chat: ChatRef, *, at: Moment) -> None:
    """Note that a bot can't write to a person; an operator's contacts of this bot go to others at once.

    So do those of API sources if it was the last bot; else another one shows them.
    """
    is_news = chats.mark_unreachable(session, chat, at=at)
    operator = chats.find_operator(session, chat.account)
    if is_news and operator is not None:
        session.flush()
        reassignment.reassign(session, operator, chat.bot_id, at=at)
        if chats.list_bots(session, chat.account):
            card_relocation.relocate_of_operator(session, operator, at=at)
        else:
            reassignment.reassign(session, operator, None, at=at)


def redraw_missed_cards(session: Session, chat: ChatRef, *, at: Moment) -> None:
    """Show the cards whose change an operator missed while the bot could not reach him."""
    missed = select(Outbox).filter_by(
        bot_id=chat.bot_id, chat_id=chat.chat_id, kind=OutboxKind.CARD, state=OutboxState.DEAD
    )
    for row in session.scalars(missed.where(Outbox.error.startswith(UNREACHABLE))):
        row.state = OutboxState.DROPPED
        if card_relocation.is_elsewhere(session, row):
            continue
        recipient = recipients.Recipient(chat.bot_id, chat.chat_id, row.contact_id, row.assignment_no)
        outbox.queue_card(session, recipient, at=at)


def mark_dead(session: Session, row: Outbox, *, at: Moment) -> None:
    """Give a row up; an operator whose answer it was is told."""
    row.state, row.done_at = OutboxState.DEAD, at.now
    if row.kind is not OutboxKind.RELAY:
        return
    if relays.WITHDRAWN in row.params:
        session.get_one(Message, row.params["message"]).withdrawn_at = None
        if row.params[relays.WITHDRAWN]:
            tell_author(session, row, "answer-not-withdrawn", at=at)
        return
    is_gone = (row.error or "").startswith(UNREACHABLE)
    tell_author(session, row, "answer-client-unreachable" if is_gone else "answer-not-delivered", at=at)


def tell_loss(session: Session, row: Outbox, outcome: Outcome, *, at: Moment) -> None:
    """Let the words of a file follow it; an operator hears what the client could not be shown."""
    if outcome.loss is Loss.CAPTION:
        recipient = recipients.Recipient(row.bot_id, row.chat_id, row.contact_id, row.assignment_no)
        outbox.notify(session, recipient, relays.CAPTION, message=row.params["message"], at=at)
    elif outcome.loss is Loss.CONTENT:
        is_voice = VOICE_FORBIDDEN in (outcome.error or "")
        tell_author(session, row, "answer-voice-forbidden" if is_voice else "answer-not-shown", at=at)


def finish_withdrawal(session: Session, row: Outbox, *, at: Moment) -> None:
    """Note that the client does not see an answer any more and may wait for another; tell its operator."""
    if not row.params.get(relays.WITHDRAWN, False):
        return
    message = session.get_one(Message, row.params["message"])
    contact = session.get_one(Contact, message.contact_id, with_for_update=True, populate_existing=True)
    if contact.is_open:
        since = messages.find_unanswered_since(session, contact)
        if since is not None:
            messages.begin_wait(contact, since)
    actor = actors.operator(message.operator_id)
    events.record(session, contact.id, events.Kind.WITHDRAWN, actor=actor, message_id=message.id, at=at)
    tell_author(session, row, "answer-withdrawn", at=at)


def tell_author(session: Session, row: Outbox, key: str, *, at: Moment) -> None:
    """Tell the operator who wrote an answer what became of it, in reply to it.

    Whoever has another account by now hears it there, and who is none any more nothing.
    """
    message = session.get_one(Message, row.params["message"])
    if message.author is not Author.OPERATOR or row.assignment_no is not None:
        return
    if not (message.bot_id and message.chat_id):
        return
    account: int | None = message.chat_id
    if message.operator_id is not None:
        account = session.get_one(Operator, message.operator_id).telegram_id
    if account is not None:
        replied = {"reply_to": message.message_id} if account == message.chat_id else {}
        recipient = recipients.Recipient(message.bot_id, account, row.contact_id)
        outbox.notify(session, recipient, key, at=at, **replied)
