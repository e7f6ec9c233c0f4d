"""Statistics: the figures of `/stats`, for programs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.requests.bodies import StrictRoute
from api.requests.context import InContext
from api.requests.fields import Number
from api.requests.schemas import Answer
from services.clock import take_moment
from services.distribution.decisions import DecisionKind
from services.reports import figures, statistics
from services.reports.periods import DAYS, count_back

router = APIRouter(prefix="/statistics", tags=["statistics"], route_class=StrictRoute)


class Wanted(BaseModel):
    """Which days; an unknown parameter is refused, as in lists."""

    model_config = ConfigDict(extra="forbid")

    days: Number = Field(
        default=7, ge=DAYS[0], le=DAYS[-1], description="So many days up to today, where the business is."
    )


class Answering(Answer):
    """First answers, in seconds of open hours. Who has none yet counts with the time that went by."""

    count: int = Field(examples=[12])
    median: int = Field(description="Half of the clients had one within so long.", examples=[240])
    most: int = Field(description="Nine of ten had.", examples=[900])
    share: float | None = Field(
        description="Which part had one within FIRST_ANSWER_MINUTES; null: not known, or no target.",
        examples=[0.9],
    )


class Ratings(Answer):
    """What clients said in these days."""

    good: int = Field(examples=[24])
    bad: int = Field(examples=[3])
    share: float = Field(description="Which part was content.", examples=[0.89])


class OutcomeCount(Answer):
    """So many completed contacts have ended so; null: nobody has said how."""

    id: int | None = Field(examples=[1])
    name: str | None = Field(examples=["sold"])
    count: int = Field(examples=[12])


class OperatorFigures(Answer):
    """What an operator had of these days. Of all draws, `expected` is the sum of the operator's chances."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["Anna"])
    received: int = Field(description="Contacts that came in and are the operator's.", examples=[12])
    completed: int = Field(examples=[9])
    answering: Answering | None = Field(description="Since the operator had the contact.")
    won: int = Field(description="Draws that the operator won.", examples=[12])
    expected: float = Field(description="Draws that were to be won, by weight.", examples=[10.4])
    ratings: Ratings | None = Field(description="Of contacts that are the operator's.")
    outcomes: Sequence[OutcomeCount]


class Promises(Answer):
    """Clients in the queue who were told how long it usually takes, and wait no longer."""

    count: int = Field(examples=[12])
    kept: int = Field(description="It took no longer than that.", examples=[10])


class SourceFigures(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Website"])
    received: int = Field(examples=[20])
    completed: int = Field(examples=[15])
    waiting: int = Field(description="Now.", examples=[2])
    answering: Answering | None
    ratings: Ratings | None
    outcomes: Sequence[OutcomeCount]


class HourOfDay(Answer):
    """An hour of the clock, on all of these days."""

    hour: int = Field(examples=[13])
    most: int = Field(description="How many waited at once, when most did.", examples=[4])
    mean: float = Field(description="How many waited on average.", examples=[0.7])


class Statistics(Answer):
    first: date
    last: date = Field(description="Today.")
    received: int = Field(description="Contacts that came in.", examples=[20])
    completed: int = Field(examples=[15])
    waiting: int = Field(description="Now.", examples=[2])
    answering: Answering | None = Field(
        description="Since the client's first message; null: nobody has come."
    )
    promises: Promises | None = Field(description="Null: nobody who came was told how long it takes.")
    ratings: Ratings | None = Field(description="Null: nobody has rated.")
    ratings_by_kind: Mapping[DecisionKind, Ratings] = Field(
        description="By how the last assignment was decided.",
        examples=[{"draw": {"good": 20, "bad": 2, "share": 0.91}}],
    )
    outcomes: Sequence[OutcomeCount] = Field(
        description="How those completed have ended, the most frequent first; empty without outcomes."
    )
    draws: int = Field(
        description="Assignments that were drawn among all; by hand or by preference is none.", examples=[18]
    )
    preferred: int = Field(description="Assignments to whom a source prefers.", examples=[3])
    operators: Sequence[OperatorFigures] = Field(description="Those who had or could have had something.")
    sources: Sequence[SourceFigures] = Field(description="Those with something to tell.")
    hours: Sequence[HourOfDay] = Field(description="The queue over the day; hours still to come are absent.")

    @classmethod
    def of(cls, found: figures.Statistics) -> Self:
        """Show what was found."""
        sources = [
            SourceFigures(
                id=one.source.id,
                name=one.source.name,
                received=one.received,
                completed=one.completed,
                waiting=one.waiting,
                answering=one.answering and Answering.model_validate(one.answering),
                ratings=one.ratings and Ratings.model_validate(one.ratings),
                outcomes=[OutcomeCount.model_validate(each) for each in one.outcomes],
            )
            for one in found.sources
        ]
        return cls(
            first=found.period.first,
            last=found.period.last,
            received=found.received,
            completed=found.completed,
            waiting=found.waiting,
            answering=found.answering and Answering.model_validate(found.answering),
            promises=found.promises and Promises.model_validate(found.promises),
            ratings=found.ratings and Ratings.model_validate(found.ratings),
            ratings_by_kind={
                kind: Ratings.model_validate(thumbs) for kind, thumbs in found.ratings_by_kind.items()
            },
            draws=found.draws,
            preferred=found.preferred,
            outcomes=[OutcomeCount.model_validate(one) for one in found.outcomes],
            operators=[OperatorFigures.model_validate(one) for one in found.operators],
            sources=sources,
            hours=[HourOfDay.model_validate(one) for one in found.hours],
        )


@router.get("/")
async def show_statistics(wanted: Annotated[Wanted, Query()], context: InContext) -> Statistics:
    """Show what came in over some days, what became of it, and who got how much of how much expected."""
    at = take_moment(context.rules)
    period = count_back(wanted.days, at=at)

    def read(session: Session) -> Statistics:
        return Statistics.of(statistics.collect(session, period, at=at))

    return await context.read(read)
