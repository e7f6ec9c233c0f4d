"""An operator decides about a phone or an e-mail that the client has typed: it is kept by a press only."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.ui.display import show_instead
from bot.ui.texts import Words
from bot.views.cards.claim_screens import ClaimCallback, write_decided
from models.database.protocol import UnitOfWork
from services.clients import claims
from services.moment import Moment
from services.queues.recipients import Recipient


async def on_callback(
    query: CallbackQuery,
    callback_data: ClaimCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Keep what was offered with the contact, or offer it never again; or say why not."""
    assert query.message is not None
    number, keep = callback_data.contact, callback_data.keep
    value = await unit.run_sync(claims.decide, recipient, query.message.message_id, keep=keep, at=at)
    return show_instead(query, write_decided(number, value, keep, words))


def register(router: Router) -> None:
    """Register the buttons below an offer."""
    router.callback_query.register(on_callback, ClaimCallback.filter())
