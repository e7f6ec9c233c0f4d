"""Lists of contacts as admins see them: who waits, and what a search has found."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from aiogram.filters.callback_data import CallbackData

from bot.ui.lists import join_lines
from bot.ui.names import name_client, name_source
from bot.ui.screens import Number, Screen, arrange, write_pager
from bot.ui.texts import Words
from bot.ui.times import write_age, write_moment
from bot.views.contact_screens import write_button
from bot.views.history import write_excerpt
from bot.views.menu.callbacks import back_to_menu
from models import Contact
from services.contacts.states import find_state
from services.reports.records import Waiting

QUEUE_PAGE = 10


class QueueCallback(CallbackData, prefix="q"):
    page: Number = 0


def write_queue(
    waiting: Sequence[Waiting], count: int, page: int, words: Words, now: datetime, *, asleep: int = 0
) -> Screen:
    """Return who waits, oldest first, since when and why; and how many are put off meanwhile."""
    put_off_too = "\n" + words.plain("queue-later", count=asleep) if asleep else ""
    if not count:
        return Screen(words.plain("queue-none") + put_off_too, [[back_to_menu(words)]])
    lines = [
        words.html(
            "queue-line",
            number=str(w.contact.id),
            source=name_source(w.contact.source),
            client=name_client(w.contact.lead, words),
            age=write_age(w.contact.waiting_since or w.contact.created_at, now, words),
            reason=words.plain(f"waits-{w.reason}"),
        )
        for w in waiting
    ]
    buttons = [write_button(w.contact, words) for w in waiting]
    pages = -(-count // QUEUE_PAGE)
    pager = write_pager(page, pages, lambda n: QueueCallback(page=n))
    text = words.plain("queue-title", count=count) + "\n" + join_lines(lines, words) + put_off_too
    return Screen(text, [*arrange(buttons, 5), pager, [back_to_menu(words)]])


def write_found(contacts: Sequence[Contact], words: Words, timezone: tzinfo, none: str) -> Screen:
    """Return what a search has found, newest first; `none` is the text for nothing."""
    if not contacts:
        return Screen(words.plain(none), [[back_to_menu(words)]])
    lines = [
        words.html(
            "find-line",
            number=str(contact.id),
            client=name_client(contact.lead, words),
            state=words.plain(f"find-state-{find_state(contact)}"),
            at=write_moment(contact.created_at, words, timezone),
            text=write_excerpt(contact.message) or "—",
        )
        for contact in contacts
    ]
    text = words.plain("find-title", count=len(contacts)) + "\n" + join_lines(lines, words)
    buttons = [write_button(contact, words) for contact in contacts]
    return Screen(text, [*arrange(buttons, 5), [back_to_menu(words)]])
