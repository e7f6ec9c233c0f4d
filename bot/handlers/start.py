"""/start and /help: a greeting by role, a campaign to remember, or the link by which somebody joins."""

from aiogram import Bot, Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.handlers import roles
from bot.reading.incoming import is_join_link, is_only_command, is_start_link, read_everything
from bot.ui.display import show
from bot.ui.refusals import write_refusal
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words, escape
from bot.views.client_screens import TryCallback
from bot.views.contact_lists import QueueCallback
from bot.views.operator_screens import OperatorAction, OperatorCallback
from bot.views.source_screens import SourceAction, SourceCallback
from bot.views.team import coming_screens
from bot.views.team.coming_screens import link_to_bots, write_welcome
from bot.views.weight_screens import WeightAction, WeightCallback
from models.database.protocol import UnitOfWork
from services import bans
from services.chats import ChatRef
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import admins, operators, source_texts, start_links
from services.team.admins import BECOME
from services.team.identity import Person
from services.team.start_links import JOIN


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
        if person.is_admin and refusal.reason in (Reason.LINK_UNKNOWN, Reason.LINK_EXPIRED):
            return message.answer(words.plain("link-ended-for-admin"))
        return message.answer(write_refusal(refusal, words))
    if joined is not None:
        return message.answer(write_welcome(joined, words), reply_markup=link_to_bots(joined))
    return await greet(message, unit, person, words, bot_id=bot.id, code=payload)


async def ask_admin(message: Message, token: str, unit: UnitOfWork, words: Words, *, at: Moment) -> object:
    """Ask an admin whether he is the operator whose link he has opened; raises Refused for a dead one."""
    operator = await unit.run_sync(operators.find_by_link, token, at=at)
    return show(message, coming_screens.ask_admin(operator, token, words))


async def holds_living_link(message: Message, unit: UnitOfWork, at: Moment) -> bool:
    """Tell whether who reads a message could join by it."""
    text = read_everything(message)
    if start_links.TOKEN.search(text) is None:
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
    """Say what somebody can do here, to clients in the words of the source; to who is banned nothing."""
    helps = write_help(person, words)
    if helps:
        rows = list_screens(words) if person.is_admin else []
        return show(message, Screen(escape(helps), rows))
    if await unit.run_sync(bans.is_banned, person.account):
        return None
    own = await unit.run_sync(source_texts.find_greeting, bot_id, code, words.language)
    return message.answer(own or words.plain("client-greeting"))


def write_help(person: Person, words: Words) -> str:
    """Return what somebody can do here by role, nothing for a client."""
    helps = []
    if person.operator_id is not None:
        helps.append(words.plain("operator-help"))
    if person.is_admin:
        helps.append(words.plain("admin-help"))
    return "\n\n".join(helps)


def list_screens(words: Words) -> list[list[Button]]:
    """Return buttons to the admins' screens."""
    return [
        [
            (words.plain("button-operators"), OperatorCallback(action=OperatorAction.LIST)),
            (words.plain("button-weights"), WeightCallback(action=WeightAction.LIST)),
        ],
        [
            (words.plain("button-sources"), SourceCallback(action=SourceAction.LIST)),
            (words.plain("button-queue"), QueueCallback()),
        ],
        [(words.plain("button-try"), TryCallback())],
    ]


async def on_help(message: Message, bot: Bot, unit: UnitOfWork, person: Person, words: Words) -> object:
    """Say what somebody can do here."""
    return await greet(message, unit, person, words, bot_id=bot.id)


def register_links(router: Router) -> None:
    """Register links to join, which come before anything that others read."""
    router.message.register(on_start, roles.command("start"), is_join_link)
    router.message.register(on_link_in_words, holds_living_link)
    router.edited_message.register(on_link_in_words, holds_living_link)


def register(router: Router) -> None:
    """Register what everybody may say."""
    router.message.register(on_start, roles.command("start"), is_start_link)
    router.message.register(on_help, roles.command("help"), is_only_command)
