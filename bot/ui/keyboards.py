"""The buttons on cards, and those of clients: to share a phone, to say whether help is still needed."""

import enum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.ui.isolation import isolate
from bot.ui.screens import Button, Number, Positive, arrange, make_button
from bot.ui.texts import Words
from models import Contact
from services.contacts.states import Action, list_card_actions
from services.hours.mornings import Later
from services.phones import split_extension
from services.queues.labels import Labelled

IN_ROW = 3  # buttons, beyond which captions are cut on a phone
MOST_COPIED = 256  # characters that Telegram takes


class CardCallback(CallbackData, prefix="card"):
    """What a button on a card says; the assignment tells a stale card from a true one."""

    action: Action
    contact: Positive
    assignment: Number


class PoolCallback(CallbackData, prefix="pool"):
    """An operator takes a contact out of a pool, by the assignment that would begin with that."""

    contact: Positive
    assignment: Positive


class WhyCallback(CallbackData, prefix="why"):
    """An operator asks why this assignment is his."""

    contact: Positive
    assignment: Number


class MoreCallback(CallbackData, prefix="more"):
    """An operator wants to see what was not shown of a contact."""

    contact: Positive
    assignment: Number


class HistoryCallback(CallbackData, prefix="hist"):
    """An operator wants to see the earlier contacts of the client."""

    contact: Positive
    assignment: Number


class CardMenu(enum.StrEnum):
    MORE = "more"
    LESS = "less"
    TAGS = "tags"
    SPAM = "spam"


class CardMenuCallback(CallbackData, prefix="rare"):
    """An operator wants to see the rarer buttons of a card, or no more, or what one of them asks."""

    menu: CardMenu
    contact: Positive
    assignment: Number


class NoAnswerCallback(CallbackData, prefix="noans"):
    """An operator says that the client needs no answer."""

    contact: Positive
    assignment: Number


def take_from_pool(contact: Contact, words: Words) -> InlineKeyboardMarkup:
    """Return the button by which the first who presses it has a contact."""
    take = PoolCallback(contact=contact.id, assignment=contact.assignment_no + 1)
    return InlineKeyboardMarkup(inline_keyboard=[[make_button(words.plain("button-take"), take)]])


def need_no_answer(contact: int, assignment: int, words: Words) -> InlineKeyboardMarkup:
    """Return the button below a reminder that ends the wait."""
    needs_none = NoAnswerCallback(contact=contact, assignment=assignment)
    button = InlineKeyboardButton(text=words.plain("button-no-answer"), callback_data=needs_none.pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


class OutcomeCallback(CallbackData, prefix="out"):
    """An operator says how a contact has ended, or no more."""

    contact: Positive
    assignment: Number
    label: Positive


class TagCallback(CallbackData, prefix="tag"):
    """An operator chooses a tag of a contact; 0: wants to see which there are."""

    contact: Positive
    assignment: Number
    label: Number = 0


class LaterCallback(CallbackData, prefix="later"):
    """An operator has chosen until when to put a contact off; without a choice it stays as it is."""

    until: Later | None
    contact: Positive
    assignment: Number


class AnswersCallback(CallbackData, prefix="qas"):
    """An operator wants to see the quick answers for a contact."""

    contact: Positive
    assignment: Number


class IdleCallback(CallbackData, prefix="idle"):
    """A client says whether a contact that nobody has written in is still needed."""

    contact: Positive
    is_needed: bool


def ask_idle(contact: int, words: Words) -> InlineKeyboardMarkup:
    """Return the buttons below the question whether a contact is still needed."""
    row = [
        InlineKeyboardButton(
            text=words.plain(f"button-idle-{word}"),
            callback_data=IdleCallback(contact=contact, is_needed=is_needed).pack(),
        )
        for word, is_needed in (("yes", True), ("no", False))
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def take_back(contact: int, assignment: int, words: Words) -> InlineKeyboardMarkup:
    """Return the button by which an operator takes back what is put off."""
    wake = CardCallback(action=Action.WAKE, contact=contact, assignment=assignment)
    button = InlineKeyboardButton(text=words.plain("button-wake"), callback_data=wake.pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


class BackCallback(CallbackData, prefix="back"):
    """An operator is back from a pause."""


def ask_back(words: Words) -> InlineKeyboardMarkup:
    """Return the button that ends a pause."""
    button = InlineKeyboardButton(text=words.plain("button-back-again"), callback_data=BackCallback().pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def show_more(contact: int, assignment: int, words: Words) -> InlineKeyboardMarkup:
    """Return the button that shows more messages of a contact."""
    more = MoreCallback(contact=contact, assignment=assignment)
    button = InlineKeyboardButton(text=words.plain("button-show-more"), callback_data=more.pack())
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def card_buttons(
    contact: Contact, earlier: int, words: Words, *, has_answers: bool = False
) -> InlineKeyboardMarkup:
    """Return the buttons a contact's card has in its present state; `earlier`: contacts before it.

    `has_answers`: there are quick answers for it.
    """
    about = {"contact": contact.id, "assignment": contact.assignment_no}
    row = [
        make_button(words.plain(f"button-{action}"), CardCallback(action=action, **about))
        for action in list_card_actions(contact)
    ]
    rows = [row] if len(row) <= IN_ROW else [row[i : i + 2] for i in range(0, len(row), 2)]
    if contact.is_open:
        last = []
        if has_answers:
            last.append(make_button(words.plain("button-answers"), AnswersCallback(**about)))
        if earlier:
            label = words.plain("button-history", count=earlier)
            last.append(make_button(label, HistoryCallback(**about)))
        more = CardMenuCallback(menu=CardMenu.MORE, **about)
        last.append(make_button(words.plain("button-more"), more))
        if contact.chat_id is None:
            rows += [[make_button(*button) for button in copy_buttons(contact, words)]]
        rows += [last] if len(last) < IN_ROW else [last[:1], last[1:]]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def copy_buttons(contact: Contact, words: Words) -> list[Button]:
    """Return the buttons that copy a client's phone and e-mail; both are in the text, too, for old apps."""
    phone = split_extension(contact.lead.phone or contact.typed_phone or "")[0]
    ways = {"phone": phone, "email": contact.lead.email or contact.typed_email or ""}
    return [
        (words.plain(f"button-copy-{way}"), CopyTextButton(text=text))
        for way, text in ways.items()
        if 0 < len(text) <= MOST_COPIED
    ]


def outcome_buttons(contact: Contact, labelled: Labelled) -> list[list[InlineKeyboardButton]]:
    """Return the buttons that say how a completed contact has ended; none without outcomes."""
    if contact.is_open:
        return []
    buttons: list[Button] = [
        (
            ("✓ " if label == labelled.outcome else "") + isolate(label.name),
            OutcomeCallback(contact=contact.id, assignment=contact.assignment_no, label=label.id),
        )
        for label in labelled.offered
    ]
    return [[make_button(*button) for button in row] for row in arrange(buttons, 2)]


def share_phone(words: Words) -> ReplyKeyboardMarkup:
    """Return the keyboard with the one button that shares the client's phone."""
    button = KeyboardButton(text=words.plain("button-share-phone"), request_contact=True)
    return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)
