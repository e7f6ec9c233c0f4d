"""An outbox row in words: the calls that deliver it, the best form first, simpler ones behind it."""

from datetime import tzinfo
from typing import Any

from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.delivery.forms import Rendering, strip_tags
from bot.delivery.message_notices import render_message_notice
from bot.delivery.notices import render_notice
from bot.delivery.relays import render_relay
from bot.ui import keyboards
from bot.ui.screens import NO_PREVIEW
from bot.ui.texts import Words
from bot.views.cards.card import can_come_back, write_card, write_ended, write_left_pool
from bot.views.cards.put_off import write_until
from models import Contact, OutboxKind
from services.queues.rendering.render_data import RenderData


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
                return render_notice(data, words, timezone)
            return render_message_notice(data, message, words, timezone)
        case _:
            return None


def _card(data: RenderData, words: Words, timezone: tzinfo, *, force_reply: bool) -> Rendering | None:
    contact, chat_id, shown = data.contact, data.row.chat_id, data.card_id
    assert contact is not None
    if data.is_of_pool and not data.waits_in_pool:
        return _left_pool(data, contact, words)
    if not data.is_of_pool and not data.is_current:
        if is_put_off(data):
            return _put_off(contact, chat_id, shown, words, timezone)
        return _ended(data, contact, words)
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
    buttons = keyboards.take_from_pool(contact, words) if data.is_of_pool else _list_buttons(data, words)
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


def _ended(data: RenderData, contact: Contact, words: Words) -> Rendering | None:
    shown, ended = data.card_id, write_ended(contact, words, is_named=data.is_of_operator)
    line = EditMessageText(chat_id=data.row.chat_id, message_id=shown, text=ended, parse_mode="HTML")
    return Rendering((line,), shown, optional=True) if shown else None


def _left_pool(data: RenderData, contact: Contact, words: Words) -> Rendering | None:
    """Return the line that is left of the card of a pool, None if it was never shown."""
    shown, text = data.card_id, write_left_pool(contact, words, is_named=data.is_of_operator)
    line = EditMessageText(chat_id=data.row.chat_id, message_id=shown, text=text, parse_mode="HTML")
    return Rendering((line,), shown, optional=True) if shown else None


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
