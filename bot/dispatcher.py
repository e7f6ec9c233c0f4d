"""The dispatcher of all bots. The order of the routers is the order of roles."""

from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from typing import Any

from aiogram import Dispatcher
from aiogram.dispatcher.event.handler import FilterObject

from bot.handlers import admin, card_actions, client, foreign_commands, mine, operator, start, withdrawing
from bot.handlers.admin import questions
from bot.middlewares.identity import Identify


@cache
def build_dispatcher() -> Dispatcher:
    """Return the dispatcher of all bots, which keeps nothing of any of them.

    Each update is fed with `unit` and `at`.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(Identify())
    dispatcher.include_routers(
        foreign_commands.router(),
        start.links_router(),
        questions.router(),
        withdrawing.replies_router(),
        operator.answers_router(),
        client.own_router(),
        start.router(),
        admin.router(),
        mine.router(),
        withdrawing.router(),
        operator.router(),
        client.router(),
        card_actions.router(),
    )
    for filter_ in list_filters(dispatcher):
        if not filter_.awaitable:
            filter_.callback, filter_.awaitable = make_coroutine(filter_.callback), True
    return dispatcher


def list_filters(dispatcher: Dispatcher) -> Iterator[FilterObject]:
    """Return all filters, those within others among them."""
    for router in dispatcher.chain_tail:
        for observer in router.observers.values():
            for handler in observer.handlers:
                for filter_ in handler.filters or ():
                    yield from open_filter(filter_)


def open_filter(filter_: FilterObject) -> Iterator[FilterObject]:
    """Return a filter, and those that it combines."""
    yield filter_
    inverted = getattr(filter_.callback, "target", None)
    for part in (*getattr(filter_.callback, "targets", ()), *([inverted] if inverted else ())):
        yield from open_filter(part)


def make_coroutine(tell: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """Return a plain filter as a coroutine: aiogram gives a plain one to a thread, ten times a message."""

    async def answer(*event: Any, **data: Any) -> Any:
        return tell(*event, **data)

    return answer
