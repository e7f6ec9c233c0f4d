"""Phones and e-mails in what people write. Words without an @ or seven digits cost one look."""

import re
from contextlib import suppress

from phonenumbers import Leniency, PhoneNumberMatcher

from services.leads import normalize_email
from services.phones import normalize_phone

PHONE, EMAIL = "phone", "email"
WORTH_READING = re.compile(r"@|(?:\d\W{0,3}){6}\d")
NO_PART = r"\s<>@,;:()\[\]\"'«»“”/\\"
PART = f"[^{NO_PART}]"
ADDRESS = re.compile(rf"(?<!{PART}){PART}{{1,64}}@{PART}{{1,200}}\.{PART}{{1,50}}(?!{PART})")
# Days and times beside each other read like a phone.
CALENDAR = re.compile(r"\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}:\d\d\b")
AROUND = ".,!?…*_`"  # what stands at the ends of an address and belongs to the sentence
MOST_TRIES = 100  # of what might be a phone, in one text


def find(text: str | None, region: str) -> dict[str, str]:
    """Return the first phone and the first e-mail of a text, each in its one spelling, by what it is.

    A number without a country is read in `region`, and counts only if it can exist.
    """
    if text is None or WORTH_READING.search(text) is None:
        return {}
    found = {PHONE: _find_phone(text, region), EMAIL: _find_email(text) if "@" in text else None}
    return {way: value for way, value in found.items() if value is not None}


def _find_phone(text: str, region: str) -> str | None:
    plain = CALENDAR.sub("§", text)
    for match in PhoneNumberMatcher(plain, region, leniency=Leniency.VALID, max_tries=MOST_TRIES):
        with suppress(ValueError):
            return normalize_phone(match.raw_string, region)
    return None


def _find_email(text: str) -> str | None:
    for match in ADDRESS.finditer(text):
        with suppress(ValueError):
            return normalize_email(match[0].strip(AROUND))
    return None
