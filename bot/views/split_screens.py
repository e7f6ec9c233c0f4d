"""What admins read before a merge of two people is taken back."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import isolate
from bot.ui.lists import join_lines, shorten
from bot.ui.names import list_reach
from bot.ui.screens import Button, Number, Positive, Screen
from bot.ui.texts import Html, Words, escape
from bot.views.contact_screens import ContactAction, ContactCallback
from models import Lead
from services.clients.splitting import Part

MOST_PEOPLE = 5  # who are shown at once
LONGEST_PERSON = 300  # UTF-16 units
LONGEST_NUMBERS = 300


class SplitCallback(CallbackData, prefix="split"):
    """Splits a lead off the client of a contact; `lead` 0 asks which."""

    contact: Positive
    lead: Number = 0


def ask_to_split(number: int, parts: Sequence[Part], words: Words) -> Screen:
    """Return who could be a person again, with which contacts, in HTML."""
    lines = [words.html("split-title", number=str(number)), ""]
    lines += [write_part(part, words) for part in parts[:MOST_PEOPLE]]
    lines += ["", words.plain("split-stays")]
    rows: list[list[Button]] = [
        [
            (
                words.plain("button-split-off", client=name_part(part.lead, words)),
                SplitCallback(contact=number, lead=part.lead.id),
            )
        ]
        for part in parts[:MOST_PEOPLE]
    ]
    back = (words.plain("button-cancel"), ContactCallback(action=ContactAction.SHOW, contact=number))
    return Screen("\n".join(lines), [*rows, [back]])


def write_done(part: Part, words: Words) -> str:
    """Return in HTML who is a person again."""
    return words.html("split-done", client=describe(part.lead, words), numbers=write_numbers(part, words))


def write_part(part: Part, words: Words) -> str:
    """Return in HTML who would be a person again, and with which contacts."""
    return words.html("split-person", client=describe(part.lead, words), numbers=write_numbers(part, words))


def write_numbers(part: Part, words: Words) -> Html:
    """Return the numbers of a person's contacts."""
    numbers = (words.plain("forget-number", number=str(contact.id)) for contact in part.contacts)
    return Html(join_lines(map(escape, numbers), words, limit=LONGEST_NUMBERS, by=", "))


def name_part(lead: Lead, words: Words) -> str:
    """Return a person for a button."""
    return lead.name or next(iter(list_known(lead, words)), words.plain("client-unnamed"))


def describe(lead: Lead, words: Words) -> str:
    """Return all that is known of a person, as plain text."""
    known = [*([lead.name] if lead.name else []), *list_known(lead, words)]
    return shorten(", ".join(map(isolate, known)), LONGEST_PERSON) or words.plain("client-unnamed")


def list_known(lead: Lead, words: Words) -> list[str]:
    """Return phone, email and the id in another system, as plain text."""
    reach = list_reach(lead, words)
    if (lead.phone or lead.email) and lead.external_id:
        reach.append(words.plain("client-id", id=lead.external_id))
    return reach
