"""What has happened to a contact, a line for each fact."""

from collections.abc import Mapping

from bot.ui.lists import shorten
from bot.ui.names import name_operator
from bot.ui.texts import Words
from models import Actor, Event, Operator
from models.actors import API, Role
from services.events import Kind

LONGEST_TEXT = 100  # UTF-16 units of what a message said before it was edited


def write_fact(event: Event, operators: Mapping[int, Operator], source: str, words: Words) -> str:
    """Return a fact in HTML; `source` is where the contact came from."""
    data = event.data
    name = name_operator(data.get("operator_id"), operators)
    by = name_actor(event.actor, operators, words)
    way = "-by-api" if event.actor == API else ""
    match Kind(event.kind):
        case Kind.CREATED:
            return words.html(f"fact-created{way}", source=source)
        case Kind.ASSIGNED:
            return words.html("fact-assigned", name=name, why=data["why"])
        case Kind.UNASSIGNED:
            return words.html("fact-unassigned", name=name)
        case Kind.TAKEN:
            return words.html(f"fact-taken{way}", name=name)
        case Kind.PASSED_ON:
            return words.html("fact-passed_on", name=name)
        case Kind.COMPLETED:
            return words.html("fact-completed", by=by)
        case Kind.REOPENED:
            return words.html("fact-reopened", name=name, by=by)
        case Kind.EDITED:
            return words.html("fact-edited", by=by, text=write_excerpt(data.get("before") or "—"))
        case Kind.TIMED_OUT:
            return words.html("fact-timed_out", name=name)
        case Kind.FOLLOWED_UP | Kind.BANNED | Kind.UNBANNED | Kind.FORGOTTEN as kind:
            return words.plain(f"fact-{kind}")
        case Kind.WEIGHT_SET:
            raise ValueError("not about a contact")


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


def write_excerpt(text: str) -> str:
    """Return the beginning of a text, in one line."""
    return shorten(" ".join(text.split()), LONGEST_TEXT)
