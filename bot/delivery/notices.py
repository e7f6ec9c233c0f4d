"""A notice in words: the text, the buttons below it, and what it replies to."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.delivery import own_texts
from bot.delivery.forms import Rendering, reply_to, send_text
from bot.delivery.own_texts import Own
from bot.ui import keyboards
from bot.ui.lists import shorten
from bot.ui.notices import write_params
from bot.ui.screens import Screen
from bot.ui.texts import Words, escape
from bot.ui.times import write_moment, write_span
from bot.views.board.right_screens import write_news as write_board_news
from bot.views.cards.mine_screens import show_mine
from bot.views.client_screens import ask_about_spam, ask_to_ban
from bot.views.hours.pause_screens import ask_about_pause
from bot.views.hours.shift_screens import ask_at_end
from bot.views.hours.writing import write_opening
from bot.views.open_screens import show_contacts, show_unanswered
from bot.views.rating_screens import ask_rating, tell_admin
from bot.views.settings.admin_screens import write_news as write_admin_news
from bot.views.team.coming_screens import forward_bot, write_news
from bot.views.weekly.digest_screens import write_digest
from bot.views.what_if.trial_screens import write_over
from services.clients.ratings import BAD, BAD_WORDS
from services.contacts.opening import OPENS, USUALLY
from services.deadlines.idle import ASKS_IDLE
from services.deadlines.reminders import SHOWS_MINE
from services.deadlines.timeouts import ASKS_BACK
from services.joining import board_rights
from services.joining.admins import GONE, NEWS
from services.joining.start_links import JOINED
from services.operations import digests
from services.operations.alerts import OPENS_BOT, SHOWS_OPEN
from services.operations.trouble import MOST_NUMBERS, NUMBERS
from services.questions import ASKS
from services.queues.floods import SHOWS_MORE
from services.queues.outbox import (
    ASKS_ABOUT_SPAM,
    ASKS_RATING,
    ASKS_TO_BAN,
    BUTTONS,
    BY_CARD,
    FOR_ADMIN,
    RECEIPT,
    WRITTEN,
)
from services.queues.rendering.render_data import RenderData
from services.team.pauses import PAUSED_SINCE
from services.team.shifts import SHIFT_OVER
from services.what_if import trials

LONGEST_EXCERPT = 300  # UTF-16 units of what a message quotes from elsewhere
ASK_PHONE = "ask_phone"
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


def render_notice(data: RenderData, words: Words, timezone: tzinfo) -> Rendering | None:
    """Return the rendering of a notice, None if there is nothing to say any more."""
    key = data.row.params["key"]
    if key in SCREENS:
        screen = SCREENS[key](data, words, timezone)
        if screen is None:
            return None
        return Rendering((send_text(data.row.chat_id, screen.text, markup=screen.markup),))
    own = own_texts.find(data, words)
    words = own.words
    params = write_params(data.row.params, words)
    if OPENS in params:
        opens = datetime.fromisoformat(params[OPENS])
        params[OPENS] = write_opening(opens, data.row.created_at, words, timezone)
        # The version before kept a source's own words with the notice, as it did those of RECEIPT.
        params["closed"] = own.closed or params.get("closed") or words.plain("closed-ours")
    params.pop(FOR_ADMIN, None)
    key, replied = params.pop("key"), params.pop("reply_to", None)
    markup = choose_markup(data, key, params, words)
    if own.is_off:
        if not isinstance(markup, ReplyKeyboardMarkup):
            return None
        key, params = "client-share-phone", {}  # a keyboard comes with a message only
    if params.pop(BY_CARD, False):
        replied, params["client"] = data.card_id, name_client(data, words)
    elif replied is None:
        replied = data.card_id  # of the assignment that it is about, if it is about one
    text = write_text(data, key, params, own, words, timezone)
    return Rendering((send_text(data.row.chat_id, text, reply_to(replied), markup),))


def write_text(
    data: RenderData, key: str, params: dict[str, Any], own: Own, words: Words, timezone: tzinfo
) -> str:
    """Return a notice in HTML, with the source's own words around it or instead."""
    receipt, written, usually = (params.pop(name, None) for name in (RECEIPT, WRITTEN, USUALLY))
    if key == "album-from-client":
        params["client"] = name_client(data, words)
    text = escape(own.text) if own.text else words.html(key, **params)
    if usually and not own.text:
        text += f" {write_usual(usually, words)}"
    if receipt := own.line or receipt:
        text += f"\n{escape(receipt)}"
    if written:
        moment = write_moment(datetime.fromisoformat(written), words, timezone)
        text = f"{words.html('client-late', moment=moment)}\n{text}"
    return text


def choose_markup(data: RenderData, key: str, params: dict[str, Any], words: Words) -> Markup | None:
    """Return the buttons below a notice, or its keyboard; takes out of `params` what asks for them."""
    asks = params.pop(ASKS, None) is not None
    by_reader = (
        offer_admin(data, params, words),
        offer_operator(data, key, params, words),
        offer_client(data, key, params, words),
    )
    if asks:
        return ForceReply(input_field_placeholder=words.plain("ask-placeholder"))
    return next((markup for markup in by_reader if markup is not None), None)


def offer_client(data: RenderData, key: str, params: dict[str, Any], words: Words) -> Markup | None:
    """Return what a client is offered below a notice."""
    markup: Markup | None = keyboards.share_phone(words) if params.pop(ASK_PHONE, False) else None
    if key == "client-phone-saved":
        markup = ReplyKeyboardRemove()
    if params.pop(ASKS_IDLE, False):
        markup = keyboards.ask_idle(data.row.contact_id or 0, words)
    if params.pop(ASKS_RATING, False) and data.contact is not None:
        markup = ask_rating(data.contact)
    return markup


def offer_operator(data: RenderData, key: str, params: dict[str, Any], words: Words) -> Markup | None:
    """Return what an operator is offered below a notice."""
    markup: Markup | None = None
    if params.pop(SHOWS_MORE, False):
        markup = keyboards.show_more(data.row.contact_id or 0, data.row.assignment_no or 0, words)
    if key == "operator-reminder" and data.contact is not None and data.contact.unanswered_since is not None:
        markup = keyboards.need_no_answer(data.contact.id, data.contact.assignment_no, words)
    if params.pop(ASKS_BACK, False):
        markup = keyboards.ask_back(words)
    if params.pop(SHIFT_OVER, False):
        markup = ask_at_end(words)
    if (since := params.pop(PAUSED_SINCE, None)) is not None:
        when, markup = ask_about_pause(since, data.row.created_at, words)
        params.update(when)
    if params.pop(SHOWS_MINE, False):
        markup = show_mine(words)
    if params.get(BY_CARD, False) and params.pop(BUTTONS, False):
        assert data.contact is not None
        markup = keyboards.card_buttons(data.contact, data.earlier, words, has_answers=data.has_answers)
    return markup


def offer_admin(data: RenderData, params: dict[str, Any], words: Words) -> Markup | None:
    """Return what an admin is offered below a notice."""
    markup: Markup | None = None
    if (operator_id := params.pop(SHOWS_OPEN, None)) is not None:
        markup = show_unanswered(operator_id, words)
    if OPENS_BOT in params:
        markup = forward_bot(params, words)
    if numbers := data.row.params.get(NUMBERS, ()):
        markup = show_contacts(numbers[:MOST_NUMBERS], words)
    if (number := params.pop(ASKS_TO_BAN, None)) is not None:
        markup = ask_to_ban(number, words)
    if (number := params.pop(ASKS_ABOUT_SPAM, None)) is not None and data.contact is not None:
        markup = ask_about_spam(number, words)
        params["text"] = shorten(" ".join(data.contact.message.split()), LONGEST_EXCERPT) or "—"
    return markup


def write_usual(minutes: int, words: Words) -> str:
    """Return how long clients usually wait."""
    return words.html("client-usually", span=write_span(60 * minutes, words))


def name_client(data: RenderData, words: Words) -> str:
    """Return what the client is called."""
    assert data.contact is not None
    return data.contact.lead.name or words.plain("client-someone")


def _tell_of_rating(data: RenderData, words: Words, _timezone: tzinfo) -> Screen | None:
    assert data.contact is not None
    return tell_admin(data.row.params["key"], data.contact, words)


def _tell_of_admin(data: RenderData, words: Words, _timezone: tzinfo) -> Screen:
    return write_admin_news(data.row.params["key"], data.row.params, words)


def _tell_of_viewer(data: RenderData, words: Words, _timezone: tzinfo) -> Screen:
    return write_board_news(data.row.params["key"], data.row.params, words)


# Notices that are screens of their own.
SCREENS: dict[str, Callable[[RenderData, Words, tzinfo], Screen | None]] = {
    JOINED: lambda data, words, _: write_news(data.row.params, words),
    digests.KEY: lambda data, words, zone: write_digest(data.row.params[digests.WEEKS], zone, words),
    trials.KEY: lambda data, words, _: write_over(data.row.params[trials.TRIAL], words),
    **dict.fromkeys((NEWS, GONE), _tell_of_admin),
    **dict.fromkeys((board_rights.NEWS, board_rights.GONE), _tell_of_viewer),
    **dict.fromkeys((BAD, BAD_WORDS), _tell_of_rating),
}
