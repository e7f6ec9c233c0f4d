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
from api.requests.fields import MOST_ID, Name, Number, Time
from api.requests.identities import list_unconfirmed, read_person
from api.requests.leniency import APPLIED, IsLenient
from models import Contact, Label, LabelKind, Rating, Status
from models.actors import API
from services import events
from services.contacts import forms, states, transitions
from services.labels import choosing, lists
from services.moment import Moment
from services.queues import labels
from services.reports import listings, records
from services.team import passing

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=StrictRoute)

MESSAGES = 500
SIGNED = "API"  # how a note of a program is signed
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
    body: schemas.NewContact, context: InContext, once: DoneOnce, is_lenient: IsLenient
) -> schemas.NewContactAnswer:
    """Make a contact of a person, who is found by external_id, then phone, then email, and assign it.

    Without an operator in the answer it is waiting: nobody who may take it has a place. With
    `Prefer: handling=lenient` a phone, email or name that is none is no reason to refuse the rest.
    """
    new = set[int]()
    person = read_person(body, context.policy.phone_region, is_lenient=is_lenient)

    def add(session: Session, at: Moment) -> dict[str, Any]:
        made = forms.submit(
            session, body.source_id, person.identity, body.message, as_typed=person.as_typed, at=at
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


@router.post("/{contact_id}/return", responses=schemas.problems(404, 409))
async def return_contact(contact_id: ContactId, context: InContext) -> schemas.Contact:
    """Put an open contact back into the queue, which it left last and enters first.

    It goes to somebody else at once if anybody may take it now; else it waits.
    """

    def change(session: Session, at: Moment) -> schemas.Contact:
        moved = transitions.perform(session, contact_id, states.Action.RETURN, actor=API, at=at)
        return show(session, moved)

    return await context.writer.write(change)


@router.post("/{contact_id}/pass", responses=schemas.problems(404, 409))
async def pass_contact(
    contact_id: ContactId, context: InContext, body: schemas.PassOn | None = None
) -> schemas.Contact:
    """Pass an open contact on from its operator: to a colleague, with a weight or without, or by draw.

    Nobody gets more than the limit allows.
    """
    wanted = body or schemas.PassOn()

    def change(session: Session, at: Moment) -> schemas.Contact:
        target, note = wanted.operator_id, wanted.note
        moved = passing.for_operator(session, contact_id, target, note, by=API, name=SIGNED, at=at)
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
        says_outcome = body is not None and "outcome" in body.model_fields_set
        outcome = find_outcome(session, body.outcome if body else None)
        moved = transitions.set_status(session, contact_id, wished, actor=API, at=at)
        if says_outcome:
            choosing.set_outcome(session, moved, outcome, actor=API, at=at)
        return show(session, moved)

    return await context.writer.write(change)


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
