"""Questions to admins: the answer completes a command, so no state has to be kept."""

from aiogram.types import CallbackQuery

from bot.middlewares.admin import AdminContext
from services.questions import ASKS
from services.queues import outbox, recipients


async def ask(query: CallbackQuery, context: AdminContext, key: str, command: str, **params: str) -> object:
    """Ask an admin for the last words of a command."""
    recipient = recipients.Recipient(context.bot_id, context.admin_id)
    await context.unit.run_sync(outbox.notify, recipient, key, at=context.at, **{ASKS: command}, **params)
    return query.answer()
