"""Why a contact is whose it is: the draw in words, for admins on a screen, for the operator in one line."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import assert_never

from bot.ui.lists import join_lines
from bot.ui.names import name_operator
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment, write_span
from bot.views.audit.callbacks import WhyNotCallback
from bot.views.contact_screens import ContactAction, ContactCallback
from bot.views.weight_screens import round_percents
from models import Operator
from services.distribution.assignment import PRIORITY
from services.distribution.decisions import (
    AssignmentReason,
    Decision,
    DrawDecision,
    Drawn,
    HandDecision,
    PoolDecision,
    PreferenceDecision,
    ReturnDecision,
    Selected,
    TurnDecision,
)
from services.distribution.modes.turns import ONE
from services.reports.records import Assignment

LONGEST_PART = 1100  # UTF-16 units of those who could take it, of their tickets, of those left out


def write_assignment(assignment: Assignment, words: Words, timezone: tzinfo) -> Screen:
    """Return an assignment: who could take it with which chance, the ticket, and who was left out and why."""
    contact, decision = assignment.contact, assignment.decision
    reason = words.plain(f"why-reason-{assignment.reason}")
    moment = write_moment(assignment.event.at, words, timezone)
    title = words.html(
        "why-title", number=str(contact.id), which=str(assignment.number), count=str(assignment.count)
    )
    lines = [title, words.html("why-at", at=moment, reason=reason), ""]
    match decision:
        case DrawDecision():
            lines += list_draw(decision, assignment.operators, words)
        case PreferenceDecision():
            lines.append(words.plain(f"why-preferred-{decision.preference}"))
            lines += list_draw(decision, assignment.operators, words)
        case TurnDecision():
            if decision.preference is not None:
                lines.append(words.plain(f"why-preferred-{decision.preference}"))
            lines += list_turn(decision, assignment.operators, words)
        case PoolDecision():
            if decision.preference is not None:
                lines.append(words.plain(f"why-preferred-{decision.preference}"))
            lines += list_taking(decision, assignment.operators, words)
        case HandDecision():
            name = name_operator(decision.operator_id, assignment.operators)
            former = name_operator(assignment.event.data.get("from_operator_id"), assignment.operators)
            why = assignment.reason.value
            lines.append(words.html("why-manual", name=name, former=former, why=why))
        case ReturnDecision():
            name = name_operator(decision.operator_id, assignment.operators)
            lines.append(words.html("why-woken", name=name))
        case _:
            assert_never(decision)
    if minutes := assignment.event.data.get(PRIORITY):
        lines += ["", words.plain("why-priority", span=write_span(60 * minutes, words))]
    buttons = [write_why_not(contact.id, words), write_back(contact.id, words)]
    return Screen("\n".join(lines), [list_turns(assignment), buttons])


def list_draw(draw: Drawn, operators: Mapping[int, Operator], words: Words) -> list[str]:
    """Return the lines of a draw, in HTML: whose which tickets were, and the one that was drawn."""
    first, lines = 0, []
    shares = round_percents([candidate.score for candidate in draw.candidates])
    for candidate, share in zip(draw.candidates, shares, strict=True):
        last = first + candidate.score - 1
        lines.append(
            words.html(
                "why-candidate",
                name=name_operator(candidate.operator_id, operators),
                weight=candidate.weight,
                places=candidate.places,
                score=candidate.score,
                share=share,
                tickets=str(first) if first == last else f"{first}–{last}",
            )
        )
        first = last + 1
    winner = name_operator(draw.operator_id, operators)
    ticket = words.html("why-ticket", ticket=str(draw.ticket), name=winner)
    could = [words.plain("why-could"), join_lines(lines, words, limit=LONGEST_PART), "", ticket]
    return [*could, *list_excluded(draw, operators, words)]


def list_turn(decision: TurnDecision, operators: Mapping[int, Operator], words: Words) -> list[str]:
    """Return the lines of a turn, in HTML: whose part was how big, and who was owed how much."""
    shares = round_percents([candidate.weight for candidate in decision.candidates])
    lines = [
        words.html(
            "why-owed",
            name=name_operator(candidate.operator_id, operators),
            weight=candidate.weight,
            share=share,
            **describe_owed(candidate.credit),
        )
        for candidate, share in zip(decision.candidates, shares, strict=True)
    ]
    turn = words.html("why-turn", name=name_operator(decision.operator_id, operators))
    could = [words.plain("why-could-turn"), join_lines(lines, words, limit=LONGEST_PART), "", turn]
    return [*could, *list_excluded(decision, operators, words)]


def list_taking(decision: PoolDecision, operators: Mapping[int, Operator], words: Words) -> list[str]:
    """Return the lines of a taking, in HTML: who else could have taken it out of the pool."""
    lines = [
        words.html(
            "why-pooled",
            name=name_operator(candidate.operator_id, operators),
            weight=candidate.weight,
            load=candidate.load,
            limit=candidate.limit,
        )
        for candidate in decision.candidates
    ]
    taker = words.html("why-pool", name=name_operator(decision.operator_id, operators))
    could = [words.plain("why-could-pool"), join_lines(lines, words, limit=LONGEST_PART), "", taker]
    return [*could, *list_excluded(decision, operators, words)]


def describe_owed(credit: int) -> dict[str, str]:
    """Return for a text how much somebody is ahead or behind, in tenths of a contact."""
    tenths = round(10 * abs(credit) / ONE)
    state = "even" if tenths == 0 else "behind" if credit > 0 else "ahead"
    return {"state": state, "whole": str(tenths // 10), "tenth": str(tenths % 10)}


def list_excluded(draw: Selected, operators: Mapping[int, Operator], words: Words) -> list[str]:
    """Return who was left out and why, in HTML."""
    if not draw.excluded:
        return []
    lines = [
        words.html(
            "why-excluded",
            name=name_operator(candidate.operator_id, operators),
            reason=words.plain(f"why-excluded-{candidate.reason}"),
        )
        for candidate in draw.excluded
    ]
    left_out = join_lines(lines, words, limit=LONGEST_PART)
    more = sum(draw.excluded_counts.values()) - len(draw.excluded)
    rest = [words.plain("why-more", count=more)] if more > 0 else []
    return ["", words.plain("why-left-out"), left_out, *rest]


def list_turns(assignment: Assignment) -> list[Button]:
    """Return buttons to the assignments before and after, if there are any."""

    def turn(which: int) -> ContactCallback:
        return ContactCallback(action=ContactAction.WHY, contact=assignment.contact.id, value=which)

    buttons: list[Button] = []
    if assignment.number > 1:
        buttons.append(("‹", turn(assignment.number - 1)))
    if assignment.number < assignment.count:
        buttons.append(("›", turn(assignment.number + 1)))
    return buttons


def write_back(number: int, words: Words) -> Button:
    """Return the button to a contact."""
    label = words.plain("button-contact", number=str(number))
    return label, ContactCallback(action=ContactAction.SHOW, contact=number)


def write_why_not(number: int, words: Words) -> Button:
    """Return the button to why somebody else did not get a contact."""
    return words.plain("button-why-not"), WhyNotCallback(contact=number)


def write_why_me(decision: Decision, reason: AssignmentReason, words: Words) -> str:
    """Return in one line why an assignment went to its operator; it names nobody else."""
    match decision:
        case DrawDecision():
            return write_my_draw(decision, words)
        case PreferenceDecision():
            why = words.plain(f"why-me-preferred-{decision.preference}")
            return why if len(decision.candidates) == 1 else f"{why} {write_my_draw(decision, words)}"
        case TurnDecision():
            return write_my_turn(decision, words)
        case PoolDecision():
            return words.plain("why-me-pool", count=len(decision.candidates))
        case HandDecision():
            return words.plain("why-me-by_hand", why=reason.value)
        case ReturnDecision():
            return words.plain("why-me-woken")
        case _:
            assert_never(decision)


def write_my_draw(draw: Drawn, words: Words) -> str:
    """Return in one line how a draw named its operator."""
    mine = next(i for i, c in enumerate(draw.candidates) if c.operator_id == draw.operator_id)
    me = draw.candidates[mine]
    if len(draw.candidates) == 1:
        return words.plain("why-me-alone", weight=me.weight, places=me.places)
    return words.plain(
        "why-me",
        weight=me.weight,
        places=me.places,
        score=me.score,
        total=draw.total,
        share=round_percents([candidate.score for candidate in draw.candidates])[mine],
        ticket=str(draw.ticket),
    )


def write_my_turn(decision: TurnDecision, words: Words) -> str:
    """Return in one line how it was its operator's turn."""
    mine = next(i for i, c in enumerate(decision.candidates) if c.operator_id == decision.operator_id)
    why = [words.plain(f"why-me-preferred-{decision.preference}")] if decision.preference else []
    weight = decision.candidates[mine].weight
    if len(decision.candidates) == 1:
        return " ".join([*why, words.plain("why-me-turn-alone")])
    share = round_percents([candidate.weight for candidate in decision.candidates])[mine]
    return " ".join([*why, words.plain("why-me-turn", weight=weight, share=share)])
