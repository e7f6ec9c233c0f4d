"""Sources as admins see them: the list, and one of them with its link and texts."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import BeforeValidator

from bot.ui.lists import join_lines
from bot.ui.names import name_source
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, put_below, write_pager
from bot.ui.texts import Words, escape
from bot.views.hours.callbacks import HoursAction, HoursCallback
from bot.views.menu.callbacks import back_to_menu
from bot.views.preferences.callbacks import ModeCallback, OrderCallback, PreferenceCallback, TextCallback
from bot.views.preferences.text_lines import list_texts
from bot.views.weight_screens import WeightAction, WeightCallback
from models import Source
from services.team.source_switches import SourceSwitch, list_switches
from services.team.source_texts import SourceText

PAGE = 8


class SourceAction(enum.StrEnum):
    LIST = "list"  # value: page
    SHOW = "show"
    ADD = "add"
    RENAME = "name"


def read_action(word: object) -> object:
    """Return what a button says; those that version 0.1 has left in chats had shorter words for texts."""
    return {"greet": SourceText.GREETING, "rcpt": SourceText.RECEIPT}.get(str(word), word)


class SourceCallback(CallbackData, prefix="s"):
    """A button below sources: what it shows or does, or which text it asks for."""

    action: Annotated[SourceAction | SourceText | SourceSwitch, BeforeValidator(read_action)]
    source: Number = 0
    value: Number = 0  # of a switch: 1 for on


@dataclass(frozen=True, slots=True)
class Traffic:
    """What comes in through a source: contacts since midnight, and how many wait now."""

    today: int
    waiting: int


def find_bots(sources: Sequence[Source]) -> dict[int, str]:
    """Return the usernames of bots by id."""
    return {s.bot_id: s.name for s in sources if s.bot_id is not None and s.code is None}


def write_sources(
    sources: Sequence[Source],
    traffic: Mapping[int, Traffic],
    words: Words,
    *,
    page: int = 0,
) -> Screen:
    """Return all sources with what they are, how many contacts came today and how many wait, in HTML."""
    shown, page, pages = cut_page(sources, page, PAGE)
    bots = find_bots(sources)
    lines = [
        words.html(
            "sources-line",
            number=str(source.id),
            source=name_source(source),
            kind=describe_source(source, bots, words),
            today=traffic[source.id].today,
            waiting=traffic[source.id].waiting,
        )
        for source in shown
    ]
    body = join_lines(lines, words) if lines else words.plain("sources-none")
    text = "\n".join((words.plain("sources-title"), body, "", words.plain("sources-foot")))
    buttons: list[Button] = [
        (name_source(source), SourceCallback(action=SourceAction.SHOW, source=source.id)) for source in shown
    ]
    pager = write_pager(page, pages, lambda n: SourceCallback(action=SourceAction.LIST, value=n))
    add = (words.plain("button-add-source"), SourceCallback(action=SourceAction.ADD))
    return Screen(text, [*arrange(buttons, 2), pager, [add], [back_to_menu(words)]])


def describe_source(source: Source, bots: dict[int, str], words: Words) -> str:
    """Return what a source is, and whether its bot is connected."""
    if source.bot_id is None:
        return words.plain("source-api")
    gone = "" if source.is_connected else "-gone"
    if source.code is None:
        return words.plain(f"source-bot{gone}")
    if gone:
        return words.plain("source-campaign-gone")
    return words.plain("source-campaign", link=write_link(source, bots))


def write_link(source: Source, bots: Mapping[int, str]) -> str:
    """Return the link that opens a bot, or a campaign of it."""
    start = f"?start={source.code}" if source.code else ""
    return f"t.me/{bots.get(source.bot_id or 0, '')}{start}"


def write_source(
    source: Source,
    traffic: Traffic,
    sources: Sequence[Source],
    words: Words,
    *,
    done: str = "",
) -> Screen:
    """Return one source with everything that can be done; `done` says in HTML what just was."""
    bots = find_bots(sources)
    lines = [
        words.html("source-title", number=str(source.id), source=name_source(source)),
        describe_source(source, bots, words),
        words.plain("source-traffic", today=traffic.today, waiting=traffic.waiting),
    ]
    if source.description:
        lines.insert(2, escape(source.description))
    is_bot = source.code is None and source.bot_id is not None
    if is_bot:
        lines.insert(2, write_link(source, bots))
    if source.bot_id is not None:
        lines += list_texts(source, words)
    states = [words.plain(name_state(source, which)) for which in list_switches(source)]
    lines += ["", *states]
    text = "\n".join(lines)
    rows = [*arrange(list_actions(source, is_bot, words), 2), [write_back(words)]]
    return Screen(put_below(done, text), rows)


def name_state(source: Source, which: SourceSwitch) -> str:
    """Return the key of the text that says whether something is on."""
    return f"source-{which}-on" if getattr(source, which.value) else f"source-{which}-off"


def list_switch_buttons(source: Source, words: Words) -> list[Button]:
    """Return a button for each switch, with what it would do; a campaign has what its bot has."""
    buttons: list[Button] = []
    for which in list_switches(source) if source.code is None else ():
        is_on = bool(getattr(source, which.value))
        label = words.plain(f"button-source-{which}-off" if is_on else f"button-source-{which}-on")
        buttons.append((label, SourceCallback(action=which, source=source.id, value=int(not is_on))))
    return buttons


def list_actions(source: Source, is_bot: bool, words: Words) -> list[Button]:
    """Return what can be done with a source; Telegram names bots, and an API source writes to nobody."""
    weights = (
        words.plain("button-source-weights"),
        WeightCallback(action=WeightAction.SOURCE, source=source.id),
    )
    renames = [] if is_bot else [SourceAction.RENAME]
    texts: list[Button] = []
    if source.bot_id is not None:
        texts.append((words.plain("button-source-texts"), TextCallback(source=source.id)))
    hours: list[Button] = []
    if source.code is None:
        callback = HoursCallback(action=HoursAction.SHOW, source=source.id)
        hours.append((words.plain("button-source-hours"), callback))
    preferences: list[Button] = []
    if source.code is None:
        preferred = PreferenceCallback(source=source.id)
        preferences.append((words.plain("button-source-preferences"), preferred))
        preferences.append((words.plain("button-source-mode"), ModeCallback(source=source.id)))
        preferences.append((words.plain("button-source-order"), OrderCallback(source=source.id)))
    return [
        weights,
        *hours,
        *preferences,
        *(
            (words.plain(f"button-source-{action}"), SourceCallback(action=action, source=source.id))
            for action in renames
        ),
        *texts,
        *list_switch_buttons(source, words),
    ]


def write_back(words: Words) -> Button:
    """Return the button to all sources."""
    return words.plain("button-all-sources"), SourceCallback(action=SourceAction.LIST)
