"""Operators as admins see them: the list, and one of them with what can be done."""

import enum
from collections.abc import Collection, Mapping, Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import Typed, isolate
from bot.ui.lists import join_lines
from bot.ui.names import name_source, write_account
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, put_below, write_pager
from bot.ui.texts import Words, escape
from bot.views.audit.callbacks import StoryCallback
from bot.views.hours.callbacks import WorkAction, WorkCallback
from bot.views.menu.callbacks import back_to_menu
from bot.views.preferences.callbacks import LanguageCallback
from models import Operator, Source
from services.chats import Profile

PAGE = 8
MOST_BUTTONS = 90  # Telegram takes 100
LONGEST_REACH = 250  # UTF-16 units, of one operator in the list
LONGEST_PART = 1500  # UTF-16 units, of the bots or the weights of one operator
LIMITS = (0, 1, 2, 3, 5, 8, 10, 15, 20)

Reached = Mapping[int, Collection[int]]  # operator → bots that can write to him


class OperatorAction(enum.StrEnum):
    LIST = "list"  # value: page
    SHOW = "show"
    ADD = "add"
    ON = "on"
    OFF = "off"
    LIMITS = "lims"
    LIMIT = "lim"  # value: the limit
    ASK_LIMIT = "asklim"
    RENAME = "name"
    LINK = "link"
    WEIGHTS = "weights"
    DISMISS = "dismiss"
    DISMISS_SURELY = "dismissed"


class OperatorCallback(CallbackData, prefix="o"):
    action: OperatorAction
    operator: Number = 0
    value: Number = 0


class TransferAction(enum.StrEnum):
    CHOOSE = "choose"
    PREVIEW = "show"
    TRANSFER = "do"


class OpenCallback(CallbackData, prefix="op"):
    """A page of what is open, of an operator or (0) of all."""

    operator: Number = 0
    page: Number = 0


class TransferCallback(CallbackData, prefix="mv"):
    """Moving all that an operator has open, to the target or by draw (0), as the plan says."""

    action: TransferAction
    operator: Number
    target: Number = 0
    seed: Number = 0
    plan: Number = 0


def write_operators(
    everybody: Sequence[Operator],
    reached: Reached,
    bots: Sequence[Source],
    words: Words,
    *,
    free: str,
    at_home: Collection[int] = (),
    page: int = 0,
) -> Screen:
    """Return a page of all operators with load, limit, state and, of several bots, who can reach them.

    `free` is a name that is not taken yet, for the example; `at_home` are those whose hours of work these
    are not.
    """
    shown, page, pages = cut_page(everybody, page, PAGE)
    lines = [
        words.html(
            "operators-line",
            number=str(operator.id),
            name=operator.name,
            load=operator.load,
            limit=operator.max_active_leads,
            state=describe_state(operator, operator.id in reached, operator.id in at_home, words),
        )
        + write_reach(operator, reached, bots, words)
        for operator in shown
    ]
    body = join_lines(lines, words) if lines else words.plain("operators-none")
    foot = words.html("operators-foot", example=Typed(free))
    buttons = [(o.name, OperatorCallback(action=OperatorAction.SHOW, operator=o.id)) for o in shown]
    pager = write_pager(page, pages, lambda n: OperatorCallback(action=OperatorAction.LIST, value=n))
    add = (words.plain("button-add-operator"), OperatorCallback(action=OperatorAction.ADD))
    text = "\n".join((words.plain("operators-title"), body, "", foot))
    return Screen(text, [*arrange(buttons, 2), pager, [add], [back_to_menu(words)]])


def write_reach(operator: Operator, reached: Reached, bots: Sequence[Source], words: Words) -> str:
    """Return which of several bots can write to somebody; nothing where there is one bot, or no account."""
    if len(bots) < 2 or operator.telegram_id is None:
        return ""
    mine = reached.get(operator.id, ())
    marks = [f"{'✓' if bot.bot_id in mine else '✗'} @{bot.name}" for bot in bots]
    return " · " + join_lines(marks, words, limit=LONGEST_REACH, by=" ")


def describe_state(operator: Operator, reached: bool, at_home: bool, words: Words) -> str:
    """Return the one thing about an operator that matters most now."""
    if not operator.is_active:
        return words.plain("state-off")
    if operator.telegram_id is None:
        return words.plain("state-not-joined")
    if not reached:
        return words.plain("state-lost")
    if not operator.on_shift:
        return words.plain("state-paused")
    return words.plain("state-at-home" if at_home else "state-on")


def write_operator(
    operator: Operator,
    reached: Collection[int],
    bots: Sequence[Source],
    weights: Sequence[tuple[Source, int]],
    words: Words,
    *,
    profile: Profile | None = None,
    at_home: bool = False,
    done: str = "",
    pop_up: str | None = None,
) -> Screen:
    """Return one operator with everything that can be done; `done` says in HTML what just was."""
    lines = [
        words.html("operator-title", number=str(operator.id), name=operator.name),
        words.html(
            "operator-load",
            load=operator.load,
            limit=operator.max_active_leads,
            state=describe_state(operator, bool(reached), at_home, words),
        ),
    ]
    if operator.missed:
        lines.append(words.plain("operator-missed", count=operator.missed))
    if operator.telegram_id is not None:
        lines.append(write_account(operator.telegram_id, profile, words))
        marks = [write_bot(bot, bot.bot_id in reached, words) for bot in bots]
        lines.append(join_lines(marks, words, limit=LONGEST_PART))
    each = [escape(f"{isolate(name_source(source))} {weight}") for source, weight in weights]
    shares = join_lines(each, words, limit=LONGEST_PART, by=", ")
    lines.append(
        words.plain("operator-weights", weights=shares) if shares else words.plain("operator-no-weights")
    )
    text = "\n".join(lines)
    rows = arrange(list_actions(operator, words), 2)
    back = [(words.plain("button-all-operators"), OperatorCallback(action=OperatorAction.LIST))]
    return Screen(put_below(done, text), [*rows, back], pop_up)


def back_to_operator(operator: Operator, words: Words) -> Button:
    """Return the button to an operator's page."""
    page = OperatorCallback(action=OperatorAction.SHOW, operator=operator.id)
    return words.plain("button-operator", name=operator.name), page


def write_bot(bot: Source, is_reached: bool, words: Words) -> str:
    """Return whether a bot can write to somebody."""
    key = "operator-bot-open" if is_reached else "operator-bot-closed"
    return words.html(key, bot=f"@{bot.name}")


def list_actions(operator: Operator, words: Words) -> list[Button]:
    """Return what can be done with an operator."""
    switch = OperatorAction.OFF if operator.is_active else OperatorAction.ON
    actions: list[Button] = [
        (words.plain(f"button-operator-{switch}"), OperatorCallback(action=switch, operator=operator.id))
    ]
    others = (
        OperatorAction.LIMITS,
        OperatorAction.WEIGHTS,
        OperatorAction.LINK,
        OperatorAction.RENAME,
        OperatorAction.DISMISS,
    )
    actions += [
        (words.plain(f"button-operator-{a}"), OperatorCallback(action=a, operator=operator.id))
        for a in others
    ]
    hours = WorkCallback(action=WorkAction.SHOW, operator=operator.id)
    actions.insert(2, (words.plain("button-work-hours"), hours))
    actions.append((words.plain("button-story"), StoryCallback(operator=operator.id)))
    actions.append((words.plain("button-languages"), LanguageCallback(operator=operator.id)))
    if operator.load:
        label = words.plain("button-open", count=operator.load)
        actions.append((label, OpenCallback(operator=operator.id)))
        label = words.plain("button-move", count=operator.load)
        actions.append((label, TransferCallback(action=TransferAction.CHOOSE, operator=operator.id)))
    return actions


def write_limits(operator: Operator, words: Words) -> Screen:
    """Return the choice of limits."""
    numbers: list[Button] = [
        (
            f"· {limit} ·" if limit == operator.max_active_leads else str(limit),
            OperatorCallback(action=OperatorAction.LIMIT, operator=operator.id, value=limit),
        )
        for limit in LIMITS
    ]
    other = (
        words.plain("button-other-number"),
        OperatorCallback(action=OperatorAction.ASK_LIMIT, operator=operator.id),
    )
    back = (words.plain("button-back"), OperatorCallback(action=OperatorAction.SHOW, operator=operator.id))
    text = words.html("limits-title", name=operator.name, limit=operator.max_active_leads)
    return Screen(text, [*arrange(numbers, 5), [other], [back]])
