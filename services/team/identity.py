"""Who writes to us: looked up once for each update, which also shows that the person can be reached."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from models import Contact
from services import chats, questions
from services.contacts import conversation, settlement
from services.distribution import queue
from services.moment import Moment
from services.queues import outbox

QUESTION_LIFETIME = timedelta(minutes=5)  # so long its answer needs to be no reply


@dataclass(frozen=True, slots=True)
class Person:
    """Who an update comes from, as the order of roles needs it."""

    telegram_id: int
    is_admin: bool
    operator_id: int | None
    is_at_work: bool  # an operator who is switched on, or has open contacts still
    answers: int | None  # the contact that the message replied to is about, if the person is not its client
    asked: str | None = None  # the command that the message completes: it replies to a question of ours


def identify(
    session: Session,
    *,
    bot_id: int,
    telegram_id: int,
    language: str | None,
    reply_to: int | None,
    album: str | None = None,
    is_text: bool = False,
    card_of: int | None = None,
    at: Moment,
) -> Person:
    """Return who somebody is to us; an operator who can be reached again gets what waits for him.

    An admin's plain text soon after a question answers it, reply or not. Of an `album` that answers a contact
    every part does, be it only the first that is a reply.
    `card_of` is the contact of the card that is replied to, for a card whose id we don't know.
    """
    is_news = chats.mark_reachable(session, bot_id=bot_id, chat_id=telegram_id, language=language, at=at)
    operator = chats.find_operator(session, telegram_id)
    if operator is not None and is_news:
        session.flush()
        settlement.redraw_missed_cards(session, bot_id=bot_id, chat_id=telegram_id, at=at)
        queue.drain_for(session, [operator.id], at=at)
    is_admin, answers, asked = telegram_id in at.policy.admin_ids, None, None
    if reply_to is not None:
        place = {"bot_id": bot_id, "chat_id": telegram_id, "message_id": reply_to}
        answers = find_answered(session, card_of=card_of, **place)
        asked = questions.find(session, **place)
    elif album is not None and operator is not None:
        answers = conversation.find_answered_by(session, bot_id=bot_id, chat_id=telegram_id, album=album)
    if is_text and is_admin and reply_to is None:
        since = at.now - QUESTION_LIFETIME
        asked = questions.take_latest(session, bot_id=bot_id, chat_id=telegram_id, since=since)
    is_at_work = operator is not None and (operator.is_active or operator.load > 0)
    return Person(telegram_id, is_admin, operator.id if operator else None, is_at_work, answers, asked)


def find_answered(
    session: Session, *, bot_id: int, chat_id: int, message_id: int, card_of: int | None
) -> int | None:
    """Return the contact a reply is about, unless it is the person's own: then it is a client's message."""
    known = outbox.find_contact_of(session, bot_id=bot_id, chat_id=chat_id, message_id=message_id)
    contact_id = known or card_of
    contact = session.get(Contact, contact_id) if contact_id is not None else None
    if contact is None or (contact.bot_id, contact.chat_id) == (bot_id, chat_id):
        return None
    return contact.id


def change_membership(
    session: Session, *, bot_id: int, telegram_id: int, is_member: bool, language: str | None, at: Moment
) -> None:
    """Note that a person blocked or unblocked a bot; an operator's contacts follow at once."""
    if is_member:
        identify(session, bot_id=bot_id, telegram_id=telegram_id, language=language, reply_to=None, at=at)
    else:
        settlement.mark_unreachable(session, bot_id=bot_id, chat_id=telegram_id, since=at.now, at=at)
