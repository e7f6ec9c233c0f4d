"""Who writes to us: looked up once for each update, which also shows that the person can be reached."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Contact, Operator
from services import chats, leads, questions
from services.chats import ChatRef, Profile
from services.contacts import messages, settlement
from services.distribution import grace
from services.moment import Moment
from services.queues import notes, outbox, recipients

QUESTION_LIFETIME = timedelta(minutes=5)  # so long its answer needs to be no reply


@dataclass(frozen=True, slots=True)
class Person:
    """Who an update comes from, as the order of roles needs it."""

    account: Account
    is_admin: bool
    operator_id: int | None
    is_at_work: bool  # an operator who is switched on, or has open contacts still
    answers: int | None  # the contact that the message replied to is about, if the person is not its client
    is_note: bool = False  # what is replied to is a colleague's note: no client is to read the reply
    is_client: bool = False  # an admin or operator who has an open contact of his own in this chat
    writes_to: int | None = None  # the contact whose page, or his own words about it, an admin replies to
    asked: str | None = None  # the command that the message completes: it replies to a question of ours


def list_staff(session: Session, *, at: Moment) -> set[Account]:
    """Return the Telegram accounts of all operators and admins."""
    operators = session.scalars(select(Operator.telegram_id).where(Operator.telegram_id.is_not(None)))
    return {*at.policy.admin_ids, *(account for account in operators if account is not None)}


def identify(
    session: Session,
    chat: ChatRef,
    *,
    language: str | None,
    reply_to: int | None,
    album: str | None = None,
    is_text: bool = False,
    is_edit: bool = False,
    card_of: int | None = None,
    page_of: int | None = None,
    profile: Profile | None = None,
    at: Moment,
) -> Person:
    """Return who somebody is to us; an operator who can be reached again gets what waits for him.

    An admin's plain text soon after a question answers it, reply or not. Of an `album` that answers a contact
    every part does, be it only the first that is a reply.
    A command, a press or anything else ends the question; an edit neither answers nor ends one. `card_of` is
    the contact of the card that is replied to, for a card whose id we don't know, `page_of` that of an
    admin's page. The `profile` is what Telegram says of the person, which the lead follows.
    """
    is_news = chats.mark_reachable(session, chat, language=language, at=at)
    if profile is not None:
        follow_profile(session, chat, profile, at=at)
    operator = chats.find_operator(session, chat.account)
    if operator is not None and is_news:
        session.flush()
        settlement.redraw_missed_cards(session, chat, at=at)
        grace.welcome(session, operator, chat, at=at)
    is_admin, answers, asked = chat.account in at.policy.admin_ids, None, None
    is_note = False
    if reply_to is not None:
        answers, is_note = find_answered(session, chat, reply_to, card_of=card_of)
        asked = questions.find(session, chat, reply_to) if not is_edit else None
    elif album is not None and operator is not None:
        answers = messages.find_answered_by(session, chat, album=album)
    if (
        is_admin
        and reply_to is not None
        and (
            messages.is_signed(session, chat, reply_to)
            or (answers is not None and outbox.tells_admin_of_client(session, chat, reply_to))
        )
    ):
        page_of, answers = answers, None  # an admin goes on writing to that client
    if is_admin and not is_edit and is_text and reply_to is None:
        since = at.now - QUESTION_LIFETIME
        asked = questions.take_latest(session, chat, since=since)
    elif is_admin and not is_edit and asked is None:
        questions.end(session, chat)
    return Person(
        chat.account,
        is_admin,
        operator.id if operator else None,
        is_at_work=operator is not None and (operator.is_active or operator.load > 0),
        answers=answers,
        is_note=is_note,
        is_client=(is_admin or operator is not None) and chats.find_open_contact(session, chat) is not None,
        writes_to=page_of if is_admin and answers is None else None,
        asked=asked,
    )


def follow_profile(session: Session, chat: ChatRef, profile: Profile, *, at: Moment) -> None:
    """Let a lead, and the card of the chat's open contact, follow what Telegram says of the person."""
    former = chats.note_profile(session, chat, profile)
    if former is None or not leads.follow_profile(session, chat.account, profile, former=former):
        return
    contact = chats.find_open_contact(session, chat)
    if contact is not None:
        outbox.redraw_card(session, contact, at=at)


def find_answered(
    session: Session, chat: ChatRef, message_id: int, *, card_of: int | None
) -> tuple[int | None, bool]:
    """Return the contact a reply is about, and whether it replies to a colleague's note about it.

    None if it is the person's own: then it is a client's message.
    """
    known, key = recipients.find_subject(session, chat, message_id)
    contact_id = known or card_of
    contact = session.get(Contact, contact_id) if contact_id is not None else None
    if contact is None or chats.find_chat(contact) == chat:
        return None, False
    return contact.id, key == notes.NOTE


def change_membership(
    session: Session, chat: ChatRef, *, is_member: bool, language: str | None, at: Moment
) -> None:
    """Note that a person blocked or unblocked a bot; an operator's contacts follow at once."""
    if is_member:
        identify(session, chat, language=language, reply_to=None, at=at)
    else:
        settlement.mark_unreachable(session, chat, at=at)
