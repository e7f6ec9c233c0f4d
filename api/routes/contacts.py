"""Contacts: a POST makes one and assigns it, a PATCH says what it is about; `contact_moves` moves it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from api.requests.fields import MOST_ID, Name, Number, Time
from api.requests.forms.identities import list_unconfirmed, read_person
from api.requests.forms.leniency import APPLIED, IsLenient
from api.requests.forms.new_contact import NewContact
from models import Contact, Label, LabelKind, Rating, Status
from models.actors import API
from services import events
from services.contacts import forms
from services.labels import choosing, lists
from services.moment import Moment
from services.queues import labels
from services.reports import listings, records

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=StrictRoute)

MESSAGES = 500
ANY_ID = Field(default=None, ge=1, le=MOST_ID)
ContactId = Annotated[Number, Path(ge=1, le=MOST_ID, examples=[12])]


class Wanted(pages.InOrder):
    """Which contacts."""

    status: Status | None = None
    source_id: Number | None = ANY_ID
    operator_id: Number | None = ANY_ID
    lead_id: Number | None = ANY_ID
    waiting: bool | None = Field(default=None, description="True: only those that nobody has yet.")
    rating: Rating | None = Field(default=None, description="Only those that their clients have rated so.")
    created_since: Time | None = Field(default=None, examples=["2026-01-05T09:00:00Z"])
    created_before: Time | None = Field(default=None, examples=["2026-01-06T09:00:00Z"])
    outcome: Name | None = Field(default=None, examples=["sold"])
    tag: Name | None = Field(default=None, examples=["vip"])

    def which(self, session: Session) -> listings.Wanted:
        """Return the filter."""
        outcome, tag = (find_label(session, kind, getattr(self, kind)) for kind in LabelKind)
        return listings.Wanted(
            status=self.status,
            source_id=self.source_id,
            operator_id=self.operator_id,
            lead_id=self.lead_id,
            waiting=self.waiting,
            rating=self.rating,
            since=self.created_since,
            before=self.created_before,
            outcome_id=outcome,
            tag_id=tag,
        )


def find_label(session: Session, kind: LabelKind, name: str | None) -> int | None:
    """Return the label that a filter names, retired or not; one that there is not would find nothing."""
    label = lists.look_up(session, kind, name) if name is not None else None
    if name is not None and label is None:
        why = {"msg": f"there is no {kind} {name}", "type": f"no_such_{kind}"}
        raise RequestValidationError([{"loc": ("query", kind.value), **why}])
    return label.id if label else None


@router.post("/", status_code=201, responses={201: {"headers": APPLIED}, **schemas.problems(404, 409)})
async def add_contact(
    body: NewContact, context: InContext, once: DoneOnce, is_lenient: IsLenient
) -> schemas.NewContactAnswer:
    """Make a contact of a person, who is found by external_id, then phone, then email, and assign it.

    Without an operator in the answer it is waiting: nobody who may take it has a place. With
    `Prefer: handling=lenient` a phone, email or name that is none is no reason to refuse the rest.
    """
    new = set[int]()
    person = read_person(body, context.rules.policy.phone_region, is_lenient=is_lenient)

    def add(session: Session, at: Moment) -> dict[str, Any]:
        made = forms.submit(
            session,
            body.source_id,
            person.identity,
            body.message,
            as_typed=person.as_typed,
            origin=body.origin | body.cut,
            at=at,
        )
        new.add(made.id)
        return {"id": made.id}

    def show(session: Session, made: dict[str, Any]) -> schemas.NewContactAnswer:
        contact = session.get_one(Contact, made["id"])
        unused = [*person.problems, *list_unconfirmed(contact, person)]
        labelled = labels.NONE if contact.id in new else labels.read_one(session, contact)
        written = schemas.read_contact(contact, labelled)
        return schemas.NewContactAnswer.model_validate({**written, "unused": unused})

    ahead = (forms.prefetch, (body.source_id, person.identity))
    return await once.make(body, add, show, ahead=ahead)


@router.get("/", response_model=list[schemas.Contact], responses={200: {"headers": pages.LINK}})
async def list_contacts(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[schemas.Contact]:
    """List contacts, those from Telegram among them."""

    def read(session: Session) -> list[schemas.Contact]:
        found = listings.list_contacts(session, wanted.which(session), wanted.page)
        labelled = labels.read(session, found)
        written = (schemas.read_contact(row, labelled[row.id]) for row in found)
        return [schemas.Contact.model_validate(row) for row in written]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)


@router.get("/{contact_id}", responses=schemas.problems(404))
async def show_contact(contact_id: ContactId, context: InContext) -> schemas.ContactDetails:
    """Show a contact with what was said, what has happened, and why its operator got it."""

    def read(session: Session) -> schemas.ContactDetails:
        record = records.read(session, contact_id, size=MESSAGES)
        decisions = [fact.data for fact in record.history if fact.kind == events.Kind.ASSIGNED.value]
        return schemas.ContactDetails.model_validate(
            {
                **schemas.read_contact(record.contact, record.labelled),
                "lead": record.contact.lead,
                "messages": record.messages,
                "history": record.history,
                "decision": decisions[-1] if decisions else None,
            }
        )

    return await context.read(read)


@router.patch("/{contact_id}", responses=schemas.problems(404, 409))
async def change_contact(
    contact_id: ContactId, body: schemas.ContactChange, context: InContext
) -> schemas.Contact:
    """Say how a completed contact has ended, or what a contact is about; its operator's card shows it."""

    def change(session: Session, at: Moment) -> schemas.Contact:
        contact = choosing.claim(session, contact_id)
        outcome = find_outcome(session, body.outcome)
        tags = [lists.find(session, LabelKind.TAG, name) for name in body.tags or ()]
        if "outcome" in body.model_fields_set:
            choosing.set_outcome(session, contact, outcome, actor=API, at=at)
        if body.tags is not None:
            choosing.set_tags(session, contact, tags, actor=API, at=at)
        return show(session, contact)

    return await context.writer.write(change)


def find_outcome(session: Session, name: str | None) -> Label | None:
    """Return the outcome of this name; raises Refused."""
    return None if name is None else lists.find(session, LabelKind.OUTCOME, name)


def show(session: Session, contact: Contact) -> schemas.Contact:
    """Return a contact as it is now."""
    session.flush()
    return schemas.Contact.model_validate(schemas.read_contact(contact, labels.read_one(session, contact)))
