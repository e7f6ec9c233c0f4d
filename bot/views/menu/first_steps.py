"""The first steps of who has a new bot, ticked off as they are done, each with the button that does it."""

from bot.ui.screens import Button, Screen, put_below
from bot.ui.texts import Words
from bot.views.client_screens import TryCallback
from bot.views.menu.callbacks import MENU, MenuCallback, Step, StepCallback
from bot.views.menu.main_menu import open_page
from bot.views.operator_screens import OperatorAction, OperatorCallback
from services.operations.first_steps import FirstSteps

DONE, OPEN = "✅", "▫️"


def write_steps(steps: FirstSteps, words: Words, *, done: str = "", pop_up: str | None = None) -> Screen:
    """Return what is done and what is still to do; `done` says in HTML what just was."""
    lines = [
        words.plain("steps-title"),
        "",
        f"{DONE} {words.html('step-bot', bot=f'@{steps.bot}')}",
        write_operator(steps, words),
        write_weight(steps, words),
        write_message(steps, words),
    ]
    text = "\n".join(lines)
    refresh = (words.plain("button-refresh"), StepCallback(step=Step.REFRESH))
    menu = (words.plain("button-whole-menu"), MenuCallback(page=MENU))
    rows: list[list[Button]] = [
        *list_operator_buttons(steps, words),
        *list_other_buttons(steps, words),
        [refresh, menu],
    ]
    return Screen(put_below(done, text), rows, pop_up)


def write_operator(steps: FirstSteps, words: Words) -> str:
    """Return whether somebody answers clients here."""
    if steps.joined:
        return f"{DONE} {words.html('step-joined', name=steps.joined[0].name)}"
    if steps.invited:
        return f"{OPEN} {words.html('step-invited', name=steps.invited[0].name)}"
    return f"{OPEN} {words.plain('step-nobody')}"


def write_weight(steps: FirstSteps, words: Words) -> str:
    """Return whether anybody gets requests of this bot."""
    if steps.has_weight:
        return f"{DONE} {words.plain('step-weight')}"
    return f"{OPEN} {words.html('step-no-weight', bot=f'@{steps.bot}')}"


def write_message(steps: FirstSteps, words: Words) -> str:
    """Return whether a client has written, and how to try."""
    if steps.has_message:
        return f"{DONE} {words.plain('step-message')}"
    return f"{OPEN} {words.html('step-no-message', link=f't.me/{steps.bot}')}"


def list_operator_buttons(steps: FirstSteps, words: Words) -> list[list[Button]]:
    """Return the ways to somebody who answers."""
    if steps.joined:
        return []
    rows: list[list[Button]] = []
    if steps.invited:
        first = steps.invited[0]
        link = OperatorCallback(action=OperatorAction.LINK, operator=first.id)
        rows.append([(words.plain("button-link-for", name=first.name), link)])
    else:
        rows.append([(words.plain("button-add-operator"), OperatorCallback(action=OperatorAction.ADD))])
    rows.append([(words.plain("button-myself"), StepCallback(step=Step.MYSELF))])
    return rows


def list_other_buttons(steps: FirstSteps, words: Words) -> list[list[Button]]:
    """Return the ways to a first weight, where it is clear whose, and to a first message."""
    rows: list[list[Button]] = []
    everybody = steps.joined or steps.invited
    if everybody and not steps.has_weight:
        if len(everybody) == 1:
            callback = StepCallback(step=Step.WEIGHT, operator=everybody[0].id)
            rows.append([(words.plain("button-weight-for", name=everybody[0].name), callback)])
        else:
            rows.append([open_page("weight", words)])
    if steps.joined and steps.has_weight and not steps.has_message:
        rows.append([(words.plain("button-try"), TryCallback())])
    return rows
