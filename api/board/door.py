"""The way in to the board: its own sessions, which no key of the API opens, and no other page can use.

A request that changes something must come from the board's own page: it has a body of JSON and says that it
comes from this very address. What is typed into the address bar changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from api.requests.context import Context, get_context
from api.requests.fields import MOST_ID
from models import Account, Actor, actors
from services.board import sessions
from services.board.rights import Rights
from services.board.sessions import Launch
from services.clock import take_moment
from services.moment import Moment
from services.refusals import Reason, Refused

T = TypeVar("T")
COOKIE = "leadbot_board"
NO_STORE = {"Cache-Control": "no-store"}
STATUSES = {
    "not_allowed": 403,
    "no_such_contact": 404,
    "no_such_operator": 404,
    "no_such_source": 404,
    "no_such_outcome": 404,
}


class ReadLaunch(Protocol):
    """What tells by words of Telegram who opens the board within it; raises Refused."""

    def __call__(self, init_data: str, /, *, at: Moment) -> Launch: ...


def know_no_bot(_init_data: str, *, at: Moment) -> Launch:
    """Refuse all that is said to be Telegram's: there is no bot here whose token could tell."""
    raise Refused(Reason.LAUNCH_UNKNOWN)


class BoardError(Exception):
    """An answer that is none: the page has words for `reason`."""

    def __init__(self, status: int, reason: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.params = status, reason, params or {}


class Wish(BaseModel):
    """A body; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, by a session that lasts."""

    session_id: int
    account: Account
    name: str
    rights: Rights

    @property
    def actor(self) -> Actor:
        """Return who acts, as the history keeps it."""
        return actors.admin(self.account) if self.rights.is_admin else actors.supervisor(self.account)


def check_number(number: int) -> int:
    """Return a number that may be one of a contact; raises BoardError."""
    if not 0 < number <= MOST_ID:
        raise BoardError(404, "no_such_contact")
    return number


async def find_visitor(request: Request) -> Visitor:
    """Return who asks; raises BoardError without a session, or for what another page wants."""
    if request.method != "GET":
        check_origin(request)
    context: Context = request.app.state.context
    own = request.cookies.get(COOKIE, "")
    at = take_moment(context.rules)
    found = await context.read(lambda session: sessions.find(session, own, at=at)) if own else None
    if found is None:
        raise BoardError(401, "no_session")
    known, rights = found
    return Visitor(known.id, Account(known.account), known.name, rights)


async def find_steering(visitor: "ByVisitor") -> Visitor:
    """Return who asks for something to be done; raises BoardError for who may only look."""
    if not visitor.rights.may_steer:
        raise BoardError(403, "not_allowed")
    return visitor


def check_origin(request: Request) -> None:
    """Refuse what does not come from the board's own page."""
    is_json = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    is_own = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if not is_json or not is_own or site not in (None, "same-origin"):
        raise BoardError(403, "foreign_page")


async def write(context: Context, work: Callable[[Session, Moment], T]) -> T:
    """Do what somebody wishes, as every request of the API does; raises BoardError for what is refused."""
    try:
        return await context.writer.write(work, is_repeatable=False)
    except Refused as refusal:
        reason = refusal.reason.value
        raise BoardError(STATUSES.get(reason, 409), reason, dict(refusal.params)) from None


def answer_error(_request: Request, error: Exception) -> JSONResponse:
    """Return an error as the page reads it."""
    assert isinstance(error, BoardError)
    content = {"reason": error.reason, "params": error.params}
    return JSONResponse(content, status_code=error.status, headers=NO_STORE)


InBoard = Annotated[Context, Depends(get_context)]
ByVisitor = Annotated[Visitor, Depends(find_visitor)]
BySteering = Annotated[Visitor, Depends(find_steering)]
