"""What the buttons of the menu open: the screen that the command of that name shows."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin import contacts, open_contacts, operators, reports, sources, weights
from bot.handlers.admin.audit import audit
from bot.handlers.admin.board import board
from bot.handlers.admin.hours import source_hours
from bot.handlers.admin.labels import lists as labels
from bot.handlers.admin.quick_answers import lists as quick_answers
from bot.handlers.admin.settings import rules as settings
from bot.handlers.admin.what_if import what_if
from bot.middlewares.admin import AdminContext
from bot.views.menu.callbacks import MenuCallback
from models import LabelKind
from services.refusals import Reason, Refused


async def on_page(query: CallbackQuery, callback_data: MenuCallback, context: AdminContext) -> object:
    """Open the screen that a button names by its command; raises Refused for one that there is no more.

    A new screen is a row here, and one of `PAGES` in the view, with a label.
    """
    match callback_data.page:
        case "operators":
            return await operators.list_operators(context)
        case "weight":
            return await weights.list_weights(context)
        case "sources":
            return await sources.list_sources(context)
        case "hours":
            return await source_hours.list_hours(context)
        case "queue":
            return await contacts.show_queue(context, 0)
        case "open":
            return await open_contacts.show_open(context, None)
        case "stats":
            return query.answer(), await reports.show_last_days(context)
        case "audit":
            return query.answer(), await audit.show_last_days(context)
        case "board":
            return await board.give_link(context)
        case "whatif":
            return await what_if.show_home(context)
        case "answers":
            return await quick_answers.show_list(context)
        case "outcomes":
            return await labels.show_list(context, LabelKind.OUTCOME)
        case "tags":
            return await labels.show_list(context, LabelKind.TAG)
        case "settings":
            return await settings.list_settings(context)
        case _:
            raise Refused(Reason.CHANGED_SINCE)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_page, roles.is_admin, MenuCallback.filter())
