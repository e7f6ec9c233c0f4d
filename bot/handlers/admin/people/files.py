"""The button of a request that sends its photos and files to the admin who presses it."""

from aiogram.types import CallbackQuery

from bot.middlewares.admin import AdminContext
from bot.ui.display import pop_up
from services.clients import files


async def send_files(query: CallbackQuery, context: AdminContext, number: int) -> object:
    """Send what there is to look at in a contact, and say where it comes."""
    name, count = await context.unit.run_sync(files.send, number, context.admin_id, at=context.at)
    return pop_up(query, context.words.plain("files-sent", name=name, count=count))
