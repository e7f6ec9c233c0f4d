"""What admins read about a client whom they ban or forget."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.ui.isolation import isolate
from bot.ui.names import list_reach
from bot.ui.screens import Button, Positive, make_button
from bot.ui.texts import Words
from models import Lead
from services.clients.forgetting import Traces


class ForgetCallback(CallbackData, prefix="forget"):
    """What a button below the question says; `sure` is false on *Cancel*."""

    contact: Positive
    sure: bool


class TryCallback(CallbackData, prefix="try"):
    """An admin tries how it is to be a client."""


class BanCallback(CallbackData, prefix="ban"):
    """What a button below the question about a banned record says; `sure` is false on *Leave it*."""

    contact: Positive
    sure: bool


class SpamCallback(CallbackData, prefix="spam"):
    """What an admin decides about a contact that is reported as spam."""

    contact: Positive
    sure: bool


def ask_about_spam(number: int, words: Words) -> InlineKeyboardMarkup:
    """Return the buttons that decide whether a contact is spam."""
    row = [make_button(*button) for button in list_spam_buttons(number, words)]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def list_spam_buttons(number: int, words: Words) -> list[Button]:
    """Return what an admin can decide about a contact that is reported as spam."""
    return [
        (words.plain("button-ban-client"), SpamCallback(contact=number, sure=True)),
        (words.plain("button-no-spam"), SpamCallback(contact=number, sure=False)),
    ]


def ask_to_ban(number: int, words: Words) -> InlineKeyboardMarkup:
    """Return the buttons that ban the client of a contact, or do not."""
    row = [
        make_button(words.plain(key), BanCallback(contact=number, sure=sure))
        for key, sure in (("button-ban", True), ("button-leave", False))
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def name(lead: Lead, words: Words) -> str:
    """Return a person as plain text: name, phone and email."""
    reach = list_reach(lead, words)
    known = (lead.name, *reach) if lead.name else reach
    return ", ".join(map(isolate, known)) or words.plain("client-unnamed")


def write_traces(traces: Traces, words: Words) -> str:
    """Return the question whether all of this may be deleted, in HTML."""
    lines = [
        f"<b>{words.html('forget-title', client=name(traces.lead, words))}</b>",
        words.plain("forget-contacts", count=len(traces.contacts)),
        words.plain("forget-messages", count=traces.messages),
    ]
    if traces.open_ones:
        numbers = ", ".join(words.plain("forget-number", number=str(n)) for n in traces.open_ones)
        lines.append(words.plain("forget-open", count=len(traces.open_ones), numbers=numbers))
    return "\n".join((*lines, words.plain("forget-stays")))
