"""What the buttons of the menu open: the screen that the command of that name shows."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin import contacts, open_contacts, operators, reports, sources, weights
from bot.handlers.admin.hours import source_hours
from bot.handlers.admin.labels import lists as labels
from bot.handlers.admin.quick_answers import lists as quick_answers
from bot.middlewares.admin import AdminContext
from bot.views.menu.callbacks import MenuCallback
from models import LabelKind
from services.refusals import Reason, Refused

# command → what shows its screen; a new row needs a place in `PAGES` of the view, and a label.
OPENERS: Mapping[str, Callable[[AdminContext], Awaitable[object]]] = {
    "operators": operators.list_operators,
    "weight": weights.list_weights,
    "sources": sources.list_sources,
    "hours": source_hours.list_hours,
    "queue": partial(contacts.show_queue, page=0),
    "open": partial(open_contacts.show_open, operator=None),
    "stats": reports.show_last_days,
    "answers": quick_answers.show_list,
    "outcomes": partial(labels.show_list, kind=LabelKind.OUTCOME),
    "tags": partial(labels.show_list, kind=LabelKind.TAG),
}


async def on_page(query: CallbackQuery, callback_data: MenuCallback, context: AdminContext) -> object:
    """Open the screen that a button names; raises Refused for one that there is no more."""
    opener = OPENERS.get(callback_data.page)
    if opener is None:
        raise Refused(Reason.CHANGED_SINCE)
    opened = await opener(context)
    return (query.answer(), opened) if callback_data.page == "stats" else opened


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_page, roles.is_admin, MenuCallback.filter())
