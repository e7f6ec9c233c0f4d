"""Who has opened which bot, in which language, and whether the bot can write to them."""

import enum
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from models import IS_OPEN, Account, Chat, Contact, Operator, Source
from models.database.lookup import Lookup, Only
from models.database.unit import seeing
from services import sources
from services.moment import Moment

CHATS = Lookup(Chat, Chat.bot_id, Chat.chat_id)
OPERATORS = Lookup(Operator, Operator.telegram_id)
OPEN = Only[Contact](IS_OPEN, lambda contact: contact.is_open, (Contact.status,))
# Who gets an open contact meanwhile must see what we add.
OPEN_CONTACTS = Lookup(Contact, Contact.bot_id, Contact.chat_id, only=OPEN, locked="UPDATE")
WORKING_BOTS = (
    select(Chat.bot_id)
    .where(Chat.chat_id == bindparam("account"), Chat.is_reachable, Chat.bot_id.in_(sources.connected_bots()))
    .order_by(Chat.opened_at, Chat.bot_id)
)
NEWER = aliased(Contact)
OF_SAME_CHAT = (NEWER.bot_id == Contact.bot_id) & (NEWER.chat_id == Contact.chat_id)
NEWEST = select(func.max(NEWER.id)).where(OF_SAME_CHAT).correlate(Contact).scalar_subquery()
NEWEST_CONTACTS = Lookup(Contact, Contact.bot_id, Contact.chat_id, only=Only(Contact.id == NEWEST))


class Reach(enum.StrEnum):
    """How it stands between a person and a bot."""

    OPEN = "open"
    CLOSED = "closed"  # the person has blocked it
    NEVER_OPENED = "unopened"


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where a bot and a person write to each other: a private chat, the only kind that counts here."""

    bot_id: int
    chat_id: int

    @property
    def account(self) -> Account:
        """Whose chat it is: Telegram gives a private chat the id of the person."""
        return Account(self.chat_id)


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram says of a person today; the person may change it at any time."""

    name: str | None
    username: str | None  # without @


def find(session: Session, place: ChatRef) -> Chat | None:
    """Return a chat, None if its person has never written."""
    return CHATS.find(session, place.bot_id, place.chat_id)


def get(session: Session, place: ChatRef) -> Chat:
    """Return the chat of somebody who has written; raises LookupError."""
    chat = find(session, place)
    if chat is None:
        raise LookupError(f"nobody has opened bot {place.bot_id} in this chat")
    return chat


def prefetch(session: Session, places: Collection[ChatRef]) -> list[ChatRef]:
    """Read some chats and their contacts at once; returns those that have no open contact."""
    keys = [(place.bot_id, place.chat_id) for place in places]
    CHATS.prefetch(session, keys)
    known = [key for key in keys if CHATS.find(session, *key) is not None]
    OPEN_CONTACTS.prefetch(session, known)
    NEWEST_CONTACTS.prefetch(session, [key for key in known if OPEN_CONTACTS.find(session, *key) is None])
    for lookup in (OPEN_CONTACTS, NEWEST_CONTACTS):  # without a chat there is no contact
        lookup.learn(session, set(keys).difference(known))
    return [place for place in places if find_open_contact(session, place) is None]


def note_profile(session: Session, place: ChatRef, profile: Profile) -> Profile | None:
    """Note what a person is called in Telegram; returns what it was, an empty one at first, if it differs."""
    chat = get(session, place)
    former = Profile(chat.name, chat.username)
    if former == profile:
        return None
    chat.name, chat.username = profile.name, profile.username
    return former


def find_profile(session: Session, account: Account) -> Profile | None:
    """Return what Telegram said last of a person, None of who has opened no bot."""
    met = select(Chat.name, Chat.username).where(Chat.chat_id == account)
    row = session.execute(met.order_by(Chat.reachable_changed_at.desc(), Chat.bot_id).limit(1)).first()
    return Profile(*row) if row else None


def find_chat(contact: Contact) -> ChatRef | None:
    """Return where the client of a contact writes, None for one that came by API."""
    if contact.bot_id is None or contact.chat_id is None:
        return None
    return ChatRef(contact.bot_id, contact.chat_id)


def find_open_contact(session: Session, place: ChatRef | None) -> Contact | None:
    """Return the open contact of a chat as it is now, locked."""
    return OPEN_CONTACTS.find(session, place.bot_id, place.chat_id) if place is not None else None


def is_new(session: Session, place: ChatRef) -> bool:
    """Tell whether a chat has never had a contact."""
    return NEWEST_CONTACTS.find(session, place.bot_id, place.chat_id) is None


def mark_reachable(session: Session, place: ChatRef, *, language: str | None, at: Moment) -> bool:
    """Note that a person has written or pressed: reachable from now on; returns whether that is news."""
    chat = find(session, place)
    if chat is None:
        session.add(
            Chat(
                bot_id=place.bot_id,
                chat_id=place.chat_id,
                language=language,
                is_reachable=True,
                reachable_changed_at=at.now,
                opened_at=at.now,
            )
        )
        return True
    if language is not None and chat.language != language:
        chat.language = language
    is_news = not chat.is_reachable
    if is_news:
        chat.is_reachable = True
        session.flush()  # candidates are read past what is not written
    # At every sign of life: it is newer than the failure of a send that began with another value.
    chat.reachable_changed_at = at.now
    return is_news


def mark_unreachable(session: Session, place: ChatRef, *, at: Moment) -> bool:
    """Note that a bot can't write to a person from now on; returns whether that is news."""
    chat = find(session, place)
    if chat is None or not chat.is_reachable:
        return False
    chat.is_reachable = False
    chat.reachable_changed_at = at.now
    session.flush()  # candidates are read past what is not written
    return True


def remember_campaign(session: Session, place: ChatRef, source: Source) -> None:
    """Remember the campaign of the next contact."""
    get(session, place).source_id = source.id


def list_bots(session: Session, account: Account) -> list[int]:
    """Return the bots that work and can write to a person, the first they opened first."""
    with seeing(session, Chat, Source):
        return list(session.scalars(WORKING_BOTS, {"account": account}))


def is_reached(session: Session, account: Account, bot_id: int | None) -> bool:
    """Tell whether a bot can write to a person; without a bot, whether any that works can."""
    if bot_id is None:
        return bool(list_bots(session, account))
    chat = find(session, ChatRef(bot_id, account))
    return chat is not None and chat.is_reachable


def find_reach(session: Session, account: Account | None, bot_id: int | None) -> Reach:
    """Tell whether a bot can write to a person, and if not why; who has no account yet needs none."""
    if account is None or is_reached(session, account, bot_id):
        return Reach.OPEN
    met = bot_id is not None and find(session, ChatRef(bot_id, account)) is not None
    return Reach.CLOSED if met else Reach.NEVER_OPENED


def find_first_bot(session: Session, account: Account, among: Collection[int]) -> int | None:
    """Return the bot of these that a person opened first, None if none of them can write to the person."""
    opened = select(Chat.bot_id).where(Chat.chat_id == account, Chat.is_reachable, Chat.bot_id.in_(among))
    return session.scalars(opened.order_by(Chat.opened_at, Chat.bot_id)).first()


def find_operator(session: Session, account: Account) -> Operator | None:
    """Return the operator of a Telegram account."""
    return OPERATORS.find(session, account)
