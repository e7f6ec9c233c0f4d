"""The dispatcher of all bots. The order of the routers is the order of roles."""

from functools import cache

from aiogram import Dispatcher

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
    return dispatcher
