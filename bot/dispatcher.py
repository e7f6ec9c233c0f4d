"""The dispatcher of all bots: those who work here come before everybody, and in the order of their roles.

Each router, and each filter before the handler that fits, costs every message some microseconds.
"""

from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.handler import FilterObject

from bot.handlers import (
    admin,
    client,
    foreign_commands,
    idle,
    operator,
    pauses,
    ratings,
    roles,
    shift_end,
    start,
    withdrawing,
)
from bot.handlers.admin import questions
from bot.handlers.board import viewing
from bot.handlers.cards import (
    card_actions,
    card_menu,
    claims,
    labels,
    later,
    mine,
    passing,
    pooled,
    quick_answers,
)
from bot.middlewares.callbacks import CallbackMiddleware
from bot.middlewares.identity import Identify


@cache
def build_dispatcher() -> Dispatcher:
    """Return the dispatcher of all bots, which keeps nothing of any of them.

    Each update is fed with `unit` and `at`.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(Identify())
    dispatcher.include_routers(build_staff_router(), build_public_router())
    for filter_ in list_filters(dispatcher):
        if not filter_.awaitable:
            filter_.callback, filter_.awaitable = make_coroutine(filter_.callback), True
    return dispatcher


def build_staff_router() -> Router:
    """Return the router of those who work here, or did: a client's message passes it by in one step."""
    router, own = Router(name="staff"), Router(name="operator")
    router.message.filter(roles.is_or_was_staff)
    router.callback_query.filter(roles.is_or_was_staff)
    router.callback_query.middleware(CallbackMiddleware())
    foreign_commands.register(router)
    start.register_links(router)
    questions.register(router)
    withdrawing.register_replies(router)
    passing.register_words(router)
    operator.register_answers(router)
    client.register_own(router)
    start.register(router)
    start.register_menu(router)
    viewing.register(own)
    passing.register(own)
    mine.register(own)
    later.register(own)
    withdrawing.register(own)
    pauses.register(own)
    operator.register(own)
    shift_end.register(own)
    router.include_routers(admin.router(), own)
    return router


def build_public_router() -> Router:
    """Return the router of everybody, in which what is nobody's business ends, too."""
    router = Router(name="public")
    router.callback_query.middleware(CallbackMiddleware())
    start.register_links(router)
    start.register(router)
    viewing.register(router)
    client.register(router)
    passing.register_card(router)
    ratings.register(router)
    labels.register(router)
    quick_answers.register(router)
    claims.register(router)
    idle.register(router)
    card_menu.register(router)
    pooled.register(router)
    card_actions.register(router)
    return router


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
