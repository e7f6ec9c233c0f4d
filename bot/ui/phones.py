"""How phones are written: as `phonenumbers` writes them, by its own rules, without reading every number anew.

An export writes a hundred thousand of them; the library takes fifteen times as long for each.
"""

import re
from collections.abc import Sequence
from functools import cache

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberFormat, PhoneMetadata, PhoneNumberFormat

from bot.ui.texts import Words
from services.phones import split_extension

CODE_ENDS = (2, 3, 4)  # in "+79031234567"; no country code begins with another one


class Rules:
    """How the numbers of a country code are grouped."""

    def __init__(self, code: str, formats: Sequence[NumberFormat]) -> None:
        ways, self._groupings = [], dict[int, tuple[str, list[int]]]()
        groups = 0
        for way in formats:
            leading = f"(?={way.leading_digits_pattern[-1]})" if way.leading_digits_pattern else ""
            ways.append(f"{leading}(?:{way.pattern})()")
            grouping = way.format or ""  # such as \1 \2-\3
            shown = [groups + int(number) for number in re.findall(r"\\(\d)", grouping)]
            groups += re.compile(ways[-1]).groups  # the last one, which is empty, tells which way it was
            self._groupings[groups] = f"+{code} " + re.sub(r"\\\d", "%s", grouping), shown
        self._match = re.compile("|".join(ways) or "(?!)").fullmatch

    def write(self, digits: str) -> str | None:
        """Return a number with these digits after the country code, None if no rule is for it."""
        match = self._match(digits)
        if match is None or match.lastindex is None:
            return None
        written, shown = self._groupings[match.lastindex]
        return written % match.group(*shown)


def write_phone(phone: str, words: Words) -> str:
    """Return a phone the way people write it, as plain text; what is none stays as it is."""
    number, extension = split_extension(phone)
    written = write_number(number)
    return words.plain("phone-with-extension", phone=written, extension=extension) if extension else written


def write_number(phone: str) -> str:
    """Return an E.164 phone without an extension the way people write it."""
    for end in CODE_ENDS:
        if rules := find_rules(phone[:end]):
            return rules.write(phone[end:]) or write_any(phone)
    return write_any(phone)


@cache
def find_rules(start: str) -> Rules | None:
    """Return the rules for phones that start so, None if that is no plus with a country code."""
    code = start.removeprefix("+")
    if code == start or not code.isdecimal():
        return None
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code))
    metadata = regions and PhoneMetadata.metadata_for_region_or_calling_code(int(code), regions[0])
    return Rules(code, metadata.intl_number_format or metadata.number_format) if metadata else None


def write_any(phone: str) -> str:
    """Return a phone as the library reads and writes it; one that it can't read stays as it is."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
