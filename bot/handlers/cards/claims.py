"""An operator decides about a phone or an e-mail that the client has typed: it is kept by a press only."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.ui.display import pop_up, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from bot.views.cards.claim_screens import ClaimCallback, write_decided
from models.database.protocol import UnitOfWork
from services.clients import claims
from services.moment import Moment
from services.queues.recipients import Recipient
from services.refusals import Refused
from services.team.identity import Person


async def on_callback(
    query: CallbackQuery,
    callback_data: ClaimCallback,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Keep what was offered with the contact, or offer it never again; or say why not."""
    assert query.message is not None
    number, keep = callback_data.contact, callback_data.keep
    recipient = Recipient(bot.id, person.account, number, callback_data.assignment)
    try:
        value = await unit.run_sync(claims.decide, recipient, query.message.message_id, keep=keep, at=at)
    except Refused as refusal:
        return pop_up(query, write_refusal(refusal, words))
    return show_instead(query, write_decided(number, value, keep, words))


def register(router: Router) -> None:
    """Register the buttons below an offer."""
    router.callback_query.register(on_callback, ClaimCallback.filter())
