"""The dispatcher of all bots. The order of the routers is the order of roles."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from aiogram import Dispatcher

from bot.handlers import admin, card_actions, client, mine, operator, start
from bot.middlewares.identity import Recognition
from settings import Settings


def build_dispatcher(settings: Settings) -> Dispatcher:
    """Return the dispatcher of all bots; each update is fed with unit, now and chance."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher["admins"] = frozenset(settings.admin_ids)
    dispatcher["default_language"] = settings.default_language
    dispatcher["phone_region"] = settings.phone_region
    dispatcher["reopen_window"] = timedelta(minutes=settings.reopen_window_minutes)
    dispatcher["timezone"] = ZoneInfo(settings.timezone)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(Recognition())
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
