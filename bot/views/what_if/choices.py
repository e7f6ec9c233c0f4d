"""What can be tried, by buttons: whose weight, limit or shift, a further operator, or another mode."""

from collections.abc import Sequence

from bot.ui.names import name_source
from bot.ui.screens import Button, Screen, arrange
from bot.ui.texts import Words
from bot.views.menu.callbacks import back_to_menu
from bot.views.what_if.callbacks import TrialAction, TrialCallback, TryAction, WhatIfCallback
from bot.views.what_if.sentences import write_plan
from models import Mode, Operator, Source, Trial
from services.distribution.weights import Row
from services.what_if import plans

WEIGHTS = (0, 1, 2, 3, 4, 5, 8, 10, 20, 50)
LIMITS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
MOST_BUTTONS = 40  # of operators
MOST_SOURCES = 12


def write_home(
    everybody: Sequence[Operator],
    sources: Sequence[Source],
    beside: Sequence[Trial],
    words: Words,
) -> Screen:
    """Return what can be tried, and what runs beside what counts."""
    people = [
        (one.name, WhatIfCallback(action=TryAction.OPERATOR, operator=one.id))
        for one in everybody[:MOST_BUTTONS]
    ]
    bots = [source for source in sources if source.code is None][:MOST_SOURCES]
    modes = [list_modes(source, words) for source in bots]
    running = [
        [
            (
                words.plain("button-trial-beside", plan=write_short(trial, everybody, sources, words)),
                TrialCallback(action=TrialAction.COMPARE, trial=trial.id),
            )
        ]
        for trial in beside
    ]
    text = words.plain("what-if-title" if everybody else "what-if-nobody")
    return Screen(text, [*arrange(people, 2), *modes, *running, [back_to_menu(words)]])


def list_modes(source: Source, words: Words) -> list[Button]:
    """Return the buttons that try the modes a source does not have."""
    return [
        (
            words.plain(f"button-what-if-{mode}", source=name_source(source)),
            WhatIfCallback(action=TryAction(mode.value), source=source.id),
        )
        for mode in Mode
        if mode is not source.mode
    ]


def write_short(trial: Trial, everybody: Sequence[Operator], sources: Sequence[Source], words: Words) -> str:
    """Return a plan on a button."""
    names = {one.id: one.name for one in everybody}
    named = {one.id: name_source(one) for one in sources}
    return write_plan(plans.read(trial.plan), names, named, words, is_html=False)


def write_operator(operator: Operator, rows: Sequence[Row], words: Words) -> Screen:
    """Return what could be different about an operator."""
    weights: list[Button] = []
    for row in rows[:MOST_BUTTONS]:
        if not row.inherited:
            weight = next((s.weight for s in row.shares if s.operator.id == operator.id), 0)
            callback = WhatIfCallback(action=TryAction.WEIGHTS, operator=operator.id, source=row.source.id)
            label = words.plain("button-what-if-weight", source=name_source(row.source), weight=weight)
            weights.append((label, callback))

    def do(action: TryAction) -> WhatIfCallback:
        return WhatIfCallback(action=action, operator=operator.id)

    limit = (words.plain("button-what-if-limit", limit=operator.max_active_leads), do(TryAction.LIMITS))
    others: list[list[Button]] = [
        [limit],
        [(words.plain("button-what-if-hire", name=operator.name), do(TryAction.HIRE))],
    ]
    if operator.is_active:
        others.append([(words.plain("button-what-if-off", name=operator.name), do(TryAction.OFF))])
    text = words.html("what-if-operator", name=operator.name)
    return Screen(text, [*arrange(weights, 1), *others, [back_home(words)]])


def write_weights(operator: Operator, source: Source, weight: int, words: Words) -> Screen:
    """Return the choice of a weight to try; `weight` is the one that counts."""
    text = words.html("what-if-weight", name=operator.name, source=name_source(source), weight=weight)
    return _offer_numbers(operator, WEIGHTS, weight, TryAction.WEIGHT, text, words, source=source.id)


def write_limits(operator: Operator, words: Words) -> Screen:
    """Return the choice of a limit to try."""
    limit = operator.max_active_leads
    text = words.html("what-if-limit", name=operator.name, limit=limit)
    return _offer_numbers(operator, LIMITS, limit, TryAction.LIMIT, text, words)


def _offer_numbers(
    operator: Operator,
    numbers: Sequence[int],
    present: int,
    action: TryAction,
    text: str,
    words: Words,
    *,
    source: int = 0,
) -> Screen:
    buttons: list[Button] = [
        (str(n), WhatIfCallback(action=action, operator=operator.id, source=source, value=n))
        for n in numbers
        if n != present
    ]
    back = (words.plain("button-back"), WhatIfCallback(action=TryAction.OPERATOR, operator=operator.id))
    return Screen(text, [*arrange(buttons, 5), [back]])


def back_home(words: Words) -> Button:
    """Return the button to all that can be tried."""
    return words.plain("button-what-if"), WhatIfCallback()
