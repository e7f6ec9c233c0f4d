"""What requests say and what they are answered, in the names of the original CRM."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, computed_field, model_validator

import models
from api.requests.errors import Problem, Problems
from api.requests.fields import (
    Blankable,
    Id,
    Name,
    NoteText,
    Optional,
    Time,
)
from models import Author, Rating, Status
from services.phones import write_international
from services.queues.labels import Labelled

ERRORS = {
    400: "The body can't be read.",
    401: "The key is missing or wrong.",
    403: "Without API_KEY only this machine is answered, under its own name.",
    404: "There is no such thing.",
    409: "Things are as they don't allow it.",
    413: "The body is too large.",
    422: "Something in the request is wrong.",
    503: "The database is busy; try again.",
}


class Request(BaseModel):
    """What a request says: an unknown field is refused, lest a misspelled one be lost."""

    model_config = ConfigDict(extra="forbid")

    def write(self) -> str:
        """Return what is wanted, in one spelling."""
        return self.model_dump_json()


class Answer(BaseModel):
    """What a request is answered, read from a row."""

    model_config = ConfigDict(from_attributes=True)


class StatusChange(Request):
    status: Status = Field(examples=["in_progress"])
    outcome: Name | None = Field(
        default=None, description="How it has ended, with status completed: a name from /labels/."
    )

    @model_validator(mode="after")
    def end_with_outcome(self) -> Self:
        """Refuse an outcome of what has not ended."""
        if "outcome" in self.model_fields_set and self.status is not Status.COMPLETED:
            raise ValueError("outcome: goes with status completed alone")
        return self


class ContactChange(Request):
    """What is not given stays as it is."""

    outcome: Name | None = Field(
        default=None,
        description="How a completed contact has ended: a name from /labels/; null: not said.",
        examples=["sold"],
    )
    tags: Optional[list[Name]] = Field(
        default=None,
        description="All tags that it shall have: names from /labels/.",
        max_length=100,
        examples=[["vip"]],
    )


class PassOn(Request):
    """To whom an open contact goes, and a line for that colleague."""

    operator_id: Id | None = Field(default=None, description="Null: by draw.", examples=[2])
    note: Blankable[NoteText] = Field(
        default=None,
        description="For whoever has the contact or gets it later; the client never reads it.",
        examples=["Please call back today."],
    )


class Reopen(Request):
    """With whom a completed contact goes on."""

    operator_id: Id | None = Field(
        default=None, description="Null: back to the queue, for whoever has a place.", examples=[2]
    )


class Snooze(Request):
    until: Blankable[Time] = Field(
        default=None,
        description="Without it: when the client writes.",
        examples=["2026-12-25T10:00:00+03:00"],
    )


class Contact(Answer):
    id: int = Field(examples=[12])
    lead_id: int = Field(examples=[7])
    source_id: int = Field(examples=[1])
    operator_id: int | None = Field(
        description="Null: it is waiting, or put off without a place.", examples=[1]
    )
    status: Status
    message: str = Field(examples=["Do you deliver to Kazan?"])
    created_at: datetime
    assigned_at: datetime | None
    taken_at: datetime | None
    answered_at: datetime | None = Field(description="When the client's first wait for an answer ended.")
    answer_seconds: int | None = Field(description="How long that was, in open hours of the source.")
    completed_at: datetime | None
    rating: Rating | None = Field(description="By the client, after completion.", examples=["good"])
    rating_comment: str | None = Field(description="The client's words to it.", examples=["Very quick!"])
    rated_at: datetime | None
    outcome: str | None = Field(description="How it has ended, by a name from /labels/.", examples=["sold"])
    tags: Sequence[str] = Field(description="What it is about, by names from /labels/.", examples=[["vip"]])
    snoozed_at: datetime | None = Field(description="Since when it is put off; null: it is not.")
    snoozed_until: datetime | None = Field(
        description="Until when it is put off; null if it is until its client writes."
    )
    as_typed: Mapping[str, str] = Field(
        description="What was said of the person and is not their own: it is none, or not confirmed.",
        examples=[{"name": "Ivan", "email": "vera@"}],
    )
    origin: Annotated[Mapping[str, str], BeforeValidator(lambda origin: origin or {})] = Field(
        description="How the sender of a form came: utm_source … and page, as far as they were given.",
        examples=[{"utm_source": "google", "utm_medium": "cpc", "page": "https://example.com/price"}],
    )


class NewContactAnswer(Contact):
    """The contact that was made."""

    unused: Sequence[Problem] = Field(description="What stays with the contact alone, and why.")


class Lead(Answer):
    id: int = Field(examples=[7])
    external_id: str | None = Field(description="`tg:…` of a Telegram client.", examples=["crm-2077"])
    phone: str | None = Field(
        description="In the form +79123456789, with an extension +79123456789,101: so it dials after `tel:`.",
        examples=["+79123456789"],
    )
    phone_verified: bool = Field(description="Telegram vouches for it.")
    email: str | None = Field(examples=["vera@example.com"])
    name: str | None = Field(examples=["Vera"])
    username: str | None = Field(description="In Telegram, without @.", examples=["vera_k"])
    created_at: datetime

    @computed_field(description="The phone as people write it.", examples=["+7 912 345-67-89 ext. 101"])  # type: ignore[prop-decorator] # pydantic's own advice
    @property
    def phone_shown(self) -> str | None:
        """Return the phone as people write it."""
        number, extension = write_international(self.phone) if self.phone else (None, "")
        return f"{number} ext. {extension}" if extension else number


class Quote(Answer):
    text: str = Field(examples=["next Monday"])


class Message(Answer):
    id: int = Field(examples=[31])
    author: Author
    operator_id: int | None = Field(description="Which operator wrote it.")
    signed: str | None = Field(description="With which name, by an admin or a supervisor.", examples=["Olga"])
    kind: str = Field(description="Telegram's word: text, photo, voice …", examples=["text"])
    text: str | None = Field(description="The text or the caption.")
    entities: Sequence[Mapping[str, Any]] | None = Field(
        description="The formatting of the text, hidden links included, as Telegram has it."
    )
    reply_to_id: int | None = Field(description="The message that this one replies to.")
    quote: Quote | None = Field(description="The part of another message that this one quotes.")
    forwarded_from: str | None = Field(description="Who wrote it first.", examples=["Ivan Petrov"])
    created_at: datetime = Field(description="When it was written.")
    edited_at: datetime | None
    withdrawn_at: datetime | None = Field(description="Since then the client does not see it any more.")


class Fact(Answer):
    at: datetime
    kind: str = Field(examples=["assigned"])
    actor: Annotated[str | None, BeforeValidator(lambda actor: actor and str(actor))] = Field(
        description="client, api, operator:1, admin:<Telegram id>, supervisor:<Telegram id>; "
        "null: the distribution itself.",
        examples=["api"],
    )
    data: Mapping[str, Any]


class ContactDetails(Contact):
    """Everything about a contact."""

    lead: Lead
    messages: Sequence[Message] = Field(description="The newest 500, oldest first.")
    history: Sequence[Fact]
    decision: Mapping[str, Any] | None = Field(
        description="Of the latest assignment: who stood how, and which ticket of how many was drawn."
    )


def read(row: models.Base) -> dict[str, Any]:
    """Return the columns of a row."""
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}


def read_contact(contact: models.Contact, labelled: Labelled) -> dict[str, Any]:
    """Return the columns of a contact, its labels, and by field what is said that is not the person's own."""
    outcome, tags = labelled.outcome, [tag.name for tag in labelled.tags]
    named = {"outcome": None if outcome is None else outcome.name, "tags": tags}
    return {**read(contact), "as_typed": contact.as_typed, **named}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how these errors look in the documentation."""
    return {status: {"model": Problems, "description": ERRORS[status]} for status in statuses}
