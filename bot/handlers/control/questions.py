"""Questions that an admin answers by a reply: it completes a command, so nothing has to be remembered."""

from aiogram.types import CallbackQuery

from bot.desk import Desk
from services import outbox, questions


async def ask(query: CallbackQuery, desk: Desk, key: str, command: str, **params: str) -> object:
    """Ask an admin for the last words of a command."""
    thread = outbox.Thread(desk.bot_id, desk.admin_id)
    await desk.unit.run_sync(questions.ask, thread, key, command, params, now=desk.now)
    return query.answer()
