"""The addresses of the board: its page, the way in and out, the stream, and what can be done."""

import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, StreamingResponse

from api.board.door import COOKIE, BoardError, ByVisitor, InBoard, Visitor, check_origin, write
from api.board.feed import Feed
from api.requests.fields import MOST_ID
from models import Contact, LabelKind
from services.board import detail, sessions, steering
from services.clock import take_moment
from services.contacts import states, transitions
from services.distribution import weights
from services.labels import choosing, lists
from services.moment import Moment
from services.refusals import Refused
from services.team import operators, passing, transfers
from web.files import describe, find_files
from web.headers import make_headers

PAGE = Path(__file__).parent / "page"
TOKEN_BYTES = 32
LONGEST_NOTE = 4000
NO_STORE = {"Cache-Control": "no-store"}
router = APIRouter(include_in_schema=False)


class Wish(BaseModel):
    """A body; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Entering(Wish):
    token: Annotated[str, Field(min_length=1, max_length=100)]


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


@cache
def list_files() -> dict[str, Path]:
    """Return the files of the page by the path that a browser asks for."""
    return find_files(PAGE)


@router.get("/board")
async def lead_to_page() -> RedirectResponse:
    """Answer who leaves out the last slash; the browser keeps what stands behind the #."""
    return RedirectResponse("/board/")


@router.get("/board/")
async def show_page() -> Response:
    """Return the page."""
    return show_file("index.html")


@router.get("/board/page/{path:path}")
async def show_part(path: str) -> Response:
    """Return a file of the page."""
    return show_file(path)


def show_file(path: str) -> Response:
    """Return a file with what its headers are to say."""
    found = list_files().get(path)
    if found is None:
        return Response(status_code=404)
    return FileResponse(found, headers={**describe(found), **make_headers("'self' data:")})


@router.post("/board/api/enter", status_code=204)
async def enter(body: Entering, context: InBoard, request: Request) -> Response:
    """Let in who has a link that was never used; raises BoardError."""
    check_origin(request)
    own, device = secrets.token_urlsafe(TOKEN_BYTES), request.headers.get("user-agent", "")

    def make(session: Session, at: Moment) -> None:
        sessions.enter(session, body.token, own, device, at=at)

    try:
        await context.writer.write(make, is_repeatable=False)
    except Refused as refusal:
        raise BoardError(403, refusal.reason.value) from None
    answer = Response(status_code=204, headers=NO_STORE)
    answer.set_cookie(
        COOKIE,
        own,
        max_age=int(sessions.LONGEST.total_seconds()),
        path="/board",
        httponly=True,
        secure=request.url.scheme == "https" or (context.rules.policy.board_url or "").startswith("https:"),
        samesite="strict",
    )
    return answer


@router.post("/board/api/leave", status_code=204)
async def leave(visitor: ByVisitor, context: InBoard) -> Response:
    """End one's own session."""
    await write(context, lambda session, at: sessions.end(session, visitor.session_id, at=at))
    answer = Response(status_code=204, headers=NO_STORE)
    answer.delete_cookie(COOKIE, path="/board")
    return answer


@router.get("/board/api/me")
async def tell_me(visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Return who one is here."""
    rights = {"is_admin": True, "may_steer": True, "source_ids": None}
    language = context.rules.policy.default_language
    return JSONResponse({"name": visitor.name, "language": language, "rights": rights}, headers=NO_STORE)


@router.get("/board/api/stream")
async def stream(visitor: ByVisitor, request: Request, context: InBoard) -> StreamingResponse:
    """Return the board, and what changes while somebody watches."""
    feed: Feed = request.app.state.feed
    await write(context, lambda session, at: sessions.note_seen(session, [visitor.session_id], at=at))
    headers = {**NO_STORE, "X-Accel-Buffering": "no"}
    return StreamingResponse(feed.watch(visitor.session_id), media_type="text/event-stream", headers=headers)


@router.get("/board/api/contacts/{number}")
async def show_contact(number: int, _visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Return everything about a contact."""
    at = take_moment(context.rules)
    try:
        found = await context.read(lambda session: detail.read_detail(session, check(number), at=at))
    except Refused as refusal:
        raise BoardError(404, refusal.reason.value) from None
    return JSONResponse(found, headers=NO_STORE)


def check(number: int) -> int:
    """Return a number that may be one of a contact; raises BoardError."""
    if not 0 < number <= MOST_ID:
        raise BoardError(404, "no_such_contact")
    return number


Act = Callable[[Session, int, Visitor, Moment], Any]


async def act(context: InBoard, number: int, visitor: Visitor, do: Act) -> JSONResponse:
    """Do something with a contact."""
    await write(context, lambda session, at: do(session, check(number), visitor, at))
    return JSONResponse({}, headers=NO_STORE)


@router.post("/board/api/contacts/{number}/assign")
async def assign(number: int, body: ToOperator, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Give a contact to an operator."""

    def do(session: Session, number: int, visitor: Visitor, at: Moment) -> Contact:
        operator = operators.get(session, body.operator_id)
        return transfers.give(session, number, operator, actor=visitor.actor, at=at)

    return await act(context, number, visitor, do)


@router.post("/board/api/contacts/{number}/pass")
async def pass_on(number: int, body: PassOn, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Pass a contact on for its operator."""

    def do(session: Session, number: int, visitor: Visitor, at: Moment) -> Contact:
        target, line = body.operator_id, body.note or None
        return passing.for_operator(session, number, target, line, by=visitor.actor, name=visitor.name, at=at)

    return await act(context, number, visitor, do)


@router.post("/board/api/contacts/{number}/return")
async def put_back(
    number: int, visitor: ByVisitor, context: InBoard, _body: Annotated[dict[str, Any], Body()]
) -> JSONResponse:
    """Put a contact back into the queue."""

    def do(session: Session, number: int, visitor: Visitor, at: Moment) -> Contact:
        return transitions.perform(session, number, states.Action.RETURN, actor=visitor.actor, at=at)

    return await act(context, number, visitor, do)


@router.post("/board/api/contacts/{number}/complete")
async def complete(number: int, body: Complete, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Complete a contact, and say how it has ended."""

    def do(session: Session, number: int, visitor: Visitor, at: Moment) -> Contact:
        outcome = lists.find(session, LabelKind.OUTCOME, body.outcome) if body.outcome else None
        moved = transitions.perform(session, number, states.Action.CLOSE, actor=visitor.actor, at=at)
        if outcome is not None:
            choosing.set_outcome(session, moved, outcome, actor=visitor.actor, at=at)
        return moved

    return await act(context, number, visitor, do)


@router.post("/board/api/contacts/{number}/note")
async def note(number: int, body: Words, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Keep a note for colleagues."""

    def do(session: Session, number: int, visitor: Visitor, at: Moment) -> None:
        steering.note(session, number, body.text, admin=visitor.account, name=visitor.name, at=at)

    return await act(context, number, visitor, do)


@router.post("/board/api/weights")
async def set_weights(body: Weights, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Set weights of a source, all of them or none."""

    def do(session: Session, at: Moment) -> None:
        wanted = read_ids(body.weights)
        steering.set_weights(session, body.source_id, wanted, actor=visitor.actor, by=visitor.name, at=at)

    await write(context, do)
    return JSONResponse({}, headers=NO_STORE)


def read_ids(given: dict[str, int]) -> dict[int, int]:
    """Return weights by operator; raises BoardError for what is no number."""
    if not all(key.isascii() and key.isdecimal() and 0 < int(key) <= MOST_ID for key in given):
        raise BoardError(404, "no_such_operator")
    return {int(key): weight for key, weight in given.items()}


@router.post("/board/api/weights/undo")
async def undo_weights(body: Undo, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Put back what the visitor's last change of a source's weights has changed."""

    def do(session: Session, at: Moment) -> None:
        steering.undo_weights(session, body.source_id, actor=visitor.actor, by=visitor.name, at=at)

    await write(context, do)
    return JSONResponse({}, headers=NO_STORE)
