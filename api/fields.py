"""The fields of requests: what is refused, and the one spelling in which the rest is stored.

Numbers and switches are no strings, texts are whole Unicode without NUL (no database could keep them), and a
blank optional field is none: web forms send what nobody has filled in.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from services import leads, names

T = TypeVar("T")

MOST_ID = 2**31 - 1
MOST_LIMIT = 1000
EXTERNAL_ID = re.compile(rf"(?!{leads.TELEGRAM})|{leads.TELEGRAM}[1-9][0-9]{{0,15}}$")
YEARS = range(1970, 2101)


def refuse_broken(text: str) -> str:
    """Refuse what databases can't store."""
    if "\0" in text:
        raise ValueError("contains a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("contains half of a character (a lone surrogate)") from None
    return text


def refuse_blank(text: str) -> str:
    """Refuse a text in which there is nothing to see."""
    if not text.strip():
        raise ValueError("is blank")
    return text


def drop_blank(value: Any) -> Any:
    """Return None for a text in which there is nothing to see."""
    return None if isinstance(value, str) and not value.strip() else value


def refuse_null(value: T) -> T:
    """Refuse null where a field may be left out, but can't be unset."""
    if value is None:
        raise ValueError("can't be null")
    return value


def read_external_id(text: str) -> str:
    """Accept any identifier; one that begins like Telegram's must be Telegram's."""
    text = text.strip()
    if not EXTERNAL_ID.match(text):
        raise ValueError("tg: is for Telegram's people, as in tg:123456789")
    return text


def read_moment(moment: datetime) -> datetime:
    """Refuse a moment that no contact can have, lest it be no moment elsewhere on Earth."""
    if moment.year not in YEARS:
        raise ValueError(f"must be a year from {YEARS[0]} to {YEARS[-1]}")
    return moment.astimezone(UTC)


Strict = Annotated[bool, Field(strict=True)]
Id = Annotated[int, Field(strict=True, ge=1, le=MOST_ID)]
Limit = Annotated[int, Field(strict=True, ge=0, le=MOST_LIMIT)]
Weight = Annotated[int, Field(strict=True, ge=0, le=MOST_LIMIT)]
Whole = AfterValidator(refuse_broken)
Name = Annotated[str, Field(min_length=1, max_length=100), Whole, AfterValidator(names.clean)]
Description = Annotated[str, Field(max_length=500), Whole]
MessageText = Annotated[str, Field(min_length=1, max_length=4000), Whole, AfterValidator(refuse_blank)]
ExternalId = Annotated[str, Field(max_length=200), Whole, AfterValidator(read_external_id)]
Phone = Annotated[str, Field(max_length=64), Whole]
Email = Annotated[str, Field(max_length=320), Whole, AfterValidator(leads.normalize_email)]
PersonName = Annotated[str, Field(max_length=100), Whole, AfterValidator(names.clean)]
Optional = Annotated[T | SkipJsonSchema[None], BeforeValidator(refuse_null)]
Blankable = Annotated[T | None, BeforeValidator(drop_blank)]
Moment = Annotated[AwareDatetime, AfterValidator(read_moment)]
