"""/start and /help: a greeting by role, a campaign to remember, or the link by which an operator joins."""

from aiogram import Bot, Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.handlers import roles
from bot.reading.incoming import is_only_command, is_start_link
from bot.ui.display import show
from bot.ui.refusals import write_refusal
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words, escape
from bot.views.client_screens import TryCallback
from bot.views.contact_screens import QueueCallback
from bot.views.operator_screens import OperatorAction, OperatorCallback, write_other_bots
from bot.views.source_screens import SourceAction, SourceCallback
from bot.views.weight_screens import WeightAction, WeightCallback
from models.database.protocol import UnitOfWork
from services import bans, sources
from services.chats import ChatRef
from services.moment import Moment
from services.refusals import Refused
from services.team import start_links
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
    """Greet everybody by role; a bare or repeated /start changes nothing."""
    try:
        joined = await unit.run_sync(
            start_links.follow,
            command.args or "",
            ChatRef(bot.id, person.account),
            language=message.from_user.language_code if message.from_user else None,
            at=at,
        )
    except Refused as refusal:
        return message.answer(write_refusal(refusal, words))
    if joined is not None:
        welcome = words.plain("operator-joined", name=joined.operator.name)
        return message.answer(welcome + write_other_bots(joined.other_bots, words))
    return await greet(message, unit, person, words, bot_id=bot.id, code=command.args or "")


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
    own = await unit.run_sync(sources.find_greeting, bot_id, code)
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


def router() -> Router:
    """Return the router of what everybody may say."""
    router = Router(name="start")
    router.message.register(on_start, roles.command("start"), is_start_link)
    router.message.register(on_help, roles.command("help"), is_only_command)
    return router
