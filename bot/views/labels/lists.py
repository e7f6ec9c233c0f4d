"""The business's own lists of outcomes and tags, as admins see them."""

import enum
from collections.abc import Mapping, Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import isolate
from bot.ui.lists import join_lines
from bot.ui.screens import Button, Number, Screen, arrange, put_below
from bot.ui.texts import Words
from bot.views.menu.callbacks import back_to_menu
from models import Label, LabelKind

# What a business may begin with that has no outcomes yet.
READY = (
    "outcome-ready-sold",
    "outcome-ready-refused",
    "outcome-ready-no-answer",
    "outcome-ready-spam",
)


class LabelAction(enum.StrEnum):
    LIST = "list"
    SHOW = "show"
    ADD = "add"
    READY = "ready"
    RENAME = "name"
    RETIRE = "gone"


class LabelCallback(CallbackData, prefix="lab"):
    """A button below a list of labels."""

    kind: LabelKind
    action: LabelAction
    label: Number = 0


def write_list(
    kind: LabelKind, labels: Sequence[Label], uses: Mapping[int, int], words: Words, *, done: str = ""
) -> Screen:
    """Return a list with how often each was used; `done` says in HTML what just was done."""

    def do(action: LabelAction, label: int = 0) -> LabelCallback:
        return LabelCallback(kind=kind, action=action, label=label)

    lines = [words.html("labels-line", name=one.name, count=uses.get(one.id, 0)) for one in labels]
    body = join_lines(lines, words) if lines else words.plain(f"labels-none-{kind}")
    text = "\n".join((words.plain(f"labels-title-{kind}"), body))
    buttons: list[Button] = [(isolate(one.name), do(LabelAction.SHOW, one.id)) for one in labels]
    rows: list[list[Button]] = [
        *arrange(buttons, 2),
        [(words.plain(f"button-add-{kind}"), do(LabelAction.ADD))],
    ]
    if kind is LabelKind.OUTCOME and not labels:
        rows.append([(words.plain("button-ready-outcomes"), do(LabelAction.READY))])
    rows.append([back_to_menu(words)])
    return Screen(put_below(done, text), rows)


def write_label(label: Label, uses: int, words: Words) -> Screen:
    """Return one label with what can be done."""

    def do(action: LabelAction) -> LabelCallback:
        return LabelCallback(kind=label.kind, action=action, label=label.id)

    lines = [
        words.html(f"label-title-{label.kind}", name=label.name),
        words.plain("label-uses", count=uses),
    ]
    rename = (words.plain("button-label-rename"), do(LabelAction.RENAME))
    retire = (words.plain("button-label-retire"), do(LabelAction.RETIRE))
    back = (words.plain(f"button-all-{label.kind}"), do(LabelAction.LIST))
    return Screen("\n".join(lines), [[rename, retire], [back]])
