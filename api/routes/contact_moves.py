"""What becomes of a contact: as by the buttons of its card, by the same rules."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.exceptions import RequestValidationError
from sqlalchemy.orm import Session

from api.requests import schemas
from api.requests.bodies import StrictRoute
from api.requests.context import InContext
from api.routes.contacts import ContactId, find_outcome, show
from models import Status
from models.actors import API
from services.contacts import states, transitions
from services.labels import choosing
from services.moment import Moment
from services.team import operators, passing, transfers

router = APIRouter(prefix="/contacts", tags=["contacts"], route_class=StrictRoute)

SIGNED = "API"  # how a note of a program is signed
StatusInQuery = Annotated[
    Status | None, Query(description="Where there is no body, as in the original.", deprecated=True)
]


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
        return show(session, moved)

    return await context.writer.write(change)


@router.post("/{contact_id}/reopen", responses=schemas.problems(404, 409))
async def reopen_contact(
    contact_id: ContactId, context: InContext, body: schemas.Reopen | None = None
) -> schemas.Contact:
    """Reopen a completed contact with an operator who has a place, or put it back into the queue.

    Its old number goes first there. `PATCH …/status` reopens it with its operator.
    """
    target = body.operator_id if body else None

    def change(session: Session, at: Moment) -> schemas.Contact:
        if target is None:
            moved = transitions.perform(session, contact_id, states.Action.REQUEUE, actor=API, at=at)
        else:
            operator = operators.find(session, f"#{target}")
            moved = transfers.reopen_with(session, contact_id, operator, actor=API, at=at)
        return show(session, moved)

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
        return show(session, moved)

    return await context.writer.write(change)


@router.post("/{contact_id}/wake", responses=schemas.problems(404, 409))
async def wake_contact(contact_id: ContactId, context: InContext) -> schemas.Contact:
    """Put a contact off no more.

    Without a place it goes back to its operator, if that one may take it now; else it waits, and its old
    number goes first.
    """

    def change(session: Session, at: Moment) -> schemas.Contact:
        moved = transitions.perform(session, contact_id, states.Action.WAKE, actor=API, at=at)
        return show(session, moved)

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
