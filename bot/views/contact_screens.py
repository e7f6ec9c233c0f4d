"""Contacts as admins see them: who waits, everything about one, what a search has found."""

import enum
from collections.abc import Sequence
from datetime import datetime, tzinfo

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import Typed, isolate
from bot.ui.lists import join_lines, measure, measure_plain, shorten
from bot.ui.names import describe_client, name_operator, name_source
from bot.ui.phones import write_phone
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, name_with, write_pager
from bot.ui.texts import Words, escape
from bot.ui.times import write_age, write_moment
from bot.views.cards import put_off
from bot.views.cards.card import can_come_back, list_claims, list_origin, list_rating, name_kind
from bot.views.history import write_fact
from bot.views.labels.on_contact import list_labels, offer_labels
from bot.views.menu.callbacks import back_to_list
from models import Author, Contact, Message, Operator
from services.contacts.conversation import PHONE
from services.distribution.queue import WaitReason
from services.reports.records import Record

MESSAGES_PAGE = 10
LONGEST = 4000  # UTF-16 units of a contact with all that belongs to it
LONGEST_MESSAGES = 2200
LONGEST_HISTORY = 900
LONGEST_SIGNED = 64  # UTF-16 units of the name of who is no operator
SHORTEST_MESSAGE = 20  # what is left of one beside the longest name
CHOICES = 30  # operators to choose from at once


class ContactAction(enum.StrEnum):
    SHOW = "show"  # value: page of messages
    WHY = "why"  # value: which decision, from 1; 0 for the latest
    OPERATORS = "ops"  # value: page
    ASSIGN = "give"  # value: the operator
    COMPLETE = "done"
    COMPLETE_SURELY = "sure"  # what nobody has can't be reopened
    REOPEN = "reopen"
    REQUEUE = "queue"  # reopen, for whoever has a place
    REOPEN_WITH = "with"  # value: the operator
    RETURN = "back"
    WAKE = "wake"
    FILES = "files"


class ContactCallback(CallbackData, prefix="c"):
    action: ContactAction
    contact: Number
    value: Number = 0


class RaiseLimitCallback(CallbackData, prefix="lim"):
    """Raises the limit of an operator to what one more contact takes, and gives it."""

    contact: Number
    operator: Number
    limit: Number


def write_button(contact: Contact, words: Words) -> Button:
    """Return the button that shows a contact."""
    label = words.plain("contact-number", number=str(contact.id))
    return label, ContactCallback(action=ContactAction.SHOW, contact=contact.id)


def write_contact(
    record: Record,
    waits: WaitReason | None,
    words: Words,
    now: datetime,
    timezone: tzinfo,
    *,
    done: str = "",
    more: Sequence[Button] = (),
    files: int = 0,
) -> Screen:
    """Return everything about a contact; `waits` says why it waits, `done` in HTML what was done, `more` what
    can be done about its client, `files` how many there are to look at."""
    contact = record.contact
    head = [
        *([done, ""] if done else []),
        words.html("contact-title", number=str(contact.id), source=name_source(contact.source)),
        write_state(contact, waits, words, now, timezone),
        words.plain("card-client", client=describe_client(contact, words)),
        *list_claims(contact, words),
        *list_origin(contact, words),
        *list_labels(record.labelled, words),
        *list_remarks(record, words),
    ]
    if contact.operator is not None:
        head.append(words.html("contact-operator", name=contact.operator.name))
    if contact.is_asleep:
        head.append(words.html("contact-back-to", name=name_operator(contact.snoozed_for, record.operators)))
    top = "\n".join(head)
    room = min(LONGEST_MESSAGES, LONGEST - measure(top) - LONGEST_HISTORY)
    each = room // MESSAGES_PAGE
    said = [write_message(message, record, words, timezone, longest=each) for message in record.messages]
    facts = [
        words.plain(
            "contact-fact",
            at=write_moment(event.at, words, timezone),
            fact=write_fact(event, record.operators, name_source(contact.source), words, timezone),
        )
        for event in record.history
    ]
    parts = [
        top,
        words.plain("contact-messages") + "\n" + join_lines(said, words, limit=room, newest=True),
        words.plain("contact-history") + "\n" + join_lines(facts, words, limit=LONGEST_HISTORY, newest=True),
    ]
    rated = list_rating(contact, words, longest=LONGEST - measure("\n\n".join(parts)))
    text = "\n\n".join(filter(None, (top, "\n".join(rated), *parts[1:])))
    rows = list_rows(record, words, files=files)
    return Screen(text, [*rows, *arrange(more, 2), [back_to_list(contact, words)]])


def write_state(
    contact: Contact, waits: WaitReason | None, words: Words, now: datetime, timezone: tzinfo
) -> str:
    """Return where a contact stands; of one that waits since when and why."""
    if waits is None:
        return put_off.write_state(contact, words, timezone)
    age = write_age(contact.waiting_since or contact.created_at, now, words)
    return words.plain("contact-state-waiting", age=age, reason=words.plain(f"waits-{waits}"))


def list_remarks(record: Record, words: Words) -> list[str]:
    """Return what else is to be known of the client, in HTML."""
    lead, lines = record.contact.lead, []
    if record.others and lead.forgotten_at is None:  # else there is nothing left to find them by
        find = f"/find {lead.phone or lead.email or lead.name or lead.external_id or ''}".strip()
        lines.append(words.html("contact-others", count=record.others, find=Typed(find)))
    if record.contact.spam_reported_at is not None:
        lines.append(words.plain("card-spam"))
    if lead.banned_at is not None:
        lines.append(words.plain("card-banned"))
    if lead.forgotten_at is not None:
        lines.append(words.plain("card-forgotten"))
    return lines


def write_message(message: Message, record: Record, words: Words, timezone: tzinfo, *, longest: int) -> str:
    """Return one message in a line of at most so many UTF-16 units, in HTML."""
    who = (
        words.plain("contact-author-client")
        if message.author is Author.CLIENT
        else shorten(message.signed, LONGEST_SIGNED)
        if message.signed
        else name_operator(message.operator_id, record.operators)
    )
    kind = "" if message.kind == "text" else f"[{name_kind(message.kind, words)}]"
    edited = words.plain("contact-edited") if message.edited_at else ""
    edited = words.plain("contact-withdrawn") if message.withdrawn_at else edited
    at = write_moment(message.created_at, words, timezone)
    text = " ".join((message.text or shared_phone(message, record, words)).split())
    marks = len(isolate(text)) - len(text)
    room = longest - sum(map(measure_plain, (at, isolate(who), kind, edited))) - len(" :   \n") - marks
    text = shorten(text, max(room, SHORTEST_MESSAGE)) or ("" if kind else words.plain("contact-gone-text"))
    return words.html("contact-message", at=at, who=who, text=" ".join(filter(None, (kind, text, edited))))


def shared_phone(message: Message, record: Record, words: Words) -> str:
    """Return the number that a client has shared, as Telegram vouches for it; nothing for other messages."""
    lead = record.contact.lead
    if message.kind != PHONE or lead.phone is None or not lead.phone_verified:
        return ""
    return write_phone(lead.phone, words)


def list_rows(record: Record, words: Words, *, files: int = 0) -> list[list[Button]]:
    """Return what can be done with a contact, and the pages of its messages."""
    contact = record.contact

    def do(action: ContactAction, value: int = 0) -> ContactCallback:
        return ContactCallback(action=action, contact=contact.id, value=value)

    actions: list[Button] = []
    if contact.is_open:
        actions.append((words.plain("button-assign"), do(ContactAction.OPERATORS)))
        actions.append((words.plain("button-admin-complete"), do(ContactAction.COMPLETE)))
        if contact.operator_id is not None:
            actions.append((words.plain("button-return"), do(ContactAction.RETURN)))
        if contact.snoozed_at is not None:
            actions.append((words.plain("button-admin-wake"), do(ContactAction.WAKE)))
    elif contact.operator_id is not None and can_come_back(contact):
        actions.append((words.plain("button-admin-reopen"), do(ContactAction.REOPEN)))
    if contact.assignment_no:
        actions.append((words.plain("button-why"), do(ContactAction.WHY)))
    if files:
        actions.append((words.plain("button-files", count=files), do(ContactAction.FILES)))
    actions += offer_labels(contact, record.labelled, words)
    pager = write_pager(record.page, record.pages, lambda page: do(ContactAction.SHOW, page))
    return [*arrange(actions, 2), pager]


def ask_to_complete(contact: Contact, words: Words) -> Screen:
    """Return the question before a contact is completed that nobody has: it can't be reopened."""

    def do(action: ContactAction) -> ContactCallback:
        return ContactCallback(action=action, contact=contact.id)

    sure = (words.plain("button-admin-complete"), do(ContactAction.COMPLETE_SURELY))
    back = (words.plain("button-cancel"), do(ContactAction.SHOW))
    return Screen(words.plain("complete-sure", number=str(contact.id)), [[sure, back]])


def write_choice_of_operator(
    contact: Contact, operators: Sequence[Operator], words: Words, *, page: int = 0
) -> Screen:
    """Return the choice of whom to give a contact to, with the places that are free."""

    def do(action: ContactAction, value: int = 0) -> ContactCallback:
        return ContactCallback(action=action, contact=contact.id, value=value)

    others = [o for o in operators if o.is_active and o.id != contact.operator_id]
    shown, page, pages = cut_page(others, page, CHOICES)
    buttons: list[Button] = [
        (name_with(o.name, max(o.max_active_leads - o.load, 0)), do(ContactAction.ASSIGN, o.id))
        for o in shown
    ]
    pager = write_pager(page, pages, lambda n: do(ContactAction.OPERATORS, n))
    back = (words.plain("button-contact", number=str(contact.id)), do(ContactAction.SHOW))
    text = words.plain("assign-choose", number=str(contact.id))
    return Screen(text, [*arrange(buttons, 2), pager, [back]])


def offer_to_raise_limit(number: int, operator: Operator, refusal: str, words: Words) -> Screen:
    """Return why a contact can't be given to a full operator, and the button that raises the limit for it."""
    limit = operator.load + 1
    callback = RaiseLimitCallback(contact=number, operator=operator.id, limit=limit)
    raise_it = (words.plain("button-raise-limit", limit=str(limit)), callback)
    choose = ContactCallback(action=ContactAction.OPERATORS, contact=number)
    back = ContactCallback(action=ContactAction.SHOW, contact=number)
    others = [(words.plain("button-somebody-else"), choose), (words.plain("button-cancel"), back)]
    return Screen(escape(refusal), [[raise_it], others])
