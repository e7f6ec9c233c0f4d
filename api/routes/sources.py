"""Sources: where contacts come from. Bots and their campaigns are added by Telegram, the others here."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from services import sources
from services.moment import Moment
from services.reports import listings

router = APIRouter(prefix="/sources", tags=["sources"], route_class=StrictRoute)


@router.post("/", status_code=201, responses=schemas.problems(409))
async def add_source(body: schemas.NewSource, once: DoneOnce) -> schemas.Source:
    """Add a source. Its contacts wait until an operator has a weight for it."""

    def add(session: Session, at: Moment) -> dict[str, Any]:
        return {"id": sources.add(session, body.name, body.description, at=at).id}

    def show(session: Session, made: dict[str, Any]) -> schemas.Source:
        return schemas.Source.model_validate(sources.get(session, made["id"]))

    return await once.make(body, add, show)


@router.get("/", response_model=list[schemas.Source], responses={200: {"headers": pages.LINK}})
async def list_sources(
    wanted: Annotated[pages.ById, Query()], context: InContext, request: Request, response: Response
) -> Sequence[schemas.Source]:
    """List the sources, bots and campaigns among them."""

    def read(session: Session) -> list[schemas.Source]:
        return [schemas.Source.model_validate(row) for row in listings.list_sources(session, wanted.page)]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)
