"""Why a contact is whose it is: the draw in words, for admins on a screen, for the operator in one line."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from bot.ui.lists import join_lines
from bot.ui.names import name_operator
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_moment
from bot.views.contact_screens import ContactAction, ContactCallback
from bot.views.weight_screens import round_percents
from models import Operator
from services.reports.records import Decision

LONGEST_PART = 1100  # UTF-16 units of those who could take it, of their tickets, of those left out


def write_decision(decision: Decision, words: Words, timezone: tzinfo) -> Screen:
    """Return an assignment: who could take it with which chance, the ticket, and who was left out and why."""
    data, contact = decision.event.data, decision.contact
    reason = words.plain(f"why-reason-{data['why']}")
    moment = write_moment(decision.event.at, words, timezone)
    title = words.html(
        "why-title", number=str(contact.id), which=str(decision.number), count=str(decision.count)
    )
    lines = [title, words.html("why-at", at=moment, reason=reason), ""]
    if data.get("ticket") is None:
        lines.append(words.html("why-manual", name=name_operator(data["operator_id"], decision.operators)))
    else:
        lines += list_draw(data, decision.operators, words)
    return Screen("\n".join(lines), [list_turns(decision), [write_back(contact.id, words)]])


def list_draw(data: Mapping[str, Any], operators: Mapping[int, Operator], words: Words) -> list[str]:
    """Return the lines of a draw, in HTML: whose which tickets were, and the one that was drawn."""
    candidates, first, lines = data["candidates"], 0, []
    shares = round_percents([c["score"] for c in candidates])
    for candidate, share in zip(candidates, shares, strict=True):
        last = first + candidate["score"] - 1
        lines.append(
            words.html(
                "why-candidate",
                name=name_operator(candidate["operator_id"], operators),
                weight=candidate["weight"],
                places=candidate["limit"] - candidate["load"],
                score=candidate["score"],
                share=share,
                tickets=str(first) if first == last else f"{first}–{last}",
            )
        )
        first = last + 1
    winner = name_operator(data["operator_id"], operators)
    ticket = words.html("why-ticket", ticket=str(data["ticket"]), name=winner)
    could = [words.plain("why-could"), join_lines(lines, words, limit=LONGEST_PART), "", ticket]
    return [*could, *list_excluded(data, operators, words)]


def list_excluded(data: Mapping[str, Any], operators: Mapping[int, Operator], words: Words) -> list[str]:
    """Return who was left out and why, in HTML."""
    excluded = data.get("excluded", ())
    if not excluded:
        return []
    lines = []
    for entry in excluded:
        reason = words.plain(f"why-excluded-{entry['reason']}")
        name = name_operator(entry["operator_id"], operators)
        lines.append(words.html("why-excluded", name=name, reason=reason))
    left_out = join_lines(lines, words, limit=LONGEST_PART)
    more = sum(data.get("excluded_counts", {}).values()) - len(excluded)
    rest = [words.plain("why-more", count=more)] if more > 0 else []
    return ["", words.plain("why-left-out"), left_out, *rest]


def list_turns(decision: Decision) -> list[Button]:
    """Return buttons to the assignments before and after, if there are any."""

    def turn(which: int) -> ContactCallback:
        return ContactCallback(action=ContactAction.WHY, contact=decision.contact.id, value=which)

    buttons: list[Button] = []
    if decision.number > 1:
        buttons.append(("‹", turn(decision.number - 1)))
    if decision.number < decision.count:
        buttons.append(("›", turn(decision.number + 1)))
    return buttons


def write_back(number: int, words: Words) -> Button:
    """Return the button to a contact."""
    label = words.plain("button-contact", number=str(number))
    return label, ContactCallback(action=ContactAction.SHOW, contact=number)


def write_why_me(data: Mapping[str, Any], words: Words) -> str:
    """Return in one line why an assignment went to its operator; it names nobody else."""
    if data.get("ticket") is None:
        return words.plain("why-me-manual")
    candidates = data["candidates"]
    mine = next(i for i, c in enumerate(candidates) if c["operator_id"] == data["operator_id"])
    chosen = candidates[mine]
    places = chosen["limit"] - chosen["load"]
    if len(candidates) == 1:
        return words.plain("why-me-alone", weight=chosen["weight"], places=places)
    return words.plain(
        "why-me",
        weight=chosen["weight"],
        places=places,
        score=chosen["score"],
        total=data["total"],
        share=round_percents([c["score"] for c in candidates])[mine],
        ticket=str(data["ticket"]),
    )
