"""What an operator has chosen in inline mode was filled in for one client, and is sent to no other."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from aiogram import Bot
from aiogram.types import Message

from bot.reading.incoming import is_inline_result
from services.quick_answers import inline

T = TypeVar("T")


def choose_sending(message: Message, bot: Bot, by: Callable[..., T]) -> Callable[..., T]:
    """Return the service that sends a message: `by`, for a result of inline mode only to its own client."""
    return partial(inline.send, by=by) if is_inline_result(message, bot) else by
