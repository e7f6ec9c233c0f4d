"""Questions that an admin answers by a reply: it completes a command, so nothing has to be remembered."""

from aiogram.types import CallbackQuery

from bot.middlewares.admin import Desk
from services.questions import ASKS
from services.queues import outbox, recipients


async def ask(query: CallbackQuery, desk: Desk, key: str, command: str, **params: str) -> object:
    """Ask an admin for the last words of a command."""
    thread = recipients.Thread(desk.bot_id, desk.admin_id)
    await desk.unit.run_sync(outbox.notify, thread, key, now=desk.now, **{ASKS: command}, **params)
    return query.answer()
