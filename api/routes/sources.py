"""Sources: where contacts come from. Bots and their campaigns are added by Telegram, the others here."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests import team_schemas as team
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from api.requests.fields import MOST_ID, Number
from models.actors import API
from services import sources
from services.distribution.modes import choice
from services.distribution.order import settings
from services.distribution.order.settings import SourceMinutes
from services.moment import Moment
from services.reports import listings
from services.team import preferences, source_switches, source_texts, working_hours

router = APIRouter(prefix="/sources", tags=["sources"], route_class=StrictRoute)

SourceId = Annotated[Number, Path(ge=1, le=MOST_ID, examples=[1])]


@router.post("/", status_code=201, responses=schemas.problems(409))
async def add_source(body: team.NewSource, once: DoneOnce) -> team.Source:
    """Add a source. Its contacts wait until an operator has a weight for it."""

    def add(session: Session, at: Moment) -> dict[str, Any]:
        return {"id": sources.add(session, body.name, body.description, at=at).id}

    def show(session: Session, made: dict[str, Any]) -> team.Source:
        return team.Source.model_validate(sources.get(session, made["id"]))

    return await once.make(body, add, show)


@router.patch("/{source_id}", responses=schemas.problems(404, 409))
async def change_source(source_id: SourceId, body: team.SourceChange, context: InContext) -> team.Source:
    """Change a source, with a bot its campaigns; what waits is handed out anew."""

    def change(session: Session, at: Moment) -> team.Source:
        source = sources.get(session, source_id)
        for switch, on in body.switches.items():
            source_switches.set_switch(session, source, switch, on)
        for text, by_readers in (body.texts or {}).items():
            for readers, said in by_readers.items():
                source_texts.set_text(session, source, text, said, language=readers)
        if body.mode is not None:
            choice.choose(session, source, body.mode, actor=API, by="API", at=at)
        for which in SourceMinutes:
            if (minutes := getattr(body, which.value)) is not None:
                settings.set_minutes(session, source, which, minutes, actor=API, by="API", at=at)
        if "hours" in body.model_fields_set:
            working_hours.set_source_hours(session, source, body.hours, at=at)
        for preferred, column in preferences.COLUMNS.items():
            if column in body.model_fields_set:
                preferences.prefer(session, source, preferred, getattr(body, column), at=at)
        return team.Source.model_validate(sources.get(session, source_id))

    return await context.writer.write(change)


@router.get("/", response_model=list[team.Source], responses={200: {"headers": pages.LINK}})
async def list_sources(
    wanted: Annotated[pages.ById, Query()], context: InContext, request: Request, response: Response
) -> Sequence[team.Source]:
    """List the sources, bots and campaigns among them."""

    def read(session: Session) -> list[team.Source]:
        return [team.Source.model_validate(row) for row in listings.list_sources(session, wanted.page)]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)
