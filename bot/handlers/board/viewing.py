"""/board of who may look without being an admin: a link that works once, and the own sessions."""

import secrets
from dataclasses import dataclass

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.reading.incoming import is_own
from bot.ui.display import pop_up, show, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.board.board_screens import write_link, write_off, write_sessions
from bot.views.board.callbacks import BoardAction, BoardCallback
from models import Account
from models.database.protocol import UnitOfWork
from services.board import rights, sessions
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team.identity import Person

TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Looking:
    """Who asks for the board."""

    unit: UnitOfWork
    account: Account
    name: str
    words: Words
    at: Moment
    is_admin: bool = False


async def give_link(asked: Looking) -> Screen:
    """Return a new link to the board, and the sessions that last: an admin's screen has those of all."""
    address = asked.at.policy.board_url
    if address is None:
        return write_off(asked.words, is_admin=asked.is_admin)
    address, token = f"{address.rstrip('/')}/board/", secrets.token_urlsafe(TOKEN_BYTES)
    await asked.unit.run_sync(sessions.issue_link, asked.account, asked.name, token, at=asked.at)
    lasting = await asked.unit.run_sync(sessions.list_lasting, choose_whose(asked), at=asked.at)
    return write_link(
        # Behind the # it is in no log of a server, and no preview of the link uses it up.
        f"{address}#in={token}",
        lasting,
        asked.words,
        asked.at.policy.timezone,
        app=address if address.startswith("https:") else None,  # Telegram opens nothing else
        is_admin=asked.is_admin,
    )


async def show_sessions(asked: Looking) -> Screen:
    """Return who is in."""
    lasting = await asked.unit.run_sync(sessions.list_lasting, choose_whose(asked), at=asked.at)
    return write_sessions(lasting, asked.words, asked.at.policy.timezone, is_admin=asked.is_admin)


async def end(asked: Looking, session_id: int) -> Screen:
    """End a session, and return who is in still."""
    await asked.unit.run_sync(sessions.end, session_id, choose_whose(asked), at=asked.at)
    return await show_sessions(asked)


def choose_whose(asked: Looking) -> Account | None:
    """Return whose sessions are somebody's business: the own ones; None: all, an admin's."""
    return None if asked.is_admin else asked.account


async def on_board(message: Message, unit: UnitOfWork, person: Person, words: Words, at: Moment) -> object:
    """Give a link."""
    assert message.from_user is not None
    asked = Looking(unit, person.account, message.from_user.full_name, words, at)
    return show(message, await give_link(asked))


async def on_callback(
    query: CallbackQuery,
    callback_data: BoardCallback,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Give another link, or end an own session; the rest is an admin's."""
    asked = Looking(unit, person.account, query.from_user.full_name, words, at)
    match callback_data.action:
        case BoardAction.LINK:
            return show_instead(query, await give_link(asked))
        case BoardAction.END:
            return show_instead(query, await end(asked, callback_data.number))
    return pop_up(query, write_refusal(Refused(Reason.NOT_ALLOWED), words))


async def may_look(_event: Message | CallbackQuery, unit: UnitOfWork, person: Person, at: Moment) -> bool:
    """Tell whether somebody who is no admin may look at the board."""
    return not person.is_admin and await unit.run_sync(rights.find, person.account, at=at) is not None


def register(router: Router) -> None:
    """Put the command and its buttons into a router; both filters before the last cost no statement."""
    router.message.register(on_board, roles.command("board"), is_own, may_look)
    router.callback_query.register(on_callback, BoardCallback.filter(), may_look)
