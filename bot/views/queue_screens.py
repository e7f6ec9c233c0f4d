"""/queue: who waits, since when and why, and how many are put off meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from bot.ui.lists import join_lines
from bot.ui.names import name_client, name_source
from bot.ui.screens import Number, Screen, arrange, write_pager
from bot.ui.texts import Words
from bot.ui.times import write_age
from bot.views.contact_screens import write_button
from services.reports.records import Waiting

PAGE = 10


class QueueCallback(CallbackData, prefix="q"):
    page: Number = 0


def write_queue(
    waiting: Sequence[Waiting], count: int, page: int, words: Words, now: datetime, *, asleep: int = 0
) -> Screen:
    """Return who waits, oldest first, since when and why; and how many are put off meanwhile."""
    put_off_too = "\n" + words.plain("queue-later", count=asleep) if asleep else ""
    if not count:
        return Screen(words.plain("queue-none") + put_off_too)
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
    pages = -(-count // PAGE)
    pager = write_pager(page, pages, lambda n: QueueCallback(page=n))
    text = words.plain("queue-title", count=count) + "\n" + join_lines(lines, words) + put_off_too
    return Screen(text, [*arrange(buttons, 5), pager])
