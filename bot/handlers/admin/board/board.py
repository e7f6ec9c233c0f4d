"""/board: a link to the live board that works once, and who is there."""

import secrets

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views.board.board_screens import BoardCallback, write_link, write_off
from services.board import sessions

TOKEN_BYTES = 24


async def on_board(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """Give a link."""
    del args  # there is nothing to say more
    return await give_link(context)


async def on_callback(_query: CallbackQuery, callback_data: BoardCallback, context: AdminContext) -> Screen:
    """Give another link, or end a session."""
    if callback_data.end:
        await context.unit.run_sync(sessions.end, callback_data.end, at=context.at)
    return await give_link(context)


async def give_link(context: AdminContext) -> Screen:
    """Return a new link to the board, and the sessions that last."""
    address = context.at.policy.board_url
    if address is None:
        return write_off(context.words)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await context.unit.run_sync(sessions.issue_link, context.admin_id, context.author, token, at=context.at)
    lasting = await context.unit.run_sync(sessions.list_lasting, at=context.at)
    # Behind the # it is in no log of a server, and no preview of the link uses it up.
    link = f"{address.rstrip('/')}/board/#in={token}"
    return write_link(link, lasting, context.words, context.timezone)


async def show_example(_context: AdminContext, _args: list[str]) -> str:
    """Return a working `/board` command."""
    return "/board"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_board, AdminCommand("board"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, BoardCallback.filter())
