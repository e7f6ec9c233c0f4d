"""/board: a link to the live board that works once, who is there, and who may look."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.board import sharing
from bot.handlers.admin_command import AdminCommand
from bot.handlers.board import viewing
from bot.handlers.board.viewing import Looking
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views.board.callbacks import BoardAction, BoardCallback


async def on_board(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """Give a link."""
    del args  # there is nothing to say more
    return await give_link(context)


async def on_callback(query: CallbackQuery, callback_data: BoardCallback, context: AdminContext) -> object:
    """Give another link, end a session, or decide who may look."""
    match callback_data.action:
        case BoardAction.LINK:
            return await give_link(context)
        case BoardAction.SESSIONS:
            return await viewing.show_sessions(read(context))
        case BoardAction.END:
            return await viewing.end(read(context), callback_data.number)
    return await sharing.decide(query, callback_data, context)


async def give_link(context: AdminContext) -> Screen:
    """Return a new link to the board, and the sessions that last."""
    return await viewing.give_link(read(context))


def read(context: AdminContext) -> Looking:
    """Return who asks for the board."""
    return Looking(context.unit, context.admin_id, context.author, context.words, context.at, is_admin=True)


async def show_example(_context: AdminContext, _args: list[str]) -> str:
    """Return a working `/board` command."""
    return "/board"


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    router.message.register(on_board, AdminCommand("board"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, BoardCallback.filter())
