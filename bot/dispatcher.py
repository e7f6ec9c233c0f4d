"""The dispatcher of all bots. The order of the routers is the order of roles."""

from aiogram import Dispatcher

from bot.handlers import admin, card_actions, client, mine, operator, start
from bot.middlewares.identity import Identify
from bot.runtime.options import Options


def build_dispatcher(options: Options) -> Dispatcher:
    """Return the dispatcher of all bots; each update is fed with unit, now and chance."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher["admins"] = frozenset(options.admins)
    dispatcher["default_language"] = options.default_language
    dispatcher["phone_region"] = options.policy.phone_region
    dispatcher["reopen_window"] = options.policy.reopen_window
    dispatcher["timezone"] = options.policy.timezone
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(Identify())
    dispatcher.include_routers(
        operator.answers_router(),
        start.router(),
        admin.router(),
        mine.router(),
        operator.router(),
        client.router(),
        card_actions.router(),
    )
    return dispatcher
