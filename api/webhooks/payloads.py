"""What a webhook says: contact, lead and operator look as the API shows them."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field

from api.requests.schemas import Answer, Contact, Lead, read_contact
from models import Status
from services.queues.webhook_queue import DueEvent


class OperatorName(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Anna"])


class Data(Answer):
    """Contact and lead as they are when this is sent; everything else as it was when it happened."""

    contact: Contact
    lead: Lead
    operator: OperatorName | None = Field(description="Who has the contact by this fact.")
    operator_id: int | None = Field(examples=[1])
    from_operator_id: int | None = Field(description="Who had it before.")
    status: Status = Field(description="What became of it.")
    why: str | None = Field(
        description="Of an assignment: new, queue, passed_on, timeout, unreachable, moved, manual, "
        "passed_to, taken_back or woken; of contact.woken: time, client, operator, admin, api, moved or "
        "completed.",
        examples=["new"],
    )
    actor: str | None = Field(
        description="client, api, operator:1, admin:<Telegram id>, supervisor:<Telegram id>; "
        "null: the distribution itself.",
        examples=["client"],
    )


class WebhookEvent(Answer):
    id: str = Field(description="The same at every try.", examples=["evt_412"])
    type: str = Field(examples=["contact.assigned"])
    created_at: datetime = Field(description="When it happened.")
    data: Data


documented = APIRouter()  # nobody calls it: so the events stand in /docs
answers: dict[int | str, dict[str, str]] = {
    204: {"description": "Taken; so is any other 2xx."},
    410: {"description": "Gone for good: it is not told again."},
    "default": {"description": "Told again later, with the same id."},
}


@documented.post("contact.created", status_code=204, responses=answers)
def on_created(event: WebhookEvent) -> None:
    """A contact has come."""


@documented.post("contact.assigned", status_code=204, responses=answers)
def on_assigned(event: WebhookEvent) -> None:
    """A contact has an operator, the first or another one."""


@documented.post("contact.unassigned", status_code=204, responses=answers)
def on_unassigned(event: WebhookEvent) -> None:
    """A contact has lost its operator and waits."""


@documented.post("contact.status_changed", status_code=204, responses=answers)
def on_status_changed(event: WebhookEvent) -> None:
    """A contact was taken into work, completed or reopened."""


@documented.post("contact.updated", status_code=204, responses=answers)
def on_updated(event: WebhookEvent) -> None:
    """The outcome or the tags of a contact have changed."""


@documented.post("contact.answered", status_code=204, responses=answers)
def on_answered(event: WebhookEvent) -> None:
    """A client has a first answer."""


@documented.post("contact.rated", status_code=204, responses=answers)
def on_rated(event: WebhookEvent) -> None:
    """A client has said how it was by a thumb, or has added words to that."""


@documented.post("contact.snoozed", status_code=204, responses=answers)
def on_snoozed(event: WebhookEvent) -> None:
    """A contact is put off, until `contact.snoozed_until` or until its client writes."""


@documented.post("contact.woken", status_code=204, responses=answers)
def on_woken(event: WebhookEvent) -> None:
    """A contact is no longer put off; `why` says what has ended it."""


@documented.post("contact.forgotten", status_code=204, responses=answers)
def on_forgotten(event: WebhookEvent) -> None:
    """The client was deleted here: delete what you know of this contact and this lead, too."""


def name_event(row_id: int) -> str:
    """Return the name by which the endpoint recognizes an event that comes again."""
    return f"evt_{row_id}"


def write_event(due: DueEvent) -> str:
    """Put a fact into JSON; raises if it can't be."""
    row, contact = due.row, due.contact
    if contact is None:
        raise LookupError("a fact about no contact")
    people = {"lead": contact.lead, "operator": due.operator}
    event = {
        "id": name_event(row.id),
        "type": row.params["type"],
        "created_at": row.created_at,
        "data": {**row.params, "contact": read_contact(contact, due.labelled), **people},
    }
    return WebhookEvent.model_validate(event).model_dump_json()
