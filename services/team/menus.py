"""Which commands Telegram shows to whom: who has a role, and what was last set for them."""

from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models import BoardRight, Chat, Operator
from services import sources
from services.moment import Moment

EVERYBODY = 0  # no chat has this id


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role who has opened the bot."""

    chat_id: int
    language: str | None
    is_operator: bool
    is_admin: bool
    is_viewer: bool = False  # may look at the board


def list_members(session: Session, bot_id: int, *, at: Moment) -> list[Member]:
    """Return the admins and operators, and who may look at the board, whom a bot can write to."""
    admins = at.policy.admin_ids
    is_operator = exists().where(Operator.telegram_id == Chat.chat_id)
    ids = select(Operator.telegram_id).where(Operator.telegram_id.is_not(None))
    may_look = exists().where(BoardRight.telegram_id == Chat.chat_id)
    viewers = select(BoardRight.telegram_id).where(BoardRight.telegram_id.is_not(None))
    rows = select(Chat.chat_id, Chat.language, is_operator, may_look).where(
        Chat.bot_id == bot_id,
        Chat.is_reachable,
        or_(Chat.chat_id.in_(admins), Chat.chat_id.in_(ids), Chat.chat_id.in_(viewers)),
    )
    return [
        Member(chat_id, language, operates, chat_id in admins, looks)
        for chat_id, language, operates, looks in session.execute(rows)
    ]


def list_shown(session: Session, bot_id: int) -> dict[int, str]:
    """Return what was last set in each chat of a bot, and for everybody."""
    rows = select(Chat.chat_id, Chat.menu).where(
        Chat.bot_id == bot_id,
        Chat.menu.is_not(None),
        Chat.is_reachable,  # nothing can be changed for the others
    )
    shown = {chat_id: menu for chat_id, menu in session.execute(rows) if menu is not None}
    source = sources.bot_source(session, bot_id)
    return shown | ({EVERYBODY: source.menu} if source and source.menu else {})


def note_shown(session: Session, bot_id: int, chat_id: int, menu: str | None) -> None:
    """Note what is shown in a chat, or to everybody, from now on."""
    place = (
        sources.bot_source(session, bot_id) if chat_id == EVERYBODY else session.get(Chat, (bot_id, chat_id))
    )
    if place is not None:
        place.menu = menu
