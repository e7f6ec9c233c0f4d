"""What operators have open: who is not answered, and for how long."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from aiogram.types import InlineKeyboardMarkup

from bot.ui.lists import join_lines
from bot.ui.names import name_client
from bot.ui.screens import Screen, arrange, make_button, write_pager
from bot.ui.texts import Words
from bot.ui.times import write_age
from bot.views.cards.put_off import write_until
from bot.views.contact_screens import ContactAction, ContactCallback, write_button
from bot.views.menu.callbacks import back_to_menu
from bot.views.operator_screens import OpenCallback, back_to_operator
from models import Operator
from services.reports.open_contacts import Held, OpenContacts

PAGE = 10


def write_open(
    found: OpenContacts,
    operator: Operator | None,
    page: int,
    words: Words,
    now: datetime,
    timezone: tzinfo = UTC,
) -> Screen:
    """Return a page of open contacts, of an operator or of all, with a button for each."""
    number = operator.id if operator else 0
    back = back_to_operator(operator, words) if operator else back_to_menu(words)
    if not found.count:
        none = words.html("open-none-of", name=operator.name) if operator else words.plain("open-none")
        return Screen(none, [[back]])
    title = (
        words.html("open-title-of", name=operator.name, count=found.count)
        if operator
        else words.plain("open-title", count=found.count)
    )
    lines = [words.plain("open-unanswered-count", count=found.unanswered)]
    lines += [words.plain("open-later-count", count=found.put_off)] if found.put_off else []
    lines.append("")
    lines += [write_held(held, words, now, timezone, names_operator=operator is None) for held in found.page]
    buttons = [write_button(held.contact, words) for held in found.page]
    pager = write_pager(page, -(-found.count // PAGE), lambda n: OpenCallback(operator=number, page=n))
    return Screen(f"{title}\n{join_lines(lines, words)}", [*arrange(buttons, 5), pager, [back]])


def show_unanswered(operator_id: int, words: Words) -> InlineKeyboardMarkup:
    """Return the button below an alert that lists what an operator has open."""
    button = make_button(words.plain("button-show-unanswered"), OpenCallback(operator=operator_id))
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def show_contacts(numbers: Sequence[int], words: Words) -> InlineKeyboardMarkup:
    """Return a button for each contact that an alert names."""
    buttons = [
        make_button(
            words.plain("contact-number", number=str(number)),
            ContactCallback(action=ContactAction.SHOW, contact=number),
        )
        for number in numbers
    ]
    rows = [buttons[start : start + 5] for start in range(0, len(buttons), 5)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def write_held(
    held: Held, words: Words, now: datetime, timezone: tzinfo = UTC, *, names_operator: bool
) -> str:
    """Return a contact in a line: whose it is, and how long its client has waited."""
    contact = held.contact
    line = words.html("open-line", number=str(contact.id), client=name_client(contact.lead, words))
    if names_operator and contact.operator is not None:
        line += words.html("open-whose", name=contact.operator.name)
    if contact.snoozed_at is not None:
        return line + words.plain("open-later", until=write_until(contact.snoozed_until, words, timezone))
    if held.since is None:
        return line + words.plain("open-answered")
    return line + words.plain("open-unanswered", age=write_age(held.since, now, words))
