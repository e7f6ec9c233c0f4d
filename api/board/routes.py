"""The addresses of the board: its page, the way in and out, the stream, and what can be done."""

import secrets
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field, model_validator
from sqlalchemy.orm import Session
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, StreamingResponse

from api.board.door import (
    COOKIE,
    NO_STORE,
    BoardError,
    ByVisitor,
    InBoard,
    ReadLaunch,
    Wish,
    check_number,
    check_origin,
    write,
)
from api.board.feed import Feed
from services.board import detail, sessions
from services.moment import Moment
from services.refusals import Refused
from web.files import describe, find_files
from web.headers import make_headers

PAGE = Path(__file__).parent / "page"
TOKEN_BYTES = 32
LONGEST_LAUNCH = 4096  # characters
router = APIRouter(include_in_schema=False)


class Entering(Wish):
    """A link of ours, or what Telegram says of who opens the page within it."""

    token: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    init_data: Annotated[str, Field(min_length=1, max_length=LONGEST_LAUNCH)] | None = None

    @model_validator(mode="after")
    def check_one(self) -> "Entering":
        """Refuse both at once, and neither."""
        if (self.token is None) == (self.init_data is None):
            raise ValueError("needs either a token or init_data")
        return self


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
    """Let in who has a link that was never used, or opens this within Telegram; raises BoardError."""
    check_origin(request)
    own, device = secrets.token_urlsafe(TOKEN_BYTES), request.headers.get("user-agent", "")
    read_launch: ReadLaunch = request.app.state.read_launch

    def make(session: Session, at: Moment) -> None:
        if body.token is not None:
            sessions.enter(session, body.token, own, device, at=at)
        else:
            launch = read_launch(body.init_data or "", at=at)
            sessions.enter_by_launch(session, launch, own, device, at=at)

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
    given = visitor.rights
    seen = None if given.source_ids is None else sorted(given.source_ids)
    rights = {"is_admin": given.is_admin, "may_steer": given.may_steer, "source_ids": seen}
    language = await context.read(lambda session: sessions.find_language(session, visitor.account))
    language = language or context.rules.policy.default_language
    return JSONResponse({"name": visitor.name, "language": language, "rights": rights}, headers=NO_STORE)


@router.get("/board/api/stream")
async def stream(visitor: ByVisitor, request: Request, context: InBoard) -> StreamingResponse:
    """Return the board, and what changes while somebody watches."""
    feed: Feed = request.app.state.feed
    await write(context, lambda session, at: sessions.note_seen(session, [visitor.session_id], at=at))
    headers = {**NO_STORE, "X-Accel-Buffering": "no"}
    news = feed.watch(visitor.session_id, visitor.rights)
    return StreamingResponse(news, media_type="text/event-stream", headers=headers)


@router.get("/board/api/contacts/{number}")
async def show_contact(number: int, visitor: ByVisitor, context: InBoard) -> JSONResponse:
    """Return everything about a contact of the sources that the visitor sees."""
    try:
        found = await context.read(lambda session: detail.read_detail(session, check_number(number)))
    except Refused as refusal:
        raise BoardError(404, refusal.reason.value) from None
    if not visitor.rights.covers(found["source_id"]):
        raise BoardError(404, "no_such_contact")
    may = found["may"] if visitor.rights.may_steer else []
    return JSONResponse({**found, "may": may}, headers=NO_STORE)
