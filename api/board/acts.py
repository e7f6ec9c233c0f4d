"""What can be done from the board: by the services that the bot and the API use, with the same refusals."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from api.board.door import NO_STORE, BoardError, BySteering, InBoard, Visitor, Wish, check_number, write
from api.requests.fields import MOST_ID
from models import Contact, LabelKind
from services.board import rights, steering
from services.contacts import conversation, states, transitions
from services.distribution import weights
from services.labels import choosing, lists
from services.moment import Moment
from services.team import operators, passing, transfers

LONGEST_NOTE = 4000
router = APIRouter(include_in_schema=False)


class ToOperator(Wish):
    operator_id: Annotated[int, Field(ge=1, le=MOST_ID)]


class PassOn(Wish):
    operator_id: Annotated[int, Field(ge=1, le=MOST_ID)] | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None


class Complete(Wish):
    outcome: Annotated[str, Field(max_length=100)] | None = None


class Words(Wish):
    text: Annotated[str, Field(max_length=LONGEST_NOTE)]


class Weights(Wish):
    source_id: Annotated[int, Field(ge=1, le=MOST_ID)]
    weights: dict[str, Annotated[int, Field(ge=weights.WEIGHTS[0], le=weights.WEIGHTS[-1])]]


class Undo(Wish):
    source_id: Annotated[int, Field(ge=1, le=MOST_ID)]


async def act(
    context: InBoard, visitor: Visitor, number: int, do: Callable[[Session, Moment], Any]
) -> JSONResponse:
    """Do something with a contact that the visitor sees."""
    check_number(number)

    def work(session: Session, at: Moment) -> None:
        rights.check_contact(session, visitor.account, number, at=at)
        do(session, at)

    return await do_it(context, work)


async def do_it(context: InBoard, do: Callable[[Session, Moment], Any]) -> JSONResponse:
    """Do something, and say nothing more than that it is done."""
    await write(context, do)
    return JSONResponse({}, headers=NO_STORE)


@router.post("/board/api/contacts/{number}/assign")
async def assign(number: int, body: ToOperator, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Give a contact to an operator."""

    def do(session: Session, at: Moment) -> Contact:
        operator = operators.get(session, body.operator_id)
        return transfers.give(session, number, operator, actor=visitor.actor, at=at)

    return await act(context, visitor, number, do)


@router.post("/board/api/contacts/{number}/pass")
async def pass_on(number: int, body: PassOn, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Pass a contact on for its operator."""

    def do(session: Session, at: Moment) -> Contact:
        target, line = body.operator_id, body.note or None
        return passing.for_operator(session, number, target, line, by=visitor.actor, name=visitor.name, at=at)

    return await act(context, visitor, number, do)


@router.post("/board/api/contacts/{number}/return")
async def put_back(
    number: int, visitor: BySteering, context: InBoard, _body: Annotated[dict[str, Any], Body()]
) -> JSONResponse:
    """Put a contact back into the queue."""

    def do(session: Session, at: Moment) -> Contact:
        return transitions.perform(session, number, states.Action.RETURN, actor=visitor.actor, at=at)

    return await act(context, visitor, number, do)


@router.post("/board/api/contacts/{number}/complete")
async def complete(number: int, body: Complete, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Complete a contact, and say how it has ended."""

    def do(session: Session, at: Moment) -> Contact:
        outcome = lists.find(session, LabelKind.OUTCOME, body.outcome) if body.outcome else None
        moved = transitions.perform(session, number, states.Action.CLOSE, actor=visitor.actor, at=at)
        if outcome is not None:
            choosing.set_outcome(session, moved, outcome, actor=visitor.actor, at=at)
        return moved

    return await act(context, visitor, number, do)


@router.post("/board/api/contacts/{number}/answer")
async def answer(number: int, body: Words, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Write to the client, signed with the visitor's name."""

    def do(session: Session, at: Moment) -> None:
        steering.answer(session, number, body.text, actor=visitor.actor, name=visitor.name, at=at)

    return await act(context, visitor, number, do)


@router.post("/board/api/contacts/{number}/note")
async def note(number: int, body: Words, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Keep a note for colleagues."""

    def do(session: Session, at: Moment) -> None:
        conversation.note_text(session, number, body.text, actor=visitor.actor, name=visitor.name, at=at)

    return await act(context, visitor, number, do)


@router.post("/board/api/weights")
async def set_weights(body: Weights, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Set weights of a source, all of them or none."""

    def do(session: Session, at: Moment) -> None:
        wanted = read_ids(body.weights)
        rights.check_source(session, visitor.account, body.source_id, at=at)
        steering.set_weights(session, body.source_id, wanted, actor=visitor.actor, by=visitor.name, at=at)

    return await do_it(context, do)


def read_ids(given: dict[str, int]) -> dict[int, int]:
    """Return weights by operator; raises BoardError for what is no number."""
    if not all(key.isascii() and key.isdecimal() and 0 < int(key) <= MOST_ID for key in given):
        raise BoardError(404, "no_such_operator")
    return {int(key): weight for key, weight in given.items()}


@router.post("/board/api/weights/undo")
async def undo_weights(body: Undo, visitor: BySteering, context: InBoard) -> JSONResponse:
    """Put back what the visitor's last change of a source's weights has changed."""

    def do(session: Session, at: Moment) -> None:
        rights.check_source(session, visitor.account, body.source_id, at=at)
        steering.undo_weights(session, body.source_id, actor=visitor.actor, by=visitor.name, at=at)

    return await do_it(context, do)
