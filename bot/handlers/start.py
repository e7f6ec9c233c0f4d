"""/start and /help: a greeting by role, a campaign to remember, or the link by which somebody joins."""

from aiogram import Bot, F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.reading.incoming import is_join_link, is_only_command, is_start_link, read_everything
from bot.ui.display import show, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.menu.callbacks import HOME, MENU, MenuCallback
from bot.views.menu.first_steps import write_steps
from bot.views.menu.main_menu import write_menu
from bot.views.team import coming_screens
from bot.views.team.coming_screens import link_to_bots, write_welcome
from models.database.protocol import UnitOfWork
from services import bans
from services.board import rights
from services.chats import ChatRef
from services.joining import accounts, admins, board_rights, links, start_links
from services.joining.links import BECOME, JOIN, LOOK
from services.moment import Moment
from services.operations import first_steps
from services.refusals import Reason, Refused
from services.team import source_texts
from services.team.identity import Person


async def on_start(
    message: Message,
    command: CommandObject,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Greet everybody by role; a bare or repeated /start changes nothing. An admin is asked who he is."""
    payload = next(iter((command.args or "").split()), "")
    try:
        if person.is_admin and payload.startswith(JOIN):
            return await ask_admin(message, payload.removeprefix(JOIN), unit, words, at=at)
        if payload.startswith(BECOME):
            chat = ChatRef(bot.id, person.account)
            await unit.run_sync(admins.join, payload.removeprefix(BECOME), chat, at=at)
            return message.answer(words.plain("admin-welcome"))
        if payload.startswith(LOOK):
            chat = ChatRef(bot.id, person.account)
            await unit.run_sync(board_rights.join, payload.removeprefix(LOOK), chat, at=at)
            return message.answer(words.plain("board-welcome"))
        joined = await unit.run_sync(
            start_links.follow,
            payload,
            ChatRef(bot.id, person.account),
            language=message.from_user.language_code if message.from_user else None,
            at=at,
        )
    except Refused as refusal:
        if refusal.reason is Reason.BANNED:
            return None  # who is banned gets no answer
        is_over = refusal.reason in (Reason.LINK_UNKNOWN, Reason.LINK_EXPIRED)
        if person.is_admin and is_over and not payload.startswith(LOOK):
            return message.answer(words.plain("link-ended-for-admin"))
        return message.answer(write_refusal(refusal, words))
    if joined is not None:
        return message.answer(write_welcome(joined, words), reply_markup=link_to_bots(joined))
    return await greet(message, unit, person, words, bot_id=bot.id, code=payload)


async def ask_admin(message: Message, token: str, unit: UnitOfWork, words: Words, *, at: Moment) -> object:
    """Ask an admin whether he is the operator whose link he has opened; raises Refused for a dead one."""
    operator = await unit.run_sync(accounts.find_by_link, token, at=at)
    return show(message, coming_screens.ask_admin(operator, token, words))


async def holds_living_link(message: Message, unit: UnitOfWork, at: Moment) -> bool:
    """Tell whether who reads a message could join by it."""
    text = read_everything(message)
    if links.TOKEN.search(text) is None:
        return False
    return await unit.run_sync(start_links.holds_living_link, text, at=at)


async def on_link_in_words(message: Message, words: Words) -> object:
    """Show nobody a link to join that somebody writes instead of following it."""
    return message.reply(words.plain("join-link-written"))


async def greet(
    message: Message,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    *,
    bot_id: int,
    code: str = "",
) -> object:
    """Show who works here where to begin; greet clients in the words of the source, but for who is banned."""
    if roles.is_staff(message, person):
        return show(message, await find_home(unit, person, words, bot_id=bot_id))
    if await unit.run_sync(bans.is_banned, person.account):
        return None
    own = await unit.run_sync(source_texts.find_greeting, bot_id, code, words.language)
    return message.answer(own or words.plain("client-greeting"))


def write_help(person: Person, words: Words) -> str:
    """Return what somebody can do here by role, in HTML, nothing for a client."""
    helps = []
    if person.operator_id is not None:
        helps.append(words.html("operator-help"))
    if person.is_admin:
        helps.append(words.html("admin-help"))
    return "\n\n".join(helps)


async def find_home(
    unit: UnitOfWork, person: Person, words: Words, *, bot_id: int, is_menu: bool = False
) -> Screen:
    """Return where somebody who works here begins: an admin with the first steps while any is to do.

    `is_menu`: with the menu all the same.
    """
    steps = await unit.run_sync(first_steps.find, bot_id) if person.is_admin else None
    has_steps = steps is not None and not steps.are_done
    if steps is not None and has_steps and not is_menu:
        return write_steps(steps, words)
    text = None if person.is_admin else write_help(person, words)
    is_operator = person.operator_id is not None
    return write_menu(
        words, is_admin=person.is_admin, is_operator=is_operator, text=text, has_steps=has_steps
    )


async def on_menu(
    query: CallbackQuery,
    callback_data: MenuCallback,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
) -> object:
    """Show the way back's end: the first steps, or the menu."""
    is_menu = callback_data.page == MENU
    return show_instead(query, await find_home(unit, person, words, bot_id=bot.id, is_menu=is_menu))


async def on_help(
    message: Message, bot: Bot, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Say what somebody can do here, with the menu below it."""
    helps = write_help(person, words)
    if not person.is_admin and await unit.run_sync(rights.find, person.account, at=at) is not None:
        helps = "\n\n".join(filter(None, (helps, words.html("board-help"))))
    if not helps:
        return await greet(message, unit, person, words, bot_id=bot.id)
    is_operator = person.operator_id is not None
    return show(message, write_menu(words, is_admin=person.is_admin, is_operator=is_operator, text=helps))


def register_links(router: Router) -> None:
    """Register links to join, which come before anything that others read."""
    router.message.register(on_start, roles.command("start"), is_join_link)
    router.message.register(on_link_in_words, holds_living_link)
    router.edited_message.register(on_link_in_words, holds_living_link)


def register(router: Router) -> None:
    """Register what everybody may say."""
    router.message.register(on_start, roles.command("start"), is_start_link)
    router.message.register(on_help, roles.command("help"), is_only_command)


def register_menu(router: Router) -> None:
    """Register the way back to where who works here begins."""
    pages = MenuCallback.filter(F.page.in_({HOME, MENU}))
    router.callback_query.register(on_menu, roles.is_staff, pages)
