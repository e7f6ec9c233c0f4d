"""/sources: where contacts come from."""

from aiogram import Router
from aiogram.types import Message

from bot.desk import Desk
from bot.handlers.orders import Order
from bot.views import lists
from bot.views.screens import Screen
from services import queue


async def on_sources(_message: Message, desk: Desk) -> Screen:
    """List the sources, with how many contacts wait in each."""
    waiting = await desk.unit.run_sync(queue.count_waiting)
    return Screen(lists.write_sources(waiting, desk.connected, desk.words))


async def show_example(_desk: Desk, _given: list[str]) -> str:
    """Return a working `/sources` command."""
    return "/sources"


def register(router: Router) -> None:
    """Put the command into a router."""
    router.message.register(on_sources, Order("sources"), flags={"example": show_example})
