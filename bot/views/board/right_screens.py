"""Who may look at the live board without being an admin: all of them, one with what is seen, and the link."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from bot.ui.isolation import isolate
from bot.ui.lists import join_lines, shorten
from bot.ui.names import link_account, name_source, write_account
from bot.ui.screens import Button, Screen, cut_page, name_with, put_below, write_pager
from bot.ui.texts import Words, escape
from bot.ui.times import write_moment
from bot.views.board.callbacks import BoardAction, BoardCallback
from models import BoardRight, Source
from services.chats import Profile

ON_PAGE = 8  # sources with a button
MOST_NAMED = 5  # sources in one line
LONGEST_NAME = 40  # UTF-16 units of a source among others


def write_rights(
    rights: Sequence[BoardRight], sources: Sequence[Source], words: Words, *, done: str = ""
) -> Screen:
    """Return who may look, and who is invited; `done` says in HTML what just was."""
    lines = [
        words.html(
            "board-right-line",
            number=str(right.id),
            who=name_bearer(right, words),
            may=write_may(right, words),
            seen=write_seen(right, sources, words),
        )
        for right in rights
    ]
    title, about = words.html("board-rights"), words.html("board-rights-about")
    rows = [
        [(name_with(name_bearer(right, words), right.id), make(BoardAction.SHOW, right))] for right in rights
    ]
    add = (words.plain("button-board-invite"), BoardCallback(action=BoardAction.ADD))
    back = (words.plain("button-board-back"), BoardCallback(action=BoardAction.SESSIONS))
    text = join_lines([title, about, *([""] if lines else []), *lines], words)
    return Screen(put_below(done, text), [*rows, [add], [back]])


def name_bearer(right: BoardRight, words: Words) -> str:
    """Return who has a right, as plain text."""
    if right.telegram_id is None:
        return words.plain("board-invited")
    return right.name or words.plain("client-unnamed")


def write_may(right: BoardRight, words: Words) -> str:
    """Return whether somebody may do more than look."""
    return words.plain("board-may-look" if right.is_read_only else "board-may-steer")


def write_seen(right: BoardRight, sources: Sequence[Source], words: Words) -> str:
    """Return of which sources somebody sees everything, as plain text."""
    if right.source_ids is None:
        return words.plain("board-sees-all")
    names = [
        isolate(shorten(name_source(one), LONGEST_NAME)) for one in sources if one.id in right.source_ids
    ]
    if not names:
        return words.plain("board-sees-none")
    named = ", ".join(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    return named if rest <= 0 else words.plain("board-sees-more", names=named, count=rest)


def write_right(
    right: BoardRight, profile: Profile | None, sources: Sequence[Source], words: Words, timezone: tzinfo
) -> Screen:
    """Return what one person sees and may do, with buttons to change it."""
    is_here = right.telegram_id is not None
    who = (
        link_account(right.telegram_id, profile or Profile(right.name, None), words)
        if right.telegram_id is not None
        else words.html("board-invited")
    )
    lines = [
        f"<b>{who}</b>" if not is_here else who,
        escape(write_may(right, words)),
        words.html("board-right-sees", seen=write_seen(right, sources, words)),
        words.html("board-right-by", by=right.by, moment=write_moment(right.given_at, words, timezone)),
    ]
    if right.joined_at is not None:
        lines.append(words.html("board-right-since", moment=write_moment(right.joined_at, words, timezone)))
    else:
        lines += ["", words.html("board-right-invite")]
    rows: list[list[Button]] = [
        [
            (tick(right.is_read_only) + words.plain("board-may-look"), make(BoardAction.STEER, right)),
            (
                tick(not right.is_read_only) + words.plain("board-may-steer"),
                make(BoardAction.STEER, right, on=True),
            ),
        ],
        [(words.plain("button-board-sources"), make(BoardAction.SOURCES, right))],
    ]
    if not is_here:
        rows.append([(words.plain("button-board-link"), make(BoardAction.INVITE, right))])
    rows.append([(write_removal(right, words), make(BoardAction.REMOVE, right))])
    return Screen("\n".join(lines), [*rows, [back_to_rights(words)]])


def choose_sources(right: BoardRight, sources: Sequence[Source], page: int, words: Words) -> Screen:
    """Return all sources, ticked if somebody sees them."""
    shown, page, pages = cut_page(sources, page, ON_PAGE)
    seen = right.source_ids
    everything = (tick(seen is None) + words.plain("board-sees-all"), make(BoardAction.ALL, right))
    rows: list[list[Button]] = [
        [
            (
                tick(seen is not None and one.id in seen) + isolate(name_source(one)),
                make(BoardAction.SOURCE, right, one.id, on=seen is None or one.id not in seen),
            )
        ]
        for one in shown
    ]
    pager = write_pager(page, pages, lambda n: make(BoardAction.SOURCES, right, n))
    back = (words.plain("button-back"), make(BoardAction.SHOW, right))
    who = words.html("board-choose-sources", who=name_bearer(right, words))
    text = f"{who}\n{words.html('board-right-sees', seen=write_seen(right, sources, words))}"
    return Screen(text, [[everything], *rows, pager, [back]])


def ask_to_remove(right: BoardRight, words: Words) -> Screen:
    """Return the question before a right is taken."""
    name = name_bearer(right, words)
    key = "board-withdraw-question" if right.telegram_id is None else "board-remove-question"
    sure = (write_removal(right, words), make(BoardAction.REMOVE_SURELY, right))
    back = (words.plain("button-cancel"), make(BoardAction.SHOW, right))
    return Screen(words.html(key, name=name), [[sure], [back]])


def write_removal(right: BoardRight, words: Words) -> str:
    """Return what the button says that takes a right."""
    return words.plain("button-board-withdraw" if right.telegram_id is None else "button-board-remove")


def write_invitation(link: str, words: Words) -> str:
    """Return in HTML what is to be forwarded to who is invited: a message that no button replaces."""
    return words.html("board-invitation", link=link)


def write_news(key: str, params: dict[str, Any], words: Words) -> Screen:
    """Return what admins hear of who may look from now on, or no more, with a button to the list."""
    account = write_account(params["account"], Profile(params["name"], params["username"]), words)
    rights = (words.plain("button-board-rights"), BoardCallback(action=BoardAction.RIGHTS))
    return Screen(f"{words.html(key)}\n{account}", [[rights]])


def back_to_rights(words: Words) -> Button:
    """Return the button to all who may look."""
    return words.plain("button-board-all-rights"), BoardCallback(action=BoardAction.RIGHTS)


def tick(is_so: bool) -> str:
    """Return the mark of what is so."""
    return "✓ " if is_so else ""


def make(action: BoardAction, right: BoardRight, value: int = 0, *, on: bool = False) -> BoardCallback:
    """Return what a button about a right says."""
    return BoardCallback(action=action, number=right.id, value=value, on=on)
