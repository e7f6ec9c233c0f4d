"""Why not this operator: how somebody stood at each assignment of a request, last first."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from bot.ui.lists import join_lines
from bot.ui.names import name_operator
from bot.ui.screens import Button, Screen, arrange
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.audit.callbacks import WhyNotCallback
from bot.views.contact_screens import ContactAction, ContactCallback
from models import Operator
from services.audit.why_not import Standing, WhyNot

MOST_BUTTONS = 80  # Telegram takes 100
MOST_HELD = 10


def write_choice(number: int, operators: Sequence[Operator], words: Words) -> Screen:
    """Return a button for each operator of whom one may ask."""
    buttons: list[Button] = [
        (operator.name, WhyNotCallback(contact=number, operator=operator.id))
        for operator in operators[:MOST_BUTTONS]
    ]
    text = words.plain("why-not-choose", number=str(number))
    return Screen(text, [*arrange(buttons, 2), [write_back(number, words)]])


def write_why_not(
    number: int,
    operator: Operator,
    found: Sequence[WhyNot],
    operators: Mapping[int, Operator],
    words: Words,
    timezone: tzinfo,
) -> Screen:
    """Return how an operator stood at each assignment of a contact, in HTML."""
    lines = [words.html("why-not-title", number=str(number), name=operator.name)]
    for one in found:
        lines += ["", words.html("why-not-at", at=write_moment(one.at, words, timezone))]
        lines += list_lines(one, operators, words, timezone)
    buttons: list[Button] = [(words.plain("button-why-not"), WhyNotCallback(contact=number))]
    return Screen(join_lines(lines, words), [buttons, [write_back(number, words)]])


def list_lines(one: WhyNot, operators: Mapping[int, Operator], words: Words, timezone: tzinfo) -> list[str]:
    """Return in one to three lines how somebody stood, in HTML."""
    winner = name_operator(one.winner, operators)
    match one.standing:
        case Standing.RAN:
            share = round(100 * one.part / one.total)
            how = "turn" if one.ticket is None else "draw"
            ran = words.plain(
                "why-not-ran", weight=one.weight, load=one.load, limit=one.limit, how=how, share=share
            )
            if one.ticket is None:
                return [ran, words.html("why-not-turn", name=winner)]
            return [ran, words.html("why-not-ticket", ticket=str(one.ticket), name=winner)]
        case Standing.LEFT_OUT | Standing.WAITS if one.reason is not None:
            return list_reason(one, words, timezone)
        case _:
            return [words.html(f"why-not-{one.standing.value}", name=winner)]


def list_reason(one: WhyNot, words: Words, timezone: tzinfo) -> list[str]:
    """Return why somebody was left out, and since when that is so."""
    lines = [words.plain("why-not-reason", reason=words.plain(f"why-excluded-{one.reason}"))]
    if one.held:
        held = ", ".join(f"#{number}" for number in one.held[-MOST_HELD:])
        since = write_moment(one.since or one.at, words, timezone)
        lines.append(words.html("why-not-held", held=held, since=since, count=len(one.held)))
    elif one.until is not None:
        lines.append(words.html("why-not-until", until=write_moment(one.until, words, timezone)))
    elif one.since is not None and one.since < one.at:
        lines.append(words.html("why-not-since", since=write_moment(one.since, words, timezone)))
    return lines


def write_back(number: int, words: Words) -> Button:
    """Return the button to why somebody has it."""
    return words.plain("button-back"), ContactCallback(action=ContactAction.WHY, contact=number)
