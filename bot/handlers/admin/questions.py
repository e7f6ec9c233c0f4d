"""Questions to admins: the answer completes a command, so no state has to be kept; “no” ends them."""

import re

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.middlewares.admin import AdminContext
from bot.ui.texts import Words
from services.questions import ASKS
from services.queues import outbox, recipients
from services.team.identity import Person

# A word of these ends a question, alone or before a comma: “нет, потом”.
NO = re.compile(
    r"(отмена|отменить|отбой|нет|не надо|не нужно|нет,? потом|потом|стоп"
    r"|cancel|no|nope|stop|never ?mind|not now|no,? thanks?)\s*([,.!…;].*)?",
    re.IGNORECASE | re.DOTALL,
)


async def ask(query: CallbackQuery, context: AdminContext, key: str, command: str, **params: str) -> object:
    """Ask an admin for the last words of a command."""
    recipient = recipients.Recipient(context.bot_id, context.admin_id)
    await context.unit.run_sync(
        outbox.notify_admin, recipient, key, at=context.at, **{ASKS: command}, **params
    )
    return query.answer()


def is_no(message: Message, person: Person) -> bool:
    """Tell whether an admin does not want to answer a question of ours."""
    return person.asked is not None and NO.fullmatch((message.text or "").strip()) is not None


async def on_no(message: Message, words: Words) -> object:
    """End the question; nothing changes."""
    return message.answer(words.plain("question-ended"))


def register(router: Router) -> None:
    """Register answers that say no, which come before whatever the question was about."""
    router.message.register(on_no, is_no)
