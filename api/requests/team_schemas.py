"""What requests say of operators, sources, weights and labels, and what they are answered."""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

import models
from api.requests.fields import (
    Blankable,
    Description,
    Hours,
    Id,
    Limit,
    Name,
    Optional,
    Strict,
    Time,
    TimeZone,
    Weight,
)
from api.requests.schemas import Answer, Request, read
from models import LabelKind
from services.team.operators import DEFAULT_LIMIT

HOURS = (
    "As OpenStreetMap spells opening hours; null: always. By the clock of the business unless said otherwise."
)
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
    max_active_leads: int = Field(examples=[5])
    current_load: int = Field(validation_alias="load", description="Contacts that are new or in progress.")
    available_capacity: int = Field(description="How many more contacts fit; 0 above the limit.")
    hours: str | None = Field(description=HOURS, examples=["Mo-Fr 09:00-18:00"])
    timezone: str | None = Field(description="Of these hours; null: that of the business.")
    away_until: datetime | None = Field(description="On holiday, or ill.")
    telegram_id: int | None = Field(description="Null: works by API alone.")
    is_dismissed: bool = Field(description="For good: gets nothing, and only the history names the operator.")
    created_at: datetime

    @classmethod
    def of(cls, operator: models.Operator) -> Self:
        """Show an operator as he is now."""
        gone, room = operator.dismissed_at is not None, max(operator.max_active_leads - operator.load, 0)
        return cls.model_validate({**read(operator), "available_capacity": room, "is_dismissed": gone})


class NewSource(Request):
    name: Name = Field(examples=["Website"])
    description: Blankable[Description] = Field(default=None, examples=["The form on the front page"])


class SourceChange(Request):
    hours: Hours | None = Field(description=HOURS, examples=["Mo-Fr 09:00-18:00; PH off"])


class Source(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Website"])
    description: str | None
    hours: str | None = Field(description=HOURS, examples=["Mo-Fr 09:00-18:00; PH closed"])
    bot_id: int | None = Field(description="Of a Telegram bot and its campaigns; null: contacts come by API.")
    created_at: datetime


class NewOperatorWeight(Request):
    operator_id: Id = Field(examples=[1])
    source_id: Id = Field(examples=[1])
    weight: Weight = Field(examples=[3])


class OperatorWeight(Answer):
    operator_id: int = Field(examples=[1])
    source_id: int = Field(examples=[1])
    weight: int = Field(examples=[3])


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
