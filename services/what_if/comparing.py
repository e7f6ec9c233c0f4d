"""What a plan would have done in some days, beside what came of everything as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from models import Trial
from services.moment import Moment
from services.refusals import Reason, Refused
from services.reports.periods import Period, count_back
from services.what_if import plans
from services.what_if.forecast import Forecast, forecast
from services.what_if.history import read_office
from services.what_if.office import Office
from services.what_if.plans import ModeChange, Plan, WeightChange

DAYS = 14  # that are looked at unless said otherwise
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Compared:
    """What came with everything as it is, and what would have with a plan: by the model, on the same days."""

    period: Period
    plan: Plan
    now: Forecast
    then: Forecast
    sources: Mapping[int, str]  # names


@dataclass(frozen=True, slots=True)
class Question:
    """All that a comparison needs, read at one moment; the answer takes seconds and no database."""

    period: Period
    plan: Plan
    office: Office
    changed: Office


def check_days(days: int) -> None:
    """Refuse so many days as are not looked at."""
    if days not in range(1, MOST_DAYS + 1):
        raise Refused(Reason.BAD_DAYS, most=MOST_DAYS)


def ask(session: Session, plan: Plan, days: int, *, at: Moment) -> Question:
    """Read what the last days were, today among them, and what a plan makes of it; raises Refused."""
    check_days(days)
    period = count_back(days, at=at)
    return _ask(session, plan, period, period.since, at=at)


def ask_beside(session: Session, trial: Trial, *, at: Moment) -> Question:
    """Read what the days were for which a plan has run beside what counts."""
    assert trial.beside_since is not None
    first = trial.beside_since.astimezone(at.policy.timezone).date()
    last = at.now.astimezone(at.policy.timezone).date()
    return _ask(
        session, plans.read(trial.plan), Period(first, last, at.policy.timezone), trial.beside_since, at=at
    )


def _ask(session: Session, plan: Plan, period: Period, since: datetime, *, at: Moment) -> Question:
    office = read_office(session, since, at=at)
    changed = plans.apply(office, plan, plans.read_times(session, since, at=at))
    return Question(period, plan, office, changed)


def answer(question: Question, make_random: Callable[[int], Random]) -> Compared:
    """Return what a plan would have done; shares are of the sources it is about, or of all. Takes seconds."""
    chosen = find_sources(question)
    return Compared(
        question.period,
        question.plan,
        forecast(question.office, make_random, chosen),
        forecast(question.changed, make_random, chosen),
        {place.id: place.name for place in question.office.places.values()},
    )


def find_sources(question: Question) -> set[int]:
    """Return whose shares a plan is about: those whose weights or mode it changes, else all."""
    concerned: set[int] = set()
    for change in question.plan:
        match change:
            case WeightChange():
                concerned |= {
                    p.id for p in question.office.places.values() if p.weights_id == change.source_id
                }
                concerned.add(change.source_id)
            case ModeChange():
                concerned |= set(change.alike)
            case _:
                return set(question.office.places)
    return concerned & set(question.office.places)
