"""Labels: the business's own words for how contacts end (outcomes), and what they are about (tags)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests import team_schemas as team
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from api.requests.fields import MOST_ID, Number
from models import Label, LabelKind
from services.labels import lists
from services.moment import Moment
from services.reports import listings

router = APIRouter(prefix="/labels", tags=["labels"], route_class=StrictRoute)

LabelId = Annotated[Number, Path(ge=1, le=MOST_ID, examples=[1])]


class Wanted(pages.ById):
    """Which labels."""

    kind: LabelKind | None = None
    is_retired: bool = False


@router.post("/", status_code=201, responses=schemas.problems(409))
async def add_label(body: team.NewLabel, once: DoneOnce) -> team.Label:
    """Add an outcome or a tag; one that was retired is there again. Of each kind there are at most 30."""

    def add(session: Session, at: Moment) -> dict[str, Any]:
        return {"id": lists.add(session, body.kind, body.name, at=at).id}

    def show(session: Session, made: dict[str, Any]) -> team.Label:
        return team.Label.of(session.get_one(Label, made["id"]))

    return await once.make(body, add, show)


@router.get("/", response_model=list[team.Label], responses={200: {"headers": pages.LINK}})
async def list_labels(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[team.Label]:
    """List outcomes and tags in the order in which they were added; retired ones only when asked."""

    def read(session: Session) -> list[team.Label]:
        found = listings.list_labels(session, wanted.page, kind=wanted.kind, is_retired=wanted.is_retired)
        return [team.Label.of(label) for label in found]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)


@router.patch("/{label_id}", responses=schemas.problems(404, 409))
async def change_label(label_id: LabelId, body: team.LabelChange, context: InContext) -> team.Label:
    """Rename a label on all contacts that have it, retire it, or bring it back."""

    def change(session: Session, at: Moment) -> team.Label:
        label = lists.get_any(session, label_id)
        lists.change(session, label, name=body.name, is_retired=body.is_retired, at=at)
        return team.Label.of(label)

    return await context.writer.write(change)
