"""A notice about one message: its file, its words, what its copy can't show, what it offers, its change."""

from datetime import tzinfo

from bot.delivery.copies import copy, send_by_file_id
from bot.delivery.forms import Rendering, reply_to, send_text
from bot.delivery.notices import LONGEST_EXCERPT, name_client
from bot.delivery.relays import render_edit
from bot.ui.formatting import format_text
from bot.ui.lists import shorten
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.cards.card import name_kind
from bot.views.cards.claim_screens import ask_about_claim
from models import Message
from services.clients import files
from services.queues import relays
from services.queues.claims import offering
from services.queues.rendering.render_data import RenderData


def render_message_notice(
    data: RenderData, message: Message, words: Words, timezone: tzinfo
) -> Rendering | None:
    """Return the rendering of a notice about a message, None if there is nothing to say any more."""
    match data.row.params["key"]:
        case relays.CARRIED:
            return _carried(data, message, words, timezone)
        case relays.CAPTION:
            return _caption(data, message)
        case files.FILE:
            return _file(data, message, words)
        case offering.OFFER:
            return _offer(data, message, words)
        case _:
            return render_edit(data, message, words)


def _carried(data: RenderData, message: Message, words: Words, timezone: tzinfo) -> Rendering | None:
    """What the copy that follows can't show."""
    lines = []
    if relays.LATE in data.row.params:
        moment = write_moment(message.created_at, words, timezone)
        lines.append(words.html("carried-late", client=name_client(data, words), moment=moment))
    if message.forwarded_from:
        client = name_client(data, words)
        lines.append(words.html("carried-forwarded", client=client, author=message.forwarded_from))
    if message.quote is not None and message.reply_to_id is None:
        quoted = shorten(message.quote["text"], LONGEST_EXCERPT)
        lines.append(words.html("carried-quote", client=name_client(data, words), text=quoted))
    if not lines:
        return None  # the person was forgotten meanwhile
    return Rendering((send_text(data.row.chat_id, "\n".join(lines), reply_to(data.card_id)),))


def _caption(data: RenderData, message: Message) -> Rendering:
    """The words of a file that could be shown only without them."""
    text = format_text(message.text or "", message.entities)
    return Rendering((send_text(data.row.chat_id, text, reply_to(data.copy_id or data.card_id)),))


def _file(data: RenderData, message: Message, words: Words) -> Rendering | None:
    """How an admin gets what there is to look at in a message; a line if it can't be had any more."""
    if message.withdrawn_at is not None or message.message_id is None:
        return None
    chat_id, text = data.row.chat_id, format_text(message.text or "", message.entities) or None
    gone = words.html("file-gone", kind=name_kind(message.kind, words))
    by_id = send_by_file_id(chat_id, message, None, text)
    return Rendering((*copy(chat_id, message, None), *by_id, send_text(chat_id, gone)))


def _offer(data: RenderData, message: Message, words: Words) -> Rendering | None:
    """The offer to keep what a client has typed, unless it is known by now, or said no more."""
    contact, params = data.contact, data.row.params
    assert contact is not None
    is_idle = not contact.is_open or offering.is_known(contact, contact.lead, params[offering.WAY])
    if is_idle or not offering.is_said(message, params):
        return None
    screen = ask_about_claim(contact.id, contact.assignment_no, params, words)
    reply = reply_to(data.copy_id or data.card_id)
    return Rendering((send_text(data.row.chat_id, screen.text, reply, screen.markup),))
