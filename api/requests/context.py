"""What a request has at hand."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator
from sqlalchemy.orm import Session

from api.requests import schemas
from api.requests.writer import LONGEST_ANSWER, Prefetch, Work, Writer
from models.database.protocol import Database
from models.database.waiting import within
from services.moment import Moment
from services.operations.health import BotState
from services.policy import BusinessRules
from services.queues import idempotency

T = TypeVar("T")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Context:
    """What all requests share. `look` returns how the bots of this process are."""

    database: Database
    writer: Writer
    rules: BusinessRules
    look: Callable[[], Sequence[BotState]]

    async def read(self, service: Callable[[Session], T]) -> T:
        """Read in a view of its own, which sees one moment; raises TimeoutError if that takes too long."""

        async def look() -> T:
            async with self.database.reading() as view:
                found: T = await view.run_sync(service)
                return found

        return await within(LONGEST_ANSWER, look())


# What requests depend on is async, though it waits for nothing: else FastAPI would send each to a thread.
async def get_context(request: Request) -> Context:
    """Return what the application was built with."""
    context: Context = request.app.state.context
    return context


def refuse_foreign(key: str | None) -> str | None:
    """Refuse other characters than those of ASCII: they come through proxies in one encoding or another."""
    if key is not None and not all(" " <= character <= "~" for character in key):
        raise ValueError("is to have English letters, digits, signs and spaces only")
    return key


KEY_HEADER = "Idempotency-Key"
InContext = Annotated[Context, Depends(get_context)]
Key = Annotated[
    str | None,
    Header(
        alias=KEY_HEADER,
        min_length=1,
        max_length=255,
        description="1 to 255 English letters, digits, signs and spaces of yours, such as a UUID. "
        "The same request with the same key is done once in 24 hours.",
        examples=["6f1c0c6e-form-17"],
    ),
    AfterValidator(refuse_foreign),
]


@dataclass(frozen=True, slots=True)
class Once:
    """Lets a request that comes again with its key be answered by what it made the first time."""

    writer: Writer
    response: Response
    endpoint: str
    key: str | None

    async def make(
        self,
        body: schemas.Request,
        make: Work[dict[str, Any]],
        show: Callable[[Session, dict[str, Any]], A],
        *,
        ahead: tuple[Prefetch, Any] | None = None,
    ) -> A:
        """Do `make`, which returns the keys of the row it made, and answer what `show` shows of it."""
        if self.key is None:
            # Done twice it would be there twice: only a key tells that it is the same request.
            return await self.writer.write(
                lambda session, at: show(session, make(session, at)), ahead=ahead, is_repeatable=False
            )
        key, body_hash = self.key, sha256(body.write().encode()).hexdigest()

        def make_once(session: Session, at: Moment) -> tuple[A, bool]:
            known = idempotency.find_made(session, self.endpoint, key, body_hash, at=at)
            if known is not None:
                return show(session, known), True
            made = make(session, at)
            idempotency.remember(session, self.endpoint, key, body_hash, made, at=at)
            return show(session, made), False

        answer, is_replayed = await self.writer.write(make_once, ahead=ahead)
        if is_replayed:
            self.response.headers["Idempotent-Replayed"] = "true"
        return answer


async def refuse_repeated(request: Request) -> None:
    """Refuse a parameter that is given twice: nobody could tell which of them is meant."""
    given = [("query", name) for name, _ in request.query_params.multi_items()]
    given += [("header", KEY_HEADER) for name in request.headers if name == KEY_HEADER.lower()]
    again = sorted(place for place, count in Counter(given).items() if count > 1)
    if again:
        problems = [{"loc": place, "msg": "is given more than once", "type": "repeated"} for place in again]
        raise RequestValidationError(problems)


async def get_once(context: InContext, request: Request, response: Response, key: Key = None) -> Once:
    """Return what makes a request be done once."""
    return Once(context.writer, response, request.url.path, key)


DoneOnce = Annotated[Once, Depends(get_once)]
