"""Phones: the one spelling of each, by which people are found, and what else is the same phone.

It is E.164, an extension after a comma, as in +74951234567,101: a telephone that is given this dials the
number, waits a moment, and dials the extension.
"""

import re
import unicodedata
from contextlib import suppress

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

MARK = ","  # between a number and its extension
LONGEST_TYPED = 250  # characters; the library reads no more
LONGEST_EXTENSION = 9  # digits; what is longer is another phone
# Before an extension; p and w are what telephones store for a pause.
WORDS = (
    *("добавочный", "добав", "доб", "внутренний", "внутр", "вн", "доп", "дод"),
    *("extension", "extn", "ext", "xtn", "x", "х", "p", "w"),
    *("anexo", "interno", "int", "poste", "durchwahl", "dw", "app", "wew", "linka"),
)
EXTENSION = re.compile(
    rf"[\s(,;]*(?:(?<![^\W\d_])(?:{'|'.join(WORDS)})(?![^\W\d_])[\s.:=#\-–—]*|[,;#~*][\s,;#~*]*)(\d+)[\s.)#]*$",
    re.IGNORECASE,
)
LETTER_AMONG_DIGITS = re.compile(r"\d.*[^\W\d_]", re.DOTALL)
# Countries where the old number tells the present one: code → (old, present), without the code.
# In Mexico 1 marked a mobile from abroad, 044 and 045 one within the country, 01 and 02 another city.
# Argentina's 15 says the same as its 9, so both are once too many. Gabon put the kind of line in the place of
# the 0 in 2019, Colombia 60 before towns in 2021, Benin 01 before everything in 2024.
RENUMBERED: dict[int, tuple[tuple[str, str], ...]] = {
    52: ((r"(?:0[12]|04[45]|1)(\d{10})", r"\1"),),
    54: ((r"9(0?\d{12})", r"\1"),),
    57: ((r"([124-8]\d{7})", r"60\1"),),
    229: ((r"(\d{8})", r"01\1"),),
    241: ((r"0?([256]\d{6})", r"6\1"), (r"0?([47]\d{6})", r"7\1"), (r"0?(1\d{6})", r"1\1")),
}
WIDE = {chr(0xFF00 + n): chr(0x20 + n) for n in range(1, 95)} | {"№": "#"}
ARGENTINA, MOBILE_OF_ARGENTINA = "+54", "+549"


def normalize_phone(text: str, region: str | None) -> str:
    """Return a phone in its one spelling, a number without a country read in `region`; raises ValueError.

    Most of the world writes 00 for +, whatever `region` dials itself: so it is read where nothing else fits.
    """
    typed, extension = split_typed(text)
    if LETTER_AMONG_DIGITS.search(typed):  # else they'd be read as keys to press
        raise ValueError("not a phone number: there are letters in it")
    if len(extension) > LONGEST_EXTENSION:
        raise ValueError(f"not a phone number: an extension has at most {LONGEST_EXTENSION} digits")
    with suppress(ValueError):
        return join_extension(_read_number(typed, region), extension)
    return join_extension(_read_number(re.sub(r"^[^0-9+]*00", "+", typed), region), extension)


def split_typed(text: str) -> tuple[str, str]:
    """Return what somebody typed as a phone as number and extension, none as an empty text."""
    typed = " ".join("".join(map(_read_character, text)).split())
    found = EXTENSION.search(typed[-LONGEST_TYPED:])
    if found is None or not any(map(str.isdecimal, typed.removesuffix(found[0]))):
        return typed, ""
    return typed.removesuffix(found[0]), found[1]


def join_extension(number: str, extension: str) -> str:
    """Return a phone of number and extension."""
    return f"{number}{MARK}{extension}" if extension else number


def split_extension(phone: str) -> tuple[str, str]:
    """Return a phone in its one spelling as number and extension, none as an empty text."""
    number, _, extension = phone.partition(MARK)
    return number, extension


def list_same(phone: str) -> tuple[str, ...]:
    """Return a phone and how else the same one is spelled, where that can't be told from the number.

    Argentina's mobiles are called from abroad with a 9 in front, and many leave it out. No landline has the
    number of a mobile, so with and without it is one person; which one rings can't be seen, so each is kept.
    """
    if phone.startswith(MOBILE_OF_ARGENTINA):
        return phone, ARGENTINA + phone.removeprefix(MOBILE_OF_ARGENTINA)
    if phone.startswith(ARGENTINA):
        return phone, MOBILE_OF_ARGENTINA + phone.removeprefix(ARGENTINA)
    return (phone,)


def write_international(phone: str) -> tuple[str, str]:
    """Return number and extension of a phone the way people write them; what is no phone stays as it is."""
    number, extension = split_extension(phone)
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return phone, ""
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL), extension


def _read_character(character: str) -> str:
    """Return a character in plain spelling; nothing for one that can't be seen."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "" if unicodedata.category(character) == "Cf" else WIDE.get(character, character)


def _read_number(typed: str, region: str | None) -> str:
    try:
        number = _renumber(phonenumbers.parse(typed, region))
    except NumberParseException as error:
        raise ValueError("not a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a phone number that can exist")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _renumber(number: PhoneNumber) -> PhoneNumber:
    whole = phonenumbers.national_significant_number(number)
    for old, present in RENUMBERED.get(number.country_code or 0, ()):
        if match := re.fullmatch(old, whole):
            today = phonenumbers.parse(f"+{number.country_code}{match.expand(present)}")
            return today if phonenumbers.is_valid_number(today) else number
    return number
