"""Contacts: a POST makes one and assigns it, a PATCH moves it as the button on its card would."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from api.requests.fields import MOST_ID, Number, Time
from api.requests.identities import list_unconfirmed, read_person
from api.requests.leniency import APPLIED, IsLenient
from models import Contact, Status
from models.actors import API
from services import events
from services.contacts import forms, states, transitions
from services.moment import Moment
from services.reports import listings, records

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=StrictRoute)

MESSAGES = 500
ANY_ID = Field(default=None, ge=1, le=MOST_ID)
ContactId = Annotated[Number, Path(ge=1, le=MOST_ID, examples=[12])]
StatusInQuery = Annotated[
    Status | None, Query(description="Where there is no body, as in the original.", deprecated=True)
]


class Wanted(pages.InOrder):
    """Which contacts."""

    status: Status | None = None
    source_id: Number | None = ANY_ID
    operator_id: Number | None = ANY_ID
    lead_id: Number | None = ANY_ID
    waiting: bool | None = Field(default=None, description="True: only those that nobody has yet.")
    created_since: Time | None = Field(default=None, examples=["2026-01-05T09:00:00Z"])
    created_before: Time | None = Field(default=None, examples=["2026-01-06T09:00:00Z"])

    @property
    def which(self) -> listings.Wanted:
        """Return the filter."""
        return listings.Wanted(
            status=self.status,
            source_id=self.source_id,
            operator_id=self.operator_id,
            lead_id=self.lead_id,
            waiting=self.waiting,
            since=self.created_since,
            before=self.created_before,
        )


@router.post("/", status_code=201, responses={201: {"headers": APPLIED}, **schemas.problems(404, 409)})
async def add_contact(
    body: schemas.NewContact, context: InContext, once: DoneOnce, is_lenient: IsLenient
) -> schemas.NewContactAnswer:
    """Make a contact of a person, who is found by external_id, then phone, then email, and assign it.

    Without an operator in the answer it is waiting: nobody who may take it has a place. With
    `Prefer: handling=lenient` a phone, email or name that is none is no reason to refuse the rest.
    """
    person = read_person(body, context.policy.phone_region, is_lenient=is_lenient)

    def add(session: Session, at: Moment) -> dict[str, Any]:
        made = forms.submit(
            session, body.source_id, person.identity, body.message, as_typed=person.as_typed, at=at
        )
        return {"id": made.id}

    def show(session: Session, made: dict[str, Any]) -> schemas.NewContactAnswer:
        contact = session.get_one(Contact, made["id"])
        unused = [*person.problems, *list_unconfirmed(contact, person)]
        return schemas.NewContactAnswer.model_validate({**schemas.read_contact(contact), "unused": unused})

    ahead = (forms.prefetch, (body.source_id, person.identity))
    return await once.make(body, add, show, ahead=ahead)


@router.get("/", response_model=list[schemas.Contact], responses={200: {"headers": pages.LINK}})
async def list_contacts(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[schemas.Contact]:
    """List contacts, those from Telegram among them."""

    def read(session: Session) -> list[schemas.Contact]:
        found = listings.list_contacts(session, wanted.which, wanted.page)
        return [schemas.Contact.model_validate(row) for row in found]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)


@router.get("/{contact_id}", responses=schemas.problems(404))
async def show_contact(contact_id: ContactId, context: InContext) -> schemas.ContactDetails:
    """Show a contact with what was said, what has happened, and why its operator got it."""

    def read(session: Session) -> schemas.ContactDetails:
        record = records.read(session, contact_id, size=MESSAGES)
        decisions = [fact.data for fact in record.history if fact.kind == events.Kind.ASSIGNED.value]
        return schemas.ContactDetails.model_validate(
            {
                **schemas.read_contact(record.contact),
                "lead": record.contact.lead,
                "messages": record.messages,
                "history": record.history,
                "decision": decisions[-1] if decisions else None,
            }
        )

    return await context.read(read)


@router.post("/{contact_id}/return", responses=schemas.problems(404, 409))
async def return_contact(contact_id: ContactId, context: InContext) -> schemas.Contact:
    """Put an open contact back into the queue, which it left last and enters first.

    It goes to somebody else at once if anybody may take it now; else it waits.
    """

    def change(session: Session, at: Moment) -> schemas.Contact:
        moved = transitions.perform(session, contact_id, states.Action.RETURN, actor=API, at=at)
        return schemas.Contact.model_validate(moved)

    return await context.writer.write(change)


@router.post("/{contact_id}/snooze", responses=schemas.problems(404, 409))
async def snooze_contact(
    contact_id: ContactId, context: InContext, body: schemas.Snooze | None = None
) -> schemas.Contact:
    """Put a contact in progress off, until a moment or until its client writes.

    If its source frees the place meanwhile, nobody has it until then.
    """
    until = body.until if body else None

    def change(session: Session, at: Moment) -> schemas.Contact:
        action = states.Action.SNOOZE
        moved = transitions.perform(session, contact_id, action, actor=API, until=until, at=at)
        return schemas.Contact.model_validate(moved)

    return await context.writer.write(change)


@router.post("/{contact_id}/wake", responses=schemas.problems(404, 409))
async def wake_contact(contact_id: ContactId, context: InContext) -> schemas.Contact:
    """Put a contact off no more.

    Without a place it goes back to its operator, if that one may take it now; else it waits, and its old
    number goes first.
    """

    def change(session: Session, at: Moment) -> schemas.Contact:
        moved = transitions.perform(session, contact_id, states.Action.WAKE, actor=API, at=at)
        return schemas.Contact.model_validate(moved)

    return await context.writer.write(change)


@router.patch("/{contact_id}/status", responses=schemas.problems(404, 409))
async def change_status(
    contact_id: ContactId,
    context: InContext,
    body: schemas.StatusChange | None = None,
    status: StatusInQuery = None,
) -> schemas.Contact:
    """Move a contact: into work, to its end from anywhere, or back into work.

    The operator's card and a Telegram client hear of it as if the operator had pressed.
    """
    wished = body.status if body else status
    if wished is None:
        problem = {"loc": ("body", "status"), "msg": "Field required", "type": "missing"}
        raise RequestValidationError([problem])

    def change(session: Session, at: Moment) -> schemas.Contact:
        moved = transitions.set_status(session, contact_id, wished, actor=API, at=at)
        return schemas.Contact.model_validate(moved)

    return await context.writer.write(change)
