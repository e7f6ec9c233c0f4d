"""How it was: the two thumbs below the notice of completion, and what a client and admins read of it."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.ui.names import name_source
from bot.ui.screens import Positive, Screen, make_button
from bot.ui.texts import Words
from bot.views.cards.card import THUMBS, can_come_back, quote
from bot.views.contact_screens import ContactAction, ContactCallback
from models import Contact, Rating
from services.clients.ratings import BAD_WORDS


class RateCallback(CallbackData, prefix="rate"):
    """A client's thumb."""

    contact: Positive
    rating: Rating


def ask_rating(contact: Contact) -> InlineKeyboardMarkup | None:
    """Return the two thumbs, None if its source doesn't ask, or there is nothing to ask by now."""
    if contact.is_open or not contact.source.asks_rating or not can_come_back(contact):
        return None
    row = [make_button(THUMBS[one], RateCallback(contact=contact.id, rating=one)) for one in Rating]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def write_rated(number: int, rating: Rating, words: Words) -> Screen:
    """Return the thanks to a client, with the thumb to which he may change."""
    other = next(one for one in Rating if one is not rating)
    change = (
        words.plain("button-change-rating", thumb=THUMBS[other]),
        RateCallback(contact=number, rating=other),
    )
    thanks = words.html("client-rated", number=str(number), thumb=THUMBS[rating])
    asks = words.plain("client-rated-good" if rating is Rating.GOOD else "client-rated-bad")
    return Screen(f"{thanks}\n{asks}", [[change]])


def tell_admin(key: str, contact: Contact, words: Words) -> Screen | None:
    """Return who is not content, with whom and, if this is about words, those; None once they are gone."""
    said = contact.rating_comment if key == BAD_WORDS else None
    if key == BAD_WORDS and not said:
        return None
    text = words.html(
        key,
        number=str(contact.id),
        source=name_source(contact.source),
        operator=contact.operator.name if contact.operator else "—",
    )
    text = f"{text}\n{quote(said)}" if said else text
    show = ContactCallback(action=ContactAction.SHOW, contact=contact.id)
    label = words.plain("contact-number", number=str(contact.id))
    return Screen(f"{text}\n{words.plain('admin-rated-hint')}", [[(label, show)]])
