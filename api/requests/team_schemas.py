"""What requests say of operators, sources, weights and labels, and what they are answered."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

import models
from api.requests.fields import (
    Blankable,
    Description,
    Hours,
    Id,
    Languages,
    Limit,
    Minutes,
    Name,
    Off,
    Optional,
    OwnText,
    Seconds,
    Strict,
    Time,
    TimeZone,
    Weight,
)
from api.requests.schemas import Answer, Request, read
from models import LabelKind, Mode
from services.team.operators import DEFAULT_LIMIT
from services.team.preferences import list_languages
from services.team.source_switches import SourceSwitch
from services.team.source_texts import SourceText

HOURS = (
    "As OpenStreetMap spells opening hours; null: always. By the clock of the business unless said otherwise."
)
PREFERS = (
    "For how many seconds a new contact waits for {}; 0: only if they are free, null: they are not preferred."
)
PREFERS_KNOWN = PREFERS.format("the operator whom its client knows")
PREFERS_LANGUAGE = PREFERS.format("operators who speak its client's language")
LANGUAGES = "Of answers, by ISO 639; none: that of the operator's Telegram."
PRIORITY = "Its contacts wait in the queue as if they had come so many minutes earlier."
SECOND_AFTER = "After how many minutes of waiting the second group gets a contact, too."
IS_SECOND = "In the second group of the source: gets a contact once it has waited for `second_after` minutes."
MODE = (
    "How it decides among those who may take a contact: draw, by weight × free places; turns, by weight; "
    "pool, who takes it first."
)
ASKS_RATING = "Clients are asked for a thumb after completion; of a source without a bot nobody can be."
TEXTS = (
    "What clients are told in own words, by text and by who reads it: all, ru, en. False: it is not said; "
    "null: in the usual words."
)
SNOOZE_FREES = "Put-off contacts take no place of their operator."
Readers = Literal["all", "ru", "en"]
DISMISSES_ALONE = "is_dismissed: true goes without other fields"


class NewOperator(Request):
    name: Name = Field(examples=["Anna"])
    is_active: Strict = True
    max_active_leads: Limit = DEFAULT_LIMIT


class OperatorChange(Request):
    """What is not given stays as it is."""

    name: Optional[Name] = Field(default=None, examples=["Anna"])
    is_active: Optional[Strict] = None
    max_active_leads: Optional[Limit] = None
    hours: Hours | None = Field(default=None, description=HOURS, examples=["Mo-Fr 09:00-18:00"])
    timezone: TimeZone | None = Field(
        default=None,
        description="Of these hours; null: that of the business.",
        examples=["Asia/Yekaterinburg"],
    )
    languages: Optional[Languages] = Field(default=None, description=LANGUAGES, examples=[["en", "ru"]])
    away_until: Time | None = Field(default=None, description="On holiday, or ill; null: is not.")
    is_dismissed: Optional[Strict] = Field(
        default=None, description="True, alone: for good; open contacts go to others or wait."
    )

    @model_validator(mode="after")
    def dismiss_alone(self) -> Self:
        """Who is dismissed changes in nothing else."""
        if self.is_dismissed and self.model_fields_set != {"is_dismissed"}:
            raise ValueError(DISMISSES_ALONE)
        return self


class Operator(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Anna"])
    is_active: bool = Field(description="The admin's switch.")
    on_shift: bool = Field(description="The operator's own switch: /pause and /resume.")
    pause_until: datetime | None = Field(description="When a pause ends by itself; null: by /resume alone.")
    max_active_leads: int = Field(examples=[5])
    current_load: int = Field(validation_alias="load", description="Contacts that are new or in progress.")
    available_capacity: int = Field(description="How many more contacts fit; 0 above the limit.")
    hours: str | None = Field(description=HOURS, examples=["Mo-Fr 09:00-18:00"])
    timezone: str | None = Field(description="Of these hours; null: that of the business.")
    away_until: datetime | None = Field(description="On holiday, or ill.")
    languages: list[str] = Field(description=LANGUAGES, examples=[["en", "ru"]])
    telegram_id: int | None = Field(description="Null: works by API alone.")
    is_dismissed: bool = Field(description="For good: gets nothing, and only the history names the operator.")
    created_at: datetime

    @classmethod
    def of(cls, operator: models.Operator) -> Self:
        """Show an operator as he is now."""
        gone, room = operator.dismissed_at is not None, max(operator.max_active_leads - operator.load, 0)
        told = {"available_capacity": room, "is_dismissed": gone, "languages": list_languages(operator)}
        return cls.model_validate({**read(operator), **told})


class NewSource(Request):
    name: Name = Field(examples=["Website"])
    description: Blankable[Description] = Field(default=None, examples=["The form on the front page"])


class SourceChange(Request):
    """What is not given stays as it is. Campaigns change with their bot."""

    hours: Hours | None = Field(default=None, description=HOURS, examples=["Mo-Fr 09:00-18:00; PH off"])
    prefers_known: Seconds | None = Field(default=None, description=PREFERS_KNOWN, examples=[60])
    prefers_language: Seconds | None = Field(default=None, description=PREFERS_LANGUAGE, examples=[0])
    mode: Optional[Mode] = Field(default=None, description=MODE, examples=["turns"])
    priority_minutes: Optional[Minutes] = Field(default=None, description=PRIORITY, examples=[30])
    second_after: Optional[Minutes] = Field(default=None, description=SECOND_AFTER, examples=[10])
    asks_rating: Optional[Strict] = Field(default=None, description=ASKS_RATING)
    snooze_frees: Optional[Strict] = Field(default=None, description=SNOOZE_FREES)
    texts: Optional[dict[SourceText, dict[Readers, OwnText | Off | None]]] = Field(
        default=None,
        description=f"{TEXTS} What is not named stays as it is.",
        examples=[{"completed": {"all": "Thank you, {name}!"}, "taken": {"all": False}}],
    )

    @property
    def switches(self) -> dict[SourceSwitch, bool]:
        """Return what is to be on or off."""
        given = {which: getattr(self, which.value) for which in SourceSwitch}
        return {which: on for which, on in given.items() if on is not None}


class Source(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Website"])
    description: str | None
    hours: str | None = Field(description=HOURS, examples=["Mo-Fr 09:00-18:00; PH closed"])
    prefers_known: int | None = Field(description=PREFERS_KNOWN)
    prefers_language: int | None = Field(description=PREFERS_LANGUAGE)
    mode: Mode = Field(description=MODE)
    priority_minutes: int = Field(description=PRIORITY)
    second_after: int = Field(description=SECOND_AFTER)
    asks_rating: bool = Field(description=ASKS_RATING)
    snooze_frees: bool = Field(description=SNOOZE_FREES)
    texts: Annotated[
        dict[SourceText, dict[Readers, str | Literal[False]]], BeforeValidator(lambda texts: texts or {})
    ] = Field(description=TEXTS, examples=[{"completed": {"all": "Thank you, {name}!"}}])
    bot_id: int | None = Field(description="Of a Telegram bot and its campaigns; null: contacts come by API.")
    created_at: datetime


class NewOperatorWeight(Request):
    operator_id: Id = Field(examples=[1])
    source_id: Id = Field(examples=[1])
    weight: Weight = Field(examples=[3])
    is_second: Optional[Strict] = Field(default=None, description=f"{IS_SECOND} Left out: as it was.")


class OperatorWeight(Answer):
    operator_id: int = Field(examples=[1])
    source_id: int = Field(examples=[1])
    weight: int = Field(examples=[3])
    is_second: bool = Field(description=IS_SECOND)


class NewLabel(Request):
    kind: LabelKind = Field(
        description="What it says: how a contact ends, or what it is about.", examples=["outcome"]
    )
    name: Name = Field(examples=["sold"])


class LabelChange(Request):
    """What is not given stays as it is."""

    name: Optional[Name] = Field(
        default=None, description="On all contacts that have it.", examples=["bought"]
    )
    is_retired: Optional[Strict] = Field(
        default=None, description="True: can't be chosen any more; contacts that have it keep it."
    )


class Label(Answer):
    id: int = Field(examples=[1])
    kind: LabelKind
    name: str = Field(examples=["sold"])
    is_retired: bool = Field(description="Can't be chosen any more.")
    created_at: datetime

    @classmethod
    def of(cls, label: models.Label) -> Self:
        """Show a label as it is now."""
        return cls.model_validate({**read(label), "is_retired": label.retired_at is not None})
