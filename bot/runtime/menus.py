"""The commands that Telegram offers next to the input field: to everybody, to operators, to admins.

They are set only when they differ from what was set last. What fails is tried again a minute later and keeps
nothing else from its work.
"""

import asyncio
import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeDefault, BotCommandScopeUnion

from bot.runtime.worker import Worker, log
from bot.ui.texts import LANGUAGES, choose_language, speak
from edges.errors import log_trouble
from models.database.waiting import first_of, pause, wait_for_any
from services.team import menus
from services.team.menus import EVERYBODY, Member

# Every command there is, by role; a test compares these with the handlers.
CLIENT = ("help",)
OPERATOR = ("mine", "pass", "later", "withdraw", "pause", "resume", "help")
ADMIN = (
    "operators",
    "weight",
    "sources",
    "hours",
    "outcomes",
    "tags",
    "answers",
    "queue",
    "open",
    "contact",
    "why",
    "assign",
    "find",
    "stats",
    "audit",
    "whatif",
    "board",
    "export",
    "ban",
    "unban",
    "forget",
    "split",
    "settings",
    "help",
)

VIEWER = ("board",)  # who may look at the board

APART = 5.0  # seconds between two looks, at least
MINUTE = 60.0  # seconds until the next look, and until what failed is tried again
TIMEOUT = 15  # seconds

Menu = tuple[SetMyCommands, ...]  # the calls that make it


@dataclass(slots=True)
class MenuState:
    """What one bot shows, by chat, and when what failed may be tried again (time.monotonic())."""

    shown: dict[int, str] | None = None  # None: not read yet
    again: dict[int, float] = field(default_factory=dict)


async def keep_menus(worker: Worker, stop: asyncio.Event) -> None:
    """Show everybody the commands of their role until told to stop."""
    decided, state = worker.decided.subscribe(), MenuState()
    while not stop.is_set():
        await first_of(stop, worker.may_send.wait())
        decided.clear()
        try:
            await update_menus(worker, state, stop)
        except Exception as error:
            log_trouble(log, "bot %s: menus are not kept up to date", worker.bot_id, error=error)
        await pause(stop, APART)
        await wait_for_any(stop, decided, seconds=MINUTE)


async def update_menus(worker: Worker, state: MenuState, stop: asyncio.Event) -> None:
    """Change the menus that are not as they should be."""
    async with worker.database.reading() as view:
        if state.shown is None:
            state.shown = await view.run_sync(menus.list_shown, worker.bot_id)
        members = await view.run_sync(menus.list_members, worker.bot_id, at=worker.take_moment())
    wanted = plan(members, worker.rules.policy.default_language)
    for place in (*wanted, *(state.shown.keys() - wanted.keys())):
        menu = wanted.get(place, ())
        is_right = state.shown.get(place) == digest(menu)
        if is_right or stop.is_set() or time.monotonic() < state.again.get(place, 0):
            continue
        if await change(worker, place, menu, stop):
            keep(state.shown, place, digest(menu))
        else:
            state.again[place] = time.monotonic() + MINUTE


async def change(worker: Worker, place: int, menu: Menu, stop: asyncio.Event) -> bool:
    """Set or remove one menu and note it; returns whether that has succeeded."""
    calls = menu or (DeleteMyCommands(scope=find_scope(place)),)
    try:
        for call in calls:
            if not await first_of(stop, worker.bot(call, request_timeout=TIMEOUT)):
                return False
    except (TelegramAPIError, ClientDecodeError, OSError, TimeoutError) as error:
        log.info("bot %s: a menu of commands could not be set: %s", worker.bot_id, worker.censor(error))
        return False
    async with worker.database.writing() as unit:
        await unit.run_sync(menus.note_shown, worker.bot_id, place, digest(menu))
    return True


def keep(shown: dict[int, str], place: int, menu: str | None) -> None:
    """Note what a chat shows now."""
    if menu is None:
        shown.pop(place, None)
    else:
        shown[place] = menu


def plan(members: Iterable[Member], default_language: str) -> dict[int, Menu]:
    """Return the menu of each place: of everybody in each language, of members in their own."""
    shared = [make_call(EVERYBODY, CLIENT, default_language)]
    shared += [make_call(EVERYBODY, CLIENT, language, code=language) for language in LANGUAGES]
    of_members = {
        member.chat_id: (
            make_call(
                member.chat_id,
                choose_commands(member),
                choose_language(member.language, default_language),
            ),
        )
        for member in members
    }
    return {EVERYBODY: tuple(shared), **of_members}


def choose_commands(member: Member) -> list[str]:
    """Return the commands of somebody's roles, each once, /help last."""
    roles = ((OPERATOR, member.is_operator), (ADMIN, member.is_admin), (VIEWER, member.is_viewer))
    every = [name for commands, has_role in roles if has_role for name in commands]
    return [*dict.fromkeys(name for name in every if name != "help"), "help"]


def make_call(
    place: int, commands: Iterable[str], language: str, *, code: str | None = None
) -> SetMyCommands:
    """Return the call that shows commands, described in a language; `code`: to speakers of one language."""
    words = speak(language)
    described = [BotCommand(command=name, description=words.plain(f"menu-{name}")) for name in commands]
    return SetMyCommands(commands=described, scope=find_scope(place), language_code=code)


def find_scope(place: int) -> BotCommandScopeUnion:
    """Return what Telegram calls the place of a menu."""
    return BotCommandScopeDefault() if place == EVERYBODY else BotCommandScopeChat(chat_id=place)


def digest(menu: Menu) -> str | None:
    """Return a mark by which a menu is known again, None for no menu."""
    whole = "\n".join(call.model_dump_json(exclude_none=True) for call in menu)
    return hashlib.sha256(whole.encode()).hexdigest()[:16] if menu else None
