"""Questions that a person answers by a message; the answer completes a command, so no state is kept.

The question itself remembers, as a row of the outbox, which command its answer completes.
"""

from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from models import Outbox, OutboxState
from services.chats import ChatRef

ASKS = "asks"  # in the params of a notice: the command that its answer completes
TAKEN = "taken"  # in the params of a question: it has been answered
LATEST = 10  # notices among which the last question is looked for


def find(session: Session, chat: ChatRef, message_id: int) -> str | None:
    """Return the command that a reply to this message completes, None if it is no question of ours."""
    sent = select(Outbox).filter_by(bot_id=chat.bot_id, chat_id=chat.chat_id, message_id=message_id)
    question = session.scalars(sent.where(Outbox.contact_id.is_(None))).first()
    return mark_taken(question) if question is not None and ASKS in question.params else None


def take_latest(session: Session, chat: ChatRef, *, since: datetime) -> str | None:
    """Return the command that a person was asked to complete since then; it is asked no more."""
    told = select(Outbox).filter_by(bot_id=chat.bot_id, chat_id=chat.chat_id, contact_id=None)
    # That it is sent may not be known yet: who answers has seen it.
    asked_at = case((Outbox.state == OutboxState.PENDING, Outbox.created_at), else_=Outbox.done_at)
    is_asked = Outbox.state.in_((OutboxState.PENDING, OutboxState.SENT)) & (asked_at >= since)
    latest = session.scalars(told.where(is_asked).order_by(Outbox.id.desc()).limit(LATEST))
    question = next((row for row in latest if ASKS in row.params), None)
    return None if question is None or TAKEN in question.params else mark_taken(question)


def end(session: Session, chat: ChatRef) -> None:
    """Let the question that waits for an answer wait no longer; a reply to it still answers it."""
    told = select(Outbox).filter_by(bot_id=chat.bot_id, chat_id=chat.chat_id, contact_id=None)
    latest = session.scalars(told.order_by(Outbox.id.desc()).limit(LATEST))
    question = next((row for row in latest if ASKS in row.params), None)
    if question is not None and TAKEN not in question.params:
        mark_taken(question)


def mark_taken(question: Outbox) -> str:
    """Return the command that a question asks for; only a reply to it answers it once more."""
    question.params = {**question.params, TAKEN: True}
    command: str = question.params[ASKS]
    return command
