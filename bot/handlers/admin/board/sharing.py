"""Who may look at the live board without being an admin: invited by a link, with what is seen and done."""

import secrets

from aiogram.types import CallbackQuery

from bot.handlers.admin.naming import name_start_link
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views.board import right_screens as view
from bot.views.board.callbacks import BoardAction, BoardCallback
from models import Account, BoardRight
from services import chats, sources
from services.joining import board_rights
from services.joining.links import LOOK, TOKEN_BYTES
from services.refusals import Reason, Refused


async def decide(query: CallbackQuery, callback: BoardCallback, context: AdminContext) -> object:
    """Do what a button says; raises Refused."""
    unit, at, number = context.unit, context.at, callback.number
    match callback.action:
        case BoardAction.RIGHTS:
            return await list_rights(context)
        case BoardAction.ADD:
            right = await unit.run_sync(board_rights.add, actor=context.actor, by=context.author, at=at)
            return await show_right(context, right)
        case BoardAction.SHOW:
            return await show_right(context, await find_right(context, number))
        case BoardAction.STEER:
            right = await unit.run_sync(board_rights.set_read_only, number, not callback.on, at=at)
            return await show_right(context, right)
        case BoardAction.SOURCES:
            return await choose_sources(context, await find_right(context, number), callback.value)
        case BoardAction.ALL:
            right = await unit.run_sync(board_rights.set_sources, number, None, at=at)
            return await choose_sources(context, right)
        case BoardAction.SOURCE:
            right = await unit.run_sync(
                board_rights.choose_source, number, callback.value, callback.on, at=at
            )
            return await choose_sources(context, right, source_id=callback.value)
        case BoardAction.INVITE:
            return await invite(query, context, number)
        case BoardAction.REMOVE:
            return view.ask_to_remove(await find_right(context, number), context.words)
        case BoardAction.REMOVE_SURELY:
            return await remove(context, number)
    raise Refused(Reason.CHANGED_SINCE)


async def find_right(context: AdminContext, number: int) -> BoardRight:
    """Return a right; raises Refused if it was taken."""
    return await context.unit.run_sync(board_rights.get, number)


async def list_rights(context: AdminContext, done: str = "") -> Screen:
    """Return who may look; `done` says in HTML what just was."""
    found = await context.unit.run_sync(board_rights.list_rights)
    return view.write_rights(
        found, await context.unit.run_sync(sources.list_sources), context.words, done=done
    )


async def show_right(context: AdminContext, right: BoardRight) -> Screen:
    """Return what one person sees and may do."""
    account = right.telegram_id
    profile = (
        await context.unit.run_sync(chats.find_profile, Account(account)) if account is not None else None
    )
    every = await context.unit.run_sync(sources.list_sources)
    return view.write_right(right, profile, every, context.words, context.timezone)


async def choose_sources(
    context: AdminContext, right: BoardRight, page: int = 0, *, source_id: int | None = None
) -> Screen:
    """Return which sources one person sees; with a source the page on which that stands."""
    every = await context.unit.run_sync(sources.list_sources)
    places = [place for place, source in enumerate(every) if source.id == source_id]
    page = places[0] // view.ON_PAGE if places else page
    return view.choose_sources(right, every, page, context.words)


async def invite(query: CallbackQuery, context: AdminContext, number: int) -> object:
    """Send a fresh one-time link by which somebody may look."""
    assert query.message is not None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await context.unit.run_sync(board_rights.issue_link, number, token, at=context.at)
    link = await name_start_link(context, LOOK + token)
    return query.answer(), query.message.answer(view.write_invitation(link, context.words))


async def remove(context: AdminContext, number: int) -> Screen:
    """Take a right, and return who may look still."""
    right = await context.unit.run_sync(board_rights.remove, number, at=context.at)
    key = "board-withdrawn" if right.telegram_id is None else "board-removed"
    return await list_rights(context, context.words.html(key, name=view.name_bearer(right, context.words)))
