"""The words in braces that stand for something else in a quick answer; what is put in is never read anew."""

import re

from models import Contact, Lead, Operator
from services.names import clean, is_visible

NAMES = ("name", "number", "operator")
LISTED = ", ".join(f"{{{name}}}" for name in NAMES)
LONGEST_NAME = 64  # characters of a client's
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
# The client's name with the comma that sets it off: where there is no name there is nothing to set off.
ADDRESS = re.compile(r"^\{name\}[,!.]?[ \t]*|,?[ \t]*\{name\}", re.MULTILINE)


def find_unknown(text: str) -> str | None:
    """Return the first word in braces that stands for nothing."""
    return next((word for word in PLACEHOLDER.findall(text) if word not in NAMES), None)


def says_something(text: str) -> bool:
    """Tell whether there is anything to see in a text beside what is put in."""
    return is_visible(PLACEHOLDER.sub("", text))


def fill_in(text: str, contact: Contact, lead: Lead, operator: Operator | None) -> str:
    """Return a text with the client's first name, the contact's number and the operator's name."""
    first = find_first_name(lead)
    if not first:
        text = ADDRESS.sub("", text).strip()
        text = text[:1].upper() + text[1:]
    given = {"name": first, "number": str(contact.id), "operator": clean(operator.name) if operator else ""}
    return PLACEHOLDER.sub(lambda match: given.get(match[1], match[0]), text)


def find_first_name(lead: Lead) -> str:
    """Return what to call a client, an empty text for one without a name that can be seen."""
    words = clean(lead.name or "").split()
    first = words[0][:LONGEST_NAME] if words else ""
    return first if is_visible(first) else ""
