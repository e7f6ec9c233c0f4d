"""What has happened to a contact, a line for each fact."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot.ui.isolation import isolate
from bot.ui.lists import shorten
from bot.ui.names import name_operator
from bot.ui.texts import Words
from bot.ui.times import write_span
from bot.views.cards.put_off import write_until
from models import Actor, Event, Operator
from models.actors import API, Role
from services.events import EARLIER, Kind

LONGEST_TEXT = 100  # UTF-16 units of what a message said before it was edited
SAID_OF_API = (Kind.CREATED, Kind.TAKEN)  # else the text names who it was


def write_fact(
    event: Event,
    operators: Mapping[int, Operator],
    source: str,
    words: Words,
    timezone: tzinfo = UTC,
) -> str:
    """Return a fact in HTML; `source` is where the contact came from."""
    kind, data = Kind(event.kind), event.data
    way = "-by-api" if kind in SAID_OF_API and event.actor == API else ""
    if kind is Kind.ANSWERED and data["operator_id"] is None:
        is_supervisor = event.actor is not None and event.actor.role is Role.SUPERVISOR
        way = "-by-supervisor" if is_supervisor else "-by-admin"
    if kind is Kind.REOPENED and data["operator_id"] is None:
        way = "-to-queue"
    if kind is Kind.OUTCOME and data["after"] is None:
        way = "-cleared"
    return words.html(
        f"fact-{kind}{way}",
        source=source,
        name=name_operator(data.get("operator_id"), operators),
        by=name_actor(event.actor, operators, words),
        why=data.get("why") or data.get("reason") or data.get("by") or "",
        after=write_span(data.get("seconds", 0), words),
        text=write_excerpt(find_words(kind, data)),
        rating=data.get("rating", ""),
        earlier=data.get(EARLIER, 0),
        until=write_until(read_until(data), words, timezone) if kind is Kind.SNOOZED else "",
    )


def find_words(kind: Kind, data: Mapping[str, Any]) -> str:
    """Return the words that a fact is about, as they were then."""
    match kind:
        case Kind.OUTCOME:
            return str(data["after"] or data["before"])
        case Kind.TAGGED:
            changes = [("+", name) for name in data["added"]] + [("−", name) for name in data["removed"]]
            return ", ".join(f"{sign} {isolate(name)}" for sign, name in changes)
        case _:
            return data.get("before") or data.get("text") or "—"


def read_until(data: Mapping[str, Any]) -> datetime | None:
    """Return until when something was put off, None: until the client writes."""
    return datetime.fromisoformat(data["until"]) if data["until"] else None


def name_actor(actor: Actor | None, operators: Mapping[int, Operator], words: Words) -> str:
    """Return who did something: an operator by name, others by role."""
    if actor is None:
        return words.plain("by-us")
    match actor.role:
        case Role.OPERATOR:
            return name_operator(actor.id, operators)
        case Role.CLIENT:
            return words.plain("by-client")
        case Role.API:
            return words.plain("by-api")
        case Role.ADMIN:
            return words.plain("by-admin")
        case Role.SUPERVISOR:
            return words.plain("by-supervisor")


def write_excerpt(text: str) -> str:
    """Return the beginning of a text, in one line."""
    return shorten(" ".join(text.split()), LONGEST_TEXT)
