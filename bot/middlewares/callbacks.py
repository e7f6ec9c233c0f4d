"""Around every button of operators and clients: whose card it is about, and how a refusal is answered.

Those of admins have a middleware of their own, which stands within this one.
"""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

from bot.middlewares.identity import Handler
from bot.ui.display import pop_up
from bot.ui.refusals import write_refusal
from services.queues.recipients import Recipient
from services.refusals import Refused


class CallbackMiddleware(BaseMiddleware):
    """Gives handlers of a button that names an assignment its `recipient`, and lets a refusal pop up."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, CallbackQuery)
        callback = data.get("callback_data")
        assignment = getattr(callback, "assignment", None)
        if callback is not None and assignment is not None:
            account = data["person"].account
            data["recipient"] = Recipient(data["bot"].id, account, callback.contact, assignment)
        try:
            return await handler(event, data)
        except Refused as refusal:
            return pop_up(event, write_refusal(refusal, data["words"]))
