"""What is no order: a command that somebody else wrote, and the answer “no” to a question of ours."""

import re

from aiogram import Router
from aiogram.types import Message

from bot.handlers import roles
from bot.reading.incoming import is_foreign_command
from bot.ui.texts import Words
from services.team.identity import Person

# A word of these ends a question, alone or before a comma: “нет, потом”.
NO = re.compile(
    r"(отмена|отменить|отбой|нет|не надо|не нужно|нет,? потом|потом|стоп"
    r"|cancel|no|nope|stop|never ?mind|not now|no,? thanks?)\s*([,.!…;].*)?",
    re.IGNORECASE | re.DOTALL,
)


async def on_foreign_command(message: Message, words: Words) -> object:
    """Say that a forwarded command does nothing."""
    return message.reply(words.plain("command-not-own"))


def is_no(message: Message, person: Person) -> bool:
    """Tell whether an admin does not want to answer a question of ours."""
    return person.asked is not None and NO.fullmatch((message.text or "").strip()) is not None


async def on_no(message: Message, words: Words) -> object:
    """End the question; nothing changes."""
    return message.answer(words.plain("question-ended"))


def router() -> Router:
    """Return the router of what looks like an order and is none; it comes first."""
    router = Router(name="orders")
    router.message.register(on_foreign_command, roles.is_staff, is_foreign_command)
    router.message.register(on_no, is_no)
    return router
