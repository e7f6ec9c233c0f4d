"""How people name things: by number, by name in any case, with stray spaces."""

import re
import unicodedata
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Operator, Source

T = TypeVar("T", Operator, Source)

NAME_LENGTH = 64
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs, as Unicode has it, that show nothing


def fold(name: str) -> str:
    """Return the spelling in which names are compared."""
    return clean(name).casefold()


def clean(name: str) -> str:
    """Return a name in one Unicode form, with single spaces and without control characters."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in unicodedata.normalize("NFC", name))
    return " ".join(kept.split())


def parse_number(word: str) -> int | None:
    """Return the number a word like `7` or `#7` stands for, if it is one we could have given."""
    match = re.fullmatch(r"#?([0-9]{1,9})", word.strip())
    return int(match[1]) if match else None


def find_named(session: Session, table: type[T], word: str, key: str) -> T | None:
    """Return what a person names by `7`, `#7` or a name, whose `key` is how names are compared there."""
    number = parse_number(word)
    found = session.get(table, number) if number is not None else None
    return found or session.scalars(select(table).where(table.name_key == key)).first()


def is_visible(text: str) -> bool:
    """Tell whether there is anything to see in a text."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in BLANK for letter in text)


def is_good_name(name: str) -> bool:
    """Tell whether a cleaned name can be seen, and told apart from numbers and commands."""
    if not is_visible(name):
        return False
    return 0 < len(fold(name)) <= NAME_LENGTH and parse_number(name) is None and name[0] not in "/#@\"«“'"
