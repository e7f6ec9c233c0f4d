"""Weights: an operator's share of a source."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests import team_schemas as team
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from api.requests.fields import MOST_ID, Number
from models.actors import API
from services import sources
from services.distribution import weights
from services.distribution.order import settings
from services.moment import Moment
from services.reports import listings
from services.team import operators

router = APIRouter(prefix="/operator-weights", tags=["operator-weights"], route_class=StrictRoute)

ANY_ID = Field(default=None, ge=1, le=MOST_ID)


class Wanted(pages.Listing):
    """Which weights."""

    operator_id: Number | None = ANY_ID
    source_id: Number | None = ANY_ID
    after: str | None = Field(
        default=None,
        pattern=r"^[0-9]{1,9}-[0-9]{1,9}$",
        description="Weights that come after this one, as source_id-operator_id.",
        examples=["1-1"],
    )

    @property
    def last(self) -> tuple[int, int] | None:
        """Return (source_id, operator_id) of the row before the page."""
        if self.after is None:
            return None
        source_id, _, operator_id = self.after.partition("-")
        return int(source_id), int(operator_id)


@router.post(
    "/",
    status_code=201,
    responses={
        200: {"model": team.OperatorWeight, "description": "There was a weight: it is changed."},
        **schemas.problems(404),
    },
)
async def set_weight(body: team.NewOperatorWeight, once: DoneOnce, response: Response) -> team.OperatorWeight:
    """Give an operator a weight for a source, or another one; 0: none. What waits is assigned at once."""

    def set_it(session: Session, at: Moment) -> dict[str, Any]:
        operator = operators.get(session, body.operator_id)
        source = sources.get(session, body.source_id)
        is_new = weights.find_weight(session, operator, source) is None
        weights.set_weight(session, operator, source, body.weight, actor=API, by="API", at=at)
        if body.is_second is not None:
            settings.set_group(session, operator, source, body.is_second, actor=API, by="API", at=at)
        return {"is_new": is_new, "is_second": weights.is_second(session, operator, source)}

    def show(_session: Session, made: dict[str, Any]) -> tuple[team.OperatorWeight, bool]:
        # What was set, not what is: meanwhile an admin may have taken it back.
        said = {**body.model_dump(), "is_second": made.get("is_second", False)}
        return team.OperatorWeight(**said), made["is_new"]

    weight, is_new = await once.make(body, set_it, show)
    response.status_code = 201 if is_new else 200
    return weight


@router.get("/", response_model=list[team.OperatorWeight], responses={200: {"headers": pages.LINK}})
async def list_weights(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[team.OperatorWeight]:
    """List the weights, those of 0 among them."""

    def read(session: Session) -> list[team.OperatorWeight]:
        rows = listings.list_weights(
            session,
            operator_id=wanted.operator_id,
            source_id=wanted.source_id,
            after=wanted.last,
            limit=wanted.limit + 1,
            skip=wanted.skip,
        )
        return [team.OperatorWeight.model_validate(row) for row in rows]

    def key(row: team.OperatorWeight) -> str:
        return f"{row.source_id}-{row.operator_id}"

    return pages.cut(await context.read(read), wanted, key, request, response)
