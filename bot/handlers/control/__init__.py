"""The control room: each module is one command with its buttons; `register` puts both into the router."""

from aiogram import Router

from bot.desk import Control
from bot.handlers.control import clients, contacts, operators, reports, sources, weights


def router() -> Router:
    """Return the router of admins."""
    router = Router(name="control")
    router.message.middleware(Control())
    router.callback_query.middleware(Control())
    for part in (operators, weights, sources, contacts, clients, reports):
        part.register(router)
    return router
