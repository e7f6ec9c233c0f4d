"""Quick answers: texts of the business that operators send to clients by a button."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.requests import answer_schemas, pages, schemas
from api.requests.answer_schemas import QuickAnswer
from api.requests.bodies import StrictRoute
from api.requests.context import DoneOnce, InContext
from api.requests.fields import MOST_ID, Number
from services import sources
from services.moment import Moment
from services.quick_answers import templates
from services.reports import listings

router = APIRouter(prefix="/answers", tags=["answers"], route_class=StrictRoute)

AnswerId = Annotated[Number, Path(ge=1, le=MOST_ID, examples=[1])]


class Wanted(pages.ById):
    """Which quick answers."""

    source_id: Number | None = Field(default=None, ge=1, le=MOST_ID)


@router.post("/", status_code=201, responses=schemas.problems(404, 409))
async def add_answer(body: answer_schemas.NewQuickAnswer, once: DoneOnce) -> QuickAnswer:
    """Add a quick answer, for contacts of one bot or of all sources. Of each there are at most 50."""

    def add(session: Session, at: Moment) -> dict[str, Any]:
        source = sources.get(session, body.source_id) if body.source_id is not None else None
        answer = templates.add(session, source, body.title, body.text, at=at)
        return QuickAnswer.model_validate(answer).model_dump(mode="json")

    def show(_session: Session, made: dict[str, Any]) -> QuickAnswer:
        return QuickAnswer(**made)  # as it was made: meanwhile it may be gone

    return await once.make(body, add, show)


@router.get("/", response_model=list[QuickAnswer], responses={200: {"headers": pages.LINK}})
async def list_answers(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[QuickAnswer]:
    """List the quick answers in the order in which they were added."""

    def read(session: Session) -> list[QuickAnswer]:
        found = listings.list_quick_answers(session, wanted.page, source_id=wanted.source_id)
        return [QuickAnswer.model_validate(answer) for answer in found]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)


@router.patch("/{answer_id}", responses=schemas.problems(404, 409))
async def change_answer(
    answer_id: AnswerId, body: answer_schemas.QuickAnswerChange, context: InContext
) -> QuickAnswer:
    """Change the title or the text; what was sent stays as it was."""

    def change(session: Session, _at: Moment) -> QuickAnswer:
        answer = templates.get(session, answer_id)
        templates.change(session, answer, title=body.title, text=body.text)
        return QuickAnswer.model_validate(answer)

    return await context.writer.write(change)


@router.delete("/{answer_id}", status_code=204, responses=schemas.problems(404))
async def remove_answer(answer_id: AnswerId, context: InContext) -> None:
    """Offer a quick answer no more; what was sent stays with the clients."""

    def remove(session: Session, _at: Moment) -> None:
        templates.remove(session, templates.get(session, answer_id))

    await context.writer.write(remove)
