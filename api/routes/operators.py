"""Operators: who handles contacts, how many at once, and how many there are at the moment."""

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
from services.moment import Moment
from services.reports import listings
from services.team import leaving, operators, preferences, working_hours

router = APIRouter(prefix="/operators", tags=["operators"], route_class=StrictRoute)

OperatorId = Annotated[Number, Path(ge=1, le=MOST_ID, examples=[1])]


class Wanted(pages.ById):
    """Which operators."""

    is_active: bool | None = None
    is_dismissed: bool = False


@router.post("/", status_code=201, responses=schemas.problems(409))
async def add_operator(body: team.NewOperator, once: DoneOnce) -> team.Operator:
    """Add an operator, who works by API until joining in Telegram: `/operators` there has a link for it."""

    def add(session: Session, at: Moment) -> dict[str, Any]:
        operator = operators.add(session, body.name, body.max_active_leads, is_active=body.is_active, at=at)
        return {"id": operator.id}

    return await once.make(body, add, lambda session, made: show(session, made["id"]))


@router.get("/", response_model=list[team.Operator], responses={200: {"headers": pages.LINK}})
async def list_operators(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[team.Operator]:
    """List the operators with the load and the capacity that each has now; dismissed ones only when asked."""

    def read(session: Session) -> list[team.Operator]:
        found = listings.list_operators(
            session, wanted.page, is_active=wanted.is_active, is_dismissed=wanted.is_dismissed
        )
        return [team.Operator.of(operator) for operator in found]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)


@router.patch("/{operator_id}", responses=schemas.problems(404, 409))
async def change_operator(
    operator_id: OperatorId, body: team.OperatorChange, context: InContext
) -> team.Operator:
    """Change an operator.

    Who is switched off, or has a limit below the load, keeps what is open and gets nothing new. Who is
    dismissed has nothing any more: open contacts go to others or wait, and there is no way back.
    """

    def change(session: Session, at: Moment) -> team.Operator:
        if body.is_dismissed:
            operator = operators.get(session, operator_id)
            if operator.dismissed_at is None:
                leaving.dismiss(session, operator, actor=API, by="API", at=at)
            return show(session, operator_id)
        operator = operators.get(session, operator_id)
        work = body.model_dump(include=body.model_fields_set & {"hours", "timezone", "away_until"})
        if body.languages is not None:
            preferences.set_languages(session, operator, body.languages, at=at)
        limit = body.max_active_leads
        # What takes away comes first: what waits is given out by all that is wanted.
        gets_less = body.is_active is False or (limit is not None and limit < operator.max_active_leads)
        if work and not gets_less:
            working_hours.change_work(session, operator, work, actor=API, at=at)
        operators.change(
            session, operator_id, name=body.name, is_active=body.is_active, limit=limit, actor=API, at=at
        )
        if work and gets_less:
            working_hours.change_work(session, operator, work, actor=API, at=at)
        return show(session, operator_id)

    return await context.writer.write(change)


def show(session: Session, operator_id: int) -> team.Operator:
    """Return an operator as he is now."""
    session.flush()
    return team.Operator.of(operators.get(session, operator_id))
