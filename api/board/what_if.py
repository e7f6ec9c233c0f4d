"""What if: weights and limits tried from the board on the requests that really came, then applied or not.

A forecast takes seconds, in a thread, and one comes after the other: the bot goes on meanwhile.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from pydantic import Field
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from api.board.acts import do_it, read_ids
from api.board.door import NO_STORE, BoardError, BySteering, InBoard, Wish, write
from api.requests.fields import MOST_ID
from models import Trial
from services.board import trying
from services.distribution import weights
from services.moment import Moment
from services.team import operators
from services.what_if import comparing
from services.what_if.comparing import Compared, Question
from services.what_if.forecast import Expected, Range
from services.what_if.plans import Plan

router = APIRouter(include_in_schema=False)


class Try(Wish):
    source_id: Annotated[int, Field(ge=1, le=MOST_ID)]
    weights: dict[str, Annotated[int, Field(ge=weights.WEIGHTS[0], le=weights.WEIGHTS[-1])]]
    limits: dict[str, Annotated[int, Field(ge=operators.LIMITS[0], le=operators.LIMITS[-1])]]
    days: Annotated[int, Field(ge=1, le=comparing.MOST_DAYS)] = comparing.DAYS


@router.post("/board/api/what-if")
async def try_it(body: Try, visitor: BySteering, context: InBoard, request: Request) -> JSONResponse:
    """Return what a change would have done."""

    def draft(session: Session, at: Moment) -> tuple[int, Plan, Moment]:
        wanted, limits = read_ids(body.weights), read_ids(body.limits)
        number, plan = trying.draft(
            session, body.source_id, wanted, limits, account=visitor.account, by=visitor.name, at=at
        )
        return number, plan, at

    turn: asyncio.Lock = request.app.state.what_if_turn
    number, plan, at = await write(context, draft)
    question: Question = await context.read(partial(comparing.ask, plan=plan, days=body.days, at=at))
    async with turn:
        found = await asyncio.to_thread(comparing.answer, question, Random)
    return JSONResponse({"trial": number, **describe(found)}, headers=NO_STORE)


@router.post("/board/api/what-if/{number}/apply")
async def apply(
    number: int, visitor: BySteering, context: InBoard, _body: Annotated[dict[str, Any], Body()]
) -> JSONResponse:
    """Make count what the visitor has tried."""

    def do(session: Session, at: Moment) -> Trial:
        own = visitor.account
        return trying.apply(
            session, check_trial(number), account=own, actor=visitor.actor, by=visitor.name, at=at
        )

    return await do_it(context, do)


@router.post("/board/api/what-if/{number}/beside")
async def run_beside(
    number: int, visitor: BySteering, context: InBoard, _body: Annotated[dict[str, Any], Body()]
) -> JSONResponse:
    """Let what the visitor has tried run beside what counts for a week."""

    def do(session: Session, at: Moment) -> Trial:
        return trying.run_beside(session, check_trial(number), account=visitor.account, at=at)

    return await do_it(context, do)


def check_trial(number: int) -> int:
    """Return a number that may be one of a trial; raises BoardError."""
    if not 0 < number <= MOST_ID:
        raise BoardError(404, "trial_over")
    return number


def describe(found: Compared) -> dict[str, Any]:
    """Return a comparison as the page reads it: parts of 1, and seconds of opening hours."""
    now, then = found.now, found.then
    return {
        "days": found.period.days,
        "arrivals": now.arrivals,
        "off_by": now.find_error(),
        "operators": describe_operators(now.operators, then.operators),
        "waited": [now.waited.mean, then.waited.mean],
        "longest_wait": describe_times(now.longest_wait, then.longest_wait),
        "answer": describe_times(now.answer, then.answer),
        "longest_answer": describe_times(now.longest_answer, then.longest_answer),
        "answers": [now.answers, then.answers],
    }


def describe_operators(now: Sequence[Expected], then: Sequence[Expected]) -> list[dict[str, Any]]:
    """Return shares and time at the limit, as it is and with the change, of who gets anything in either."""
    before = {one.operator_id: one for one in now}
    return [
        {
            "id": one.operator_id,
            "name": one.name,
            "before": describe_range(was.share),
            "after": describe_range(one.share),
            "full": [was.full.mean, one.full.mean],
        }
        for one in then
        if (was := before[one.operator_id]).share.high > 0 or one.share.high > 0
    ]


def describe_range(part: Range) -> list[float]:
    """Return a share: what is expected, and between which it lies."""
    return [part.mean, part.low, min(part.high, 1.0)]


def describe_times(now: Range | None, then: Range | None) -> list[float] | None:
    """Return a time as it is and with the change; None if there was none in one of them."""
    return None if now is None or then is None else [now.mean, then.mean]
