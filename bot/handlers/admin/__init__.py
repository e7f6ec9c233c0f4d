"""The commands of admins, each with its buttons in a module; `register` puts both into the router."""

from aiogram import Router

from bot.handlers.admin import clients, contacts, open_contacts, operators, plain, reports, sources, weights
from bot.handlers.admin.audit import audit, operator_story
from bot.handlers.admin.board import board
from bot.handlers.admin.hours import source_hours
from bot.handlers.admin.labels import lists as labels
from bot.handlers.admin.labels import of_contact
from bot.handlers.admin.menu import first_steps, pages
from bot.handlers.admin.people import spam, splitting
from bot.handlers.admin.quick_answers import lists as quick_answers
from bot.handlers.admin.settings import rules as settings
from bot.handlers.admin.what_if import comparing, what_if
from bot.middlewares.admin import AdminMiddleware


def router() -> Router:
    """Return the router of admins."""
    router = Router(name="admin")
    router.message.middleware(AdminMiddleware())
    router.callback_query.middleware(AdminMiddleware())
    parts = (operators, weights, sources, source_hours, contacts, open_contacts, clients, reports, settings)
    for part in (
        spam,
        splitting,
        *parts,
        audit,
        operator_story,
        what_if,
        comparing,
        board,
        labels,
        of_contact,
        quick_answers,
        pages,
        first_steps,
        plain,
    ):
        part.register(router)
    return router
