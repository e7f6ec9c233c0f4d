"""An outbox row in words: the calls that deliver it, the best form first, simpler ones behind it."""

from datetime import datetime, tzinfo
from typing import Any

from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.delivery import own_texts
from bot.delivery.forms import Rendering, reply_to, send_text, strip_tags
from bot.delivery.relays import render_about, render_caption, render_file, render_relay
from bot.ui import keyboards
from bot.ui.lists import shorten
from bot.ui.notices import write_params
from bot.ui.screens import NO_PREVIEW
from bot.ui.texts import Words, escape
from bot.ui.times import write_moment, write_span
from bot.views.cards.card import can_come_back, write_card, write_ended
from bot.views.cards.mine_screens import show_mine
from bot.views.cards.put_off import write_until
from bot.views.client_screens import ask_about_spam, ask_to_ban
from bot.views.hours.pause_screens import ask_about_pause
from bot.views.hours.shift_screens import ask_at_end
from bot.views.hours.writing import write_opening
from bot.views.open_screens import show_contacts, show_unanswered
from bot.views.rating_screens import ask_rating, tell_admin
from bot.views.settings.admin_screens import write_news as write_admin_news
from bot.views.team.coming_screens import forward_bot, write_news
from bot.views.weekly.digest_screens import write_digest
from models import Contact, Message, OutboxKind
from services.clients.files import FILE
from services.clients.ratings import BAD, BAD_WORDS
from services.contacts.opening import OPENS, USUALLY
from services.deadlines.idle import ASKS_IDLE
from services.deadlines.reminders import SHOWS_MINE
from services.deadlines.timeouts import ASKS_BACK
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
from services.queues.relays import CAPTION, CARRIED, LATE
from services.queues.render_data import RenderData
from services.team.admins import GONE, NEWS
from services.team.pauses import PAUSED_SINCE
from services.team.shifts import SHIFT_OVER
from services.team.start_links import JOINED

LONGEST_EXCERPT = 300  # UTF-16 units of what a message quotes from elsewhere
ASK_PHONE = "ask_phone"


def render(
    data: RenderData, words: Words, timezone: tzinfo, *, card_force_reply: bool = False
) -> Rendering | None:
    """Return the rendering for an outbox row, None if nobody should get it any more."""
    message = data.message
    match data.row.kind:
        case OutboxKind.CARD:
            return _card(data, words, timezone, force_reply=card_force_reply)
        case OutboxKind.RELAY if data.is_current:
            assert message is not None
            return render_relay(data, message, words)
        case OutboxKind.NOTICE if data.is_current:
            if message is None:
                return _notice(data, words, timezone)
            match data.row.params["key"]:
                case key if key == CARRIED:
                    return _carried(data, message, words, timezone)
                case key if key == FILE:
                    return render_file(data, message, words)
                case key if key == CAPTION:
                    return render_caption(data, message)
                case _:
                    return render_about(data, message, words)
        case _:
            return None


def _card(data: RenderData, words: Words, timezone: tzinfo, *, force_reply: bool) -> Rendering | None:
    contact, chat_id, shown = data.contact, data.row.chat_id, data.card_id
    assert contact is not None
    if not data.is_current and is_put_off(data):
        return _put_off(contact, chat_id, shown, words, timezone)
    if not data.is_current:
        ended = write_ended(contact, words, is_named=data.is_of_operator)
        line = EditMessageText(chat_id=chat_id, message_id=shown, text=ended, parse_mode="HTML")
        return Rendering((line,), shown, optional=True) if shown else None
    text = write_card(
        contact,
        data.first_message,
        data.earlier,
        words,
        elsewhere=data.elsewhere,
        timezone=timezone,
        labelled=data.labelled,
        came=data.came,
    )
    buttons = _list_buttons(data, words)
    look: dict[str, Any] = {
        "chat_id": chat_id,
        "reply_markup": buttons,
        "link_preview_options": NO_PREVIEW,
    }
    sent = dict(look)
    if force_reply and buttons and contact.is_open and contact.chat_id is not None:
        sent["reply_markup"] = buttons.model_copy(update={"force_reply": True})  # no edit may say this
    sends = (
        SendMessage(text=text, parse_mode="HTML", **sent),
        SendMessage(text=strip_tags(text), parse_mode=None, **sent),
    )
    if shown is None:
        return Rendering(sends)
    return Rendering((EditMessageText(message_id=shown, text=text, parse_mode="HTML", **look), *sends), shown)


def _list_buttons(data: RenderData, words: Words) -> InlineKeyboardMarkup | None:
    """Return the buttons of a card: of who can't come back it can still be said how that has ended."""
    contact = data.contact
    assert contact is not None
    rows = keyboards.outcome_buttons(contact, data.labelled) if contact.blanked_at is None else []
    if can_come_back(contact):
        buttons = keyboards.card_buttons(contact, data.earlier, words, has_answers=data.has_answers)
        rows += buttons.inline_keyboard
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def is_put_off(data: RenderData) -> bool:
    """Tell whether a card is the last one of a contact that is put off, and nobody has."""
    contact = data.contact
    return contact is not None and contact.is_asleep and data.row.assignment_no == contact.assignment_no - 1


def _put_off(
    contact: Contact, chat_id: int, shown: int | None, words: Words, timezone: tzinfo
) -> Rendering | None:
    if shown is None:
        return None
    until = write_until(contact.snoozed_until, words, timezone)
    lines = [words.plain("card-put-off", number=str(contact.id), until=until)]
    if contact.chat_id is not None:
        lines.append(words.plain("card-put-off-reply"))
    line = EditMessageText(
        chat_id=chat_id,
        message_id=shown,
        text=" ".join(lines),
        reply_markup=keyboards.take_back(contact.id, contact.assignment_no - 1, words),
    )
    return Rendering((line,), shown, optional=True)


def _carried(data: RenderData, message: Message, words: Words, timezone: tzinfo) -> Rendering | None:
    """What the copy that follows can't show."""
    lines = []
    if LATE in data.row.params:
        moment = write_moment(message.created_at, words, timezone)
        lines.append(words.html("carried-late", client=_name_client(data, words), moment=moment))
    if message.forwarded_from:
        client = _name_client(data, words)
        lines.append(words.html("carried-forwarded", client=client, author=message.forwarded_from))
    if message.quote is not None and message.reply_to_id is None:
        quoted = shorten(message.quote["text"], LONGEST_EXCERPT)
        lines.append(words.html("carried-quote", client=_name_client(data, words), text=quoted))
    if not lines:
        return None  # the person was forgotten meanwhile
    return Rendering((send_text(data.row.chat_id, "\n".join(lines), reply_to(data.card_id)),))


def _notice(data: RenderData, words: Words, timezone: tzinfo) -> Rendering | None:
    if data.row.params["key"] == JOINED:
        screen = write_news(data.row.params, words)
        return Rendering((send_text(data.row.chat_id, screen.text, markup=screen.markup),))
    if data.row.params["key"] == digests.KEY:
        screen = write_digest(data.row.params[digests.WEEKS], timezone, words)
        return Rendering((send_text(data.row.chat_id, screen.text, markup=screen.markup),))
    if data.row.params["key"] in (NEWS, GONE):
        screen = write_admin_news(data.row.params["key"], data.row.params, words)
        return Rendering((send_text(data.row.chat_id, screen.text, markup=screen.markup),))
    if data.row.params["key"] in (BAD, BAD_WORDS):
        assert data.contact is not None
        told = tell_admin(data.row.params["key"], data.contact, words)
        return Rendering((send_text(data.row.chat_id, told.text, markup=told.markup),)) if told else None
    own = own_texts.find(data, words)
    params, words = write_params(data.row.params, own.words), own.words
    if OPENS in params:
        opens = datetime.fromisoformat(params[OPENS])
        params[OPENS] = write_opening(opens, data.row.created_at, words, timezone)
        params["closed"] = own.closed or params.get("closed") or words.plain("closed-ours")
    params.pop(FOR_ADMIN, None)
    numbers = data.row.params.get(NUMBERS, ())
    key, replied = params.pop("key"), params.pop("reply_to", None)
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None
    markup = keyboards.share_phone(words) if params.pop(ASK_PHONE, False) else None
    if own.is_off:
        if markup is None:
            return None
        key, params = "client-share-phone", {}  # a keyboard comes with a message only
    if key == "client-phone-saved":
        markup = ReplyKeyboardRemove()
    if params.pop(SHOWS_MORE, False):
        markup = keyboards.show_more(data.row.contact_id or 0, data.row.assignment_no or 0, words)
    if key == "operator-reminder" and data.contact is not None and data.contact.unanswered_since is not None:
        markup = keyboards.need_no_answer(data.contact.id, data.contact.assignment_no, words)
    if params.pop(ASKS_IDLE, False):
        markup = keyboards.ask_idle(data.row.contact_id or 0, words)
    if params.pop(ASKS_BACK, False):
        markup = keyboards.ask_back(words)
    if params.pop(SHIFT_OVER, False):
        markup = ask_at_end(words)
    if (since := params.pop(PAUSED_SINCE, None)) is not None:
        when, markup = ask_about_pause(since, data.row.created_at, words)
        params.update(when)
    if params.pop(SHOWS_MINE, False):
        markup = show_mine(words)
    if (operator_id := params.pop(SHOWS_OPEN, None)) is not None:
        markup = show_unanswered(operator_id, words)
    if OPENS_BOT in params:
        markup = forward_bot(params, words)
    if numbers:
        markup = show_contacts(numbers[:MOST_NUMBERS], words)
    if (number := params.pop(ASKS_TO_BAN, None)) is not None:
        markup = ask_to_ban(number, words)
    if params.pop(ASKS_RATING, False) and data.contact is not None:
        markup = ask_rating(data.contact)
    if (number := params.pop(ASKS_ABOUT_SPAM, None)) is not None and data.contact is not None:
        markup = ask_about_spam(number, words)
        params["text"] = shorten(" ".join(data.contact.message.split()), LONGEST_EXCERPT) or "—"
    if params.pop(ASKS, None) is not None:
        markup = ForceReply(input_field_placeholder=words.plain("ask-placeholder"))
    if replied is None:
        replied = data.card_id  # of the assignment that it is about, if it is about one
    if params.pop(BY_CARD, False):
        assert data.contact is not None
        replied, params["client"] = data.card_id, _name_client(data, words)
        if params.pop(BUTTONS, False):
            has = data.has_answers
            markup = keyboards.card_buttons(data.contact, data.earlier, words, has_answers=has)
    receipt, written, usually = (params.pop(name, None) for name in (RECEIPT, WRITTEN, USUALLY))
    if key == "album-from-client":
        params["client"] = _name_client(data, words)
    receipt = own.line or receipt
    text = escape(own.text) if own.text else words.html(key, **params)
    if usually and not own.text:
        text += f" {write_usual(usually, words)}"
    if receipt:
        text += f"\n{escape(receipt)}"
    if written:
        moment = write_moment(datetime.fromisoformat(written), words, timezone)
        text = f"{words.html('client-late', moment=moment)}\n{text}"
    return Rendering((send_text(data.row.chat_id, text, reply_to(replied), markup),))


def write_usual(minutes: int, words: Words) -> str:
    """Return how long clients usually wait."""
    return words.html("client-usually", span=write_span(60 * minutes, words))


def _name_client(data: RenderData, words: Words) -> str:
    assert data.contact is not None
    return data.contact.lead.name or words.plain("client-someone")
