"""The fields of requests: what is refused, and the one spelling in which the rest is stored.

Numbers and switches are no strings, texts are whole Unicode without NUL (no database could keep them), and a
blank optional field is none: web forms send what nobody has filled in.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, WithJsonSchema
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from services import leads, names
from services.distribution.order.settings import MINUTES
from services.distribution.weights import WEIGHTS
from services.hours.schedule import LONGEST as LONGEST_HOURS
from services.queues import notes
from services.quick_answers import templates
from services.team import source_texts
from services.team.operators import LIMITS
from services.team.preferences import LANGUAGE, LONGEST_WAIT, MOST_LANGUAGES

T = TypeVar("T")

MOST_ID = 2**31 - 1
MOST_NAME = 100
DIGITS = re.compile(r"-?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TELEGRAM_ID = re.compile(rf"{leads.TELEGRAM}[1-9][0-9]{{0,15}}")
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
    if not names.is_visible(text):
        raise ValueError("is blank")
    return text


def drop_blank(value: Any) -> Any:
    """Return None for a text in which there is nothing to see."""
    if not isinstance(value, str) or names.is_visible(value):
        return value
    refuse_broken(value)
    return None


def refuse_null(value: T) -> T:
    """Refuse null where a field may be left out, but can't be unset."""
    if value is None:
        raise ValueError("can't be null")
    return value


def refuse_true(value: bool) -> bool:
    """Refuse true where only false says something."""
    if value:
        raise ValueError("can't be true")
    return value


def read_person_name(text: str) -> str:
    """Return a name in one Unicode form, which can be longer than what was sent."""
    name = names.clean(text)
    if len(name) > MOST_NAME:
        raise ValueError(f"is longer than {MOST_NAME} characters in Unicode's NFC")
    return name


def refuse_odd_digits(value: Any) -> Any:
    """Refuse numbers in addresses that are not in plain digits, such as 1.0, +1 and 1_000."""
    if isinstance(value, str) and not DIGITS.fullmatch(value):
        raise ValueError("is no whole number")
    return value


def refuse_bare_number(value: Any) -> Any:
    """Refuse a moment as a number of seconds, or of milliseconds, since 1970: nobody could tell which."""
    if isinstance(value, str) and not DATE.match(value):
        raise ValueError("is no moment such as 2026-01-05T09:00:00Z")
    return value


def read_external_id(text: str) -> str:
    """Accept any identifier; one that begins like Telegram's must be Telegram's."""
    text = text.strip()
    if text.startswith(leads.TELEGRAM) and not TELEGRAM_ID.fullmatch(text):
        raise ValueError("tg: is for Telegram's people, as in tg:123456789")
    return text


def read_moment(moment: datetime) -> datetime:
    """Refuse a moment that no contact can have, lest it be no moment elsewhere on Earth."""
    if moment.year not in YEARS:
        raise ValueError(f"must be a year from {YEARS[0]} to {YEARS[-1]}")
    return moment.astimezone(UTC)


class NotNull:
    """Documents a field that may be left out, but not be null."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the documentation without its null."""
        either: list[JsonSchemaValue] = handler(schema)["anyOf"]
        return next(shown for shown in either if shown != {"type": "null"})


Strict = Annotated[bool, Field(strict=True)]
Id = Annotated[int, Field(strict=True, ge=1, le=MOST_ID)]
Limit = Annotated[int, Field(strict=True, ge=LIMITS[0], le=LIMITS[-1])]
Weight = Annotated[int, Field(strict=True, ge=WEIGHTS[0], le=WEIGHTS[-1])]
Minutes = Annotated[int, Field(strict=True, ge=MINUTES[0], le=MINUTES[-1])]
Seconds = Annotated[int, Field(strict=True, ge=0, le=LONGEST_WAIT)]
Whole = AfterValidator(refuse_broken)
Name = Annotated[str, Field(min_length=1, max_length=100), Whole, AfterValidator(names.clean)]
Hours = Annotated[str, Field(min_length=1, max_length=LONGEST_HOURS), Whole]
Languages = Annotated[
    list[Annotated[str, Field(pattern=f"^{LANGUAGE.pattern}$")]], Field(max_length=MOST_LANGUAGES)
]
TimeZone = Annotated[str, Field(min_length=1, max_length=64), Whole]
Description = Annotated[str, Field(max_length=500), Whole]
MessageText = Annotated[str, Field(min_length=1, max_length=4000), Whole, AfterValidator(refuse_blank)]
NoteText = Annotated[str, Field(min_length=1, max_length=notes.LONGEST), Whole, AfterValidator(refuse_blank)]
AnswerTitle = Annotated[str, Field(min_length=1, max_length=100), Whole, AfterValidator(names.clean)]
AnswerText = Annotated[str, Field(min_length=1, max_length=templates.LONGEST), Whole]
Off = Annotated[
    bool, Field(strict=True), AfterValidator(refuse_true), WithJsonSchema({"const": False, "type": "boolean"})
]
OwnText = Annotated[str, Field(max_length=source_texts.LONGEST_TEXT), Whole]
ExternalId = Annotated[str, Field(max_length=200), Whole, AfterValidator(read_external_id)]
Phone = Annotated[str, Field(max_length=64), Whole]
Email = Annotated[str, Field(max_length=320), Whole, AfterValidator(leads.normalize_email)]
PersonName = Annotated[str, Field(max_length=MOST_NAME), Whole, AfterValidator(read_person_name)]
Optional = Annotated[T | None, BeforeValidator(refuse_null), NotNull()]
Blankable = Annotated[T | None, BeforeValidator(drop_blank)]
Time = Annotated[AwareDatetime, BeforeValidator(refuse_bare_number), AfterValidator(read_moment)]
Number = Annotated[int, BeforeValidator(refuse_odd_digits)]
