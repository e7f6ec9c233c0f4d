"""An operator's open contacts: the list with ages, and one of them with what can be done."""

import enum
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.ui.keyboards import (
    AnswersCallback,
    HistoryCallback,
    NoAnswerCallback,
    TagCallback,
    copy_buttons,
)
from bot.ui.lists import join_lines
from bot.ui.names import name_apart
from bot.ui.screens import Button, Number, Screen, arrange, make_button
from bot.ui.texts import Words
from bot.ui.times import write_age
from bot.views.cards.put_off import write_until
from bot.views.menu.callbacks import back_to_menu
from models import Contact
from services.contacts.states import Action, list_card_actions
from services.queues.labels import NONE, Labelled
from services.queues.recipients import number_in_pool

MOST_BUTTONS = 80  # Telegram takes 100
MOST_TAKING = 20  # of them
WORTH_SAYING = timedelta(minutes=1)  # that a client waits for an answer


class MineAction(enum.StrEnum):
    LIST = "list"
    SHOW = "show"
    SPAM = "spam"
    SPAM_SURELY = "sure"
    POOL = "pool"  # takes it out of its pool; assignment: that of its card there, without the sign


class MineCallback(CallbackData, prefix="m"):
    """A button below /mine: what it shows, or what it does with a contact."""

    action: MineAction | Action
    contact: Number = 0
    assignment: Number = 0


def write_mine(
    contacts: Sequence[Contact],
    words: Words,
    now: datetime,
    *,
    asleep: Sequence[Contact] = (),
    pooled: Sequence[Contact] = (),
    timezone: tzinfo = UTC,
    pop_up: str | None = None,
) -> Screen:
    """Return an operator's open contacts with their ages, in HTML, and a button for each.

    Below them is what is put off, with a place or without (`asleep`), and what can be taken (`pooled`).
    """
    put_off = [*(contact for contact in contacts if contact.snoozed_at is not None), *asleep]
    active = [contact for contact in contacts if contact.snoozed_at is None]
    if not active and not put_off and not pooled:
        return Screen(words.plain("mine-none"), [[back_to_menu(words)]], pop_up)
    names = name_apart((contact.lead for contact in (*active, *put_off, *pooled)), words)
    lines = [words.plain("mine-title", count=len(active)) if active else words.plain("mine-none-now")]
    lines += [write_line(contact, names[contact.lead_id], words, now) for contact in active]
    if put_off:
        lines += ["", words.plain("mine-later", count=len(put_off))]
        lines += [write_later(contact, names[contact.lead_id], words, timezone) for contact in put_off]
    if pooled:
        lines += ["", words.plain("mine-pool", count=len(pooled))]
        lines += [write_pooled(contact, names[contact.lead_id], words, now) for contact in pooled]
    contacts = [*active, *put_off]
    taking: list[Button] = [
        (
            words.plain("mine-take", number=str(contact.id), client=names[contact.lead_id]),
            MineCallback(action=MineAction.POOL, contact=contact.id, assignment=-number_in_pool(contact)),
        )
        for contact in pooled[:MOST_TAKING]
    ]
    buttons: list[Button] = [
        (
            words.plain("mine-button", number=str(contact.id), client=names[contact.lead_id]),
            MineCallback(action=MineAction.SHOW, contact=contact.id),
        )
        for contact in contacts[: MOST_BUTTONS - len(taking)]
    ]
    rows = [*arrange(taking, 2), *arrange(buttons, 2)]
    return Screen(join_lines(lines, words), [*rows, [back_to_menu(words)]], pop_up)


def show_mine(words: Words) -> InlineKeyboardMarkup:
    """Return the button below a reminder that lists what its reader has open."""
    button = make_button(words.plain("button-mine"), MineCallback(action=MineAction.LIST))
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def write_line(contact: Contact, client: str, words: Words, now: datetime) -> str:
    """Return a contact in a line: how long it is with the operator, and how long its client waits."""
    line = words.html(
        "mine-line",
        number=str(contact.id),
        client=client,
        state=words.plain(f"mine-state-{contact.status}"),
        age=write_age(contact.assigned_at or contact.created_at, now, words),
    )
    if contact.spam_reported_at is not None:
        return line + words.plain("mine-spam")
    if contact.unanswered_since is None or now - contact.unanswered_since < WORTH_SAYING:
        return line
    return line + words.plain("mine-unanswered", age=write_age(contact.unanswered_since, now, words))


def write_pooled(contact: Contact, client: str, words: Words, now: datetime) -> str:
    """Return a contact that anybody may take in a line."""
    age = write_age(contact.waiting_since or contact.created_at, now, words)
    return words.html("mine-pool-line", number=str(contact.id), client=client, age=age)


def write_later(contact: Contact, client: str, words: Words, timezone: tzinfo) -> str:
    """Return a contact that is put off in a line."""
    return words.html(
        "mine-later-line",
        number=str(contact.id),
        client=client,
        until=write_until(contact.snoozed_until, words, timezone),
    )


def write_one(
    contact: Contact,
    earlier: int,
    card: str,
    words: Words,
    *,
    labelled: Labelled = NONE,
    has_answers: bool = False,
) -> Screen:
    """Return one contact: its card as it is now, and what can be done."""
    assignment = contact.assignment_no - contact.is_asleep  # of what is asleep the last that was its reader's
    actions: list[Button] = [
        (
            words.plain(f"button-{action}"),
            MineCallback(action=action, contact=contact.id, assignment=assignment),
        )
        for action in list_card_actions(contact, with_rare=True)
    ]
    back = (words.plain("button-mine"), MineCallback(action=MineAction.LIST))
    if contact.unanswered_since is not None and not contact.is_asleep:
        needs_none = NoAnswerCallback(contact=contact.id, assignment=contact.assignment_no)
        actions.append((words.plain("button-no-answer"), needs_none))
    if has_answers and not contact.is_asleep:
        answers = AnswersCallback(contact=contact.id, assignment=contact.assignment_no)
        actions.append((words.plain("button-answers"), answers))
    if labelled.offered_tags and not contact.is_asleep:
        tags = TagCallback(contact=contact.id, assignment=contact.assignment_no)
        actions.append((words.plain("button-tags"), tags))
    if earlier and not contact.is_asleep:
        history = HistoryCallback(contact=contact.id, assignment=contact.assignment_no)
        actions.append((words.plain("button-history", count=earlier), history))
    if contact.spam_reported_at is None and not contact.is_asleep:
        spam = MineCallback(action=MineAction.SPAM, contact=contact.id, assignment=contact.assignment_no)
        actions.append((words.plain("button-spam"), spam))
    return Screen(card, [*arrange(actions, 2), copy_buttons(contact, words), [back]])


def ask_about_spam(number: int, assignment: int, words: Words) -> Screen:
    """Return the question whether a contact is spam: an admin will decide."""
    sure = MineCallback(action=MineAction.SPAM_SURELY, contact=number, assignment=assignment)
    back = MineCallback(action=MineAction.SHOW, contact=number)
    buttons = [(words.plain("button-spam-sure"), sure), (words.plain("button-cancel"), back)]
    return Screen(words.plain("spam-sure", number=str(number)), [buttons])
