"""Weights as admins see them: who gets which share of a source, now and when everybody is free."""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import Typed, isolate
from bot.ui.lists import join_lines
from bot.ui.names import name_in_command, name_source
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, name_with
from bot.ui.texts import Words
from bot.ui.times import write_span
from bot.views.menu.callbacks import back_to_menu
from bot.views.operator_screens import OperatorAction, OperatorCallback
from models import Event, Operator, Source
from services.chats import Reach
from services.distribution.weights import Row, Share

NUMBERS = (0, 1, 2, 3, 4, 5, 8, 10, 20, 50)
MOST_BUTTONS = 80  # Telegram takes 100


class WeightAction(enum.StrEnum):
    LIST = "list"
    SOURCE = "src"
    OPERATOR = "op"
    SET = "set"
    GROUP = "group"  # value: 1 for the second group, 0 for the first
    ASK = "ask"
    UNDO = "undo"  # value: the event
    LOG = "log"


class WeightCallback(CallbackData, prefix="w"):
    action: WeightAction
    source: Number = 0
    operator: Number = 0
    value: Number = 0


def write_weights(rows: Sequence[Row], words: Words, *, example: str | None) -> Screen:
    """Return the table of all sources, with a button for each; `example` names an operator there is."""
    lines = [line for row in rows for line in (*list_shares(row, rows, words), "")]
    body = join_lines(lines, words).rstrip() if lines else words.plain("weight-none")
    parts = [words.plain("weight-title"), body]
    if rows and example is not None:
        source = Typed(name_in_command(rows[0].source))
        parts.append(words.html("weight-foot", name=Typed(example), source=source))
    buttons = [
        (name_source(row.source), WeightCallback(action=WeightAction.SOURCE, source=row.source.id))
        for row in rows
    ]
    log = (words.plain("button-weight-log"), WeightCallback(action=WeightAction.LOG))
    return Screen("\n\n".join(parts), [*arrange(buttons[:MOST_BUTTONS], 2), [log], [back_to_menu(words)]])


def list_shares(row: Row, rows: Sequence[Row], words: Words) -> list[str]:
    """Return a source's title and a line for each operator, in HTML."""
    title = words.html("weight-source", source=name_source(row.source))
    if row.inherited:
        bot = next(r.source for r in rows if r.source.bot_id == row.source.bot_id and r.source.code is None)
        return [title, words.html("weight-inherited", source=name_source(bot))]
    return [title, *(list_operators(row, words) or [words.plain("weight-nobody")])]


def list_operators(row: Row, words: Words) -> list[str]:
    """Return a line for each operator with weight and shares, in HTML."""
    now = round_percents([share.now for share in row.shares])
    free = round_percents([share.free for share in row.shares])
    return [
        write_unreachable(row, share, words)
        or write_second(row, share, words)
        or words.html(
            "weight-line", name=share.operator.name, weight=share.weight, now=percent_now, free=percent_free
        )
        for share, percent_now, percent_free in zip(row.shares, now, free, strict=True)
    ]


def write_second(row: Row, share: Share, words: Words) -> str:
    """Return in HTML that an operator helps only after a while; else nothing."""
    if not share.is_second or not share.weight:
        return ""
    span = write_span(60 * row.source.second_after, words)
    return words.html("weight-line-second", name=share.operator.name, weight=share.weight, span=span)


def write_unreachable(row: Row, share: Share | None, words: Words) -> str:
    """Return in HTML that an operator with a weight gets nothing of a source, and why; else nothing."""
    if share is None or share.reach is Reach.OPEN or not share.weight:
        return ""
    bot = f"@{row.bot}" if row.bot else ""
    key = f"weight-line-{share.reach}" if bot else "weight-line-nowhere"
    return words.html(key, name=share.operator.name, weight=share.weight, **({"bot": bot} if bot else {}))


def round_percents(scores: Sequence[int]) -> list[int]:
    """Return shares in whole percents: the largest remainders are rounded up, until they add up to 100.

    Equal scores have equal percents, so it may be a little less: three equal ones have 33 each.
    """
    total = sum(scores)
    if total == 0:
        return [0 for _ in scores]
    floors = [100 * score // total for score in scores]
    left, equal = 100 - sum(floors), Counter(scores)
    for score in sorted(equal, key=lambda score: -(100 * score % total)):
        left -= equal[score]
        if left < 0:
            break
        floors = [percent + (other == score) for percent, other in zip(floors, scores, strict=True)]
    return floors


def write_source(
    row: Row, rows: Sequence[Row], everybody: Sequence[Operator], words: Words, *, page: int = 0
) -> Screen:
    """Return the shares of one source, with a button for each operator there is."""
    weights = {share.operator.id: share.weight for share in row.shares}
    shown, page, pages = cut_page(everybody, page, MOST_BUTTONS)
    buttons: list[Button] = [
        (
            name_with(operator.name, weights.get(operator.id, 0)),
            WeightCallback(action=WeightAction.OPERATOR, source=row.source.id, operator=operator.id),
        )
        for operator in shown
    ]
    if not everybody:
        buttons.append((words.plain("button-add-operator"), OperatorCallback(action=OperatorAction.ADD)))
    more: list[Button] = []
    if pages > 1:
        turn = WeightCallback(action=WeightAction.SOURCE, source=row.source.id, value=(page + 1) % pages)
        more.append((f"{page + 1} / {pages} ›", turn))
    back = (words.plain("button-all-weights"), WeightCallback(action=WeightAction.LIST))
    text = join_lines([*list_shares(row, rows, words), "", words.plain("weight-choose-operator")], words)
    return Screen(text, [*arrange(buttons, 2), more, [back]])


def write_choice(operator: Operator, row: Row, weight: int, words: Words) -> Screen:
    """Return the choice of weights for an operator and a source; `weight` is the one that counts now."""
    source = row.source

    def choose(action: WeightAction, value: int = 0) -> WeightCallback:
        return WeightCallback(action=action, source=source.id, operator=operator.id, value=value)

    numbers: list[Button] = [
        (f"· {n} ·" if n == weight else str(n), choose(WeightAction.SET, n)) for n in NUMBERS
    ]
    other = (words.plain("button-other-number"), choose(WeightAction.ASK))
    share = next((one for one in row.shares if one.operator.id == operator.id and one.weight), None)
    group: list[Button] = []
    if share is not None and not row.inherited:
        label = words.plain("button-weight-first" if share.is_second else "button-weight-second")
        group.append((label, choose(WeightAction.GROUP, int(not share.is_second))))
    back = (words.plain("button-back"), WeightCallback(action=WeightAction.SOURCE, source=source.id))
    text = words.html("weight-choice", name=operator.name, source=name_source(source), weight=weight)
    if row.inherited:
        text += "\n\n" + words.plain("weight-choice-inherited")
    if share is not None and share.is_second:
        text += "\n" + words.plain("weight-choice-second", span=write_span(60 * source.second_after, words))
    return Screen(text, [*arrange(numbers, 5), [other], group, [back]])


def write_choice_of_source(
    operator: Operator, sources: Sequence[Source], own: Mapping[int, int], words: Words
) -> Screen:
    """Return the choice of a source for an operator's weight; `own` are the weights there are."""
    buttons: list[Button] = [
        (
            name_with(name_source(source), own.get(source.id, 0)),
            WeightCallback(action=WeightAction.OPERATOR, source=source.id, operator=operator.id),
        )
        for source in sources[:MOST_BUTTONS]
    ]
    back = (words.plain("button-back"), OperatorCallback(action=OperatorAction.SHOW, operator=operator.id))
    return Screen(words.html("weight-choose-source", name=operator.name), [*arrange(buttons, 2), [back]])


def write_change(
    operator: Operator, event: Event, before: Row, after: Row, words: Words, *, pop_up: str | None = None
) -> Screen:
    """Return what a change has done to the shares of its source, with the button that undoes it."""
    source = after.source
    weight = event.data["after"]
    key = "weight-set" if weight is not None else "weight-unset"
    given = {} if weight is None else {"weight": weight}
    done = words.html(key, name=operator.name, source=name_source(source), **given)
    lines = list_changes(before, after, words) or [words.plain("weight-nobody")]
    undo = (words.plain("button-undo"), WeightCallback(action=WeightAction.UNDO, value=event.id))
    to_source = WeightCallback(action=WeightAction.SOURCE, source=source.id)
    back = (f"« {isolate(name_source(source))}", to_source)
    text = "\n".join((done, "", words.plain("weight-changes"), join_lines(lines, words)))
    return Screen(text, [[undo, back]], pop_up)


def list_changes(before: Row, after: Row, words: Words) -> list[str]:
    """Return each operator's share before and after, in HTML: with every place free, and as things stand."""
    was_now, was_free = map_percents(before)
    is_now, is_free = map_percents(after)
    people = {share.operator.id: share for share in (*before.shares, *after.shares)}
    shares = {share.operator.id: share for share in after.shares}
    return [
        write_unreachable(after, shares.get(id_), words)
        or words.html(
            "weight-change-line",
            name=people[id_].operator.name,
            before=was_free.get(id_, 0),
            after=is_free.get(id_, 0),
            before_now=was_now.get(id_, 0),
            after_now=is_now.get(id_, 0),
        )
        for id_ in sorted(people)
    ]


def map_percents(row: Row) -> tuple[dict[int, int], dict[int, int]]:
    """Return operators' shares in percent, as things stand and with every place free."""

    def share(scores: list[int]) -> dict[int, int]:
        return dict(zip((s.operator.id for s in row.shares), round_percents(scores), strict=True))

    return share([s.now for s in row.shares]), share([s.free for s in row.shares])
