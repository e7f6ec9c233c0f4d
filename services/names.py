"""How people name things: by number, by name in any case, with stray spaces; and which names look alike.

Other letters of the same shape, hidden characters and dots behind make no other name. The twins are those of
the Unicode confusables (UTS 39) among Cyrillic, Greek and Latin.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Label, Operator, Source

T = TypeVar("T", Operator, Source, Label)

NAME_LENGTH = 64
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs, as Unicode has it, that show nothing
# What turns the direction of the words around it; a name with one could rewrite the line in which it stands.
DIRECTIONS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)  # as str.translate takes them away
EDGES = " @.,:;…·•'`´’‘ʼ_-"  # what nobody notices at either end of a name
HIDDEN = {*BLANK, "\u034f", *map(chr, range(0xFE00, 0xFE10))}  # with the selectors of variants

# Letters, and below each the Latin one of its shape. They are escaped because nobody could tell them apart.
TWINS = (
    ("\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e", "ABESlJKMHO"),  # Cyrillic capitals
    ("\u0420\u0421\u0422\u0423\u04ae\u0425\u04c0\u050c\u051a\u051c", "PCTYYXlGQW"),
    ("\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445", "aesijopcyx"),  # Cyrillic small letters
    ("\u043a\u04bb\u0501\u051b\u051d\u04cf\u04af", "khdqwly"),
    ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f", "ABEZHlKMNO"),  # Greek capitals
    ("\u03a1\u03a4\u03a5\u03a7", "PTYX"),
    ("\u03b1\u03b3\u03b9\u03ba\u03bd\u03bf\u03c1\u03c3\u03c5", "ayikvopou"),  # Greek small letters
    ("I|10\u0131\u0251\u0261", "lllOiag"),  # within Latin
    ("\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "--------"),
)
SHAPES = str.maketrans(
    {letter: twin for letters, twins in TWINS for letter, twin in zip(letters, twins, strict=True)}
)


def fold(name: str) -> str:
    """Return the spelling in which names are compared."""
    return clean(name).casefold()


def clean(name: str) -> str:
    """Return a name in one Unicode form, with single spaces, and without control and direction marks."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in unicodedata.normalize("NFC", name))
    return " ".join(drop_directions(kept).split())


def drop_directions(name: str) -> str:
    """Return a name without marks of direction: the letters tell theirs."""
    return name.translate(DIRECTIONS)


def quote_handle(name: str) -> str:
    """Return a name as it is, in quotes if it reads as if it had an @username: Telegram vouches for none."""
    if "@" not in unicodedata.normalize("NFKC", name):
        return name
    return f"“{name.translate(dict.fromkeys(map(ord, '“”')))}”"


def parse_number(word: str) -> int | None:
    """Return the number a word like `7` or `#7` stands for, if it is one we could have given."""
    match = re.fullmatch(r"#?([0-9]{1,9})", word.strip())
    return int(match[1]) if match else None


def parse_contact_number(word: str) -> int | None:
    """Return the number of a contact that a word like `12`, `#12` or `№12` stands for, None for no number."""
    return parse_number(word.removeprefix("№"))


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


def find_twin(name: str, among: Iterable[T]) -> T | None:
    """Return the first of these whose name a reader takes for this one."""
    looks = draw(name)
    return next((other for other in among if looks & draw(other.name)), None)


def draw(name: str) -> set[tuple[int, str]]:
    """Return how a name looks: as it stands, in capitals, in small letters. One of them alike misleads."""
    shown = " ".join(unicodedata.normalize("NFKC", name).split())
    shown = "".join(c for c in shown if c not in HIDDEN and unicodedata.category(c) != "Cf")
    shown = shown.strip(EDGES) or shown
    return {(n, form.translate(SHAPES)) for n, form in enumerate((shown, shown.upper(), shown.lower()))}
