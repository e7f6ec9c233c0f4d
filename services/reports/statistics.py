"""What came in and what became of it over some days: counts, times, and shares as expected and as they were.

Everything is read in small parts: the loop, in which a reading view works, stays free for clients.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Contact, Operator, Source
from services.distribution.queue import count_by_source
from services.moment import Moment
from services.reports.day_sums import sum_up
from services.reports.figures import Column, OperatorFigures, Pace, Promises, SourceFigures, Statistics
from services.reports.measures import ratings
from services.reports.measures.answering import Answers, read_running
from services.reports.measures.draws import Draws
from services.reports.measures.outcomes import Counts, Outcomes, name_outcomes
from services.reports.measures.ratings import Ratings
from services.reports.periods import Period

PART = 500  # rows


@dataclass(slots=True)
class _Tally:
    """What was read of the contacts. Columns count from 1; 0 stands for before the period, or never."""

    counts: Counter[
        tuple[int, int | None, int, int]
    ]  # (source, operator, came in column, completed in column)
    taking: dict[int | None, list[int]]  # operator → seconds
    completing: list[int]
    promises: Counter[bool]  # whether they were kept
    answers: Answers
    ratings: Ratings
    outcomes: Counts


def collect(session: Session, period: Period, *, at: Moment) -> Statistics:
    """Return the statistics of a period."""
    starts = period.starts
    tally, waiting = _read_contacts(session, period, starts, at=at), count_by_source(session)
    came, went, waits = _add_up(tally, 2, 2), _add_up(tally, 3, 3), sum(waiting.values())
    outcomes = name_outcomes(session, tally.outcomes)
    sums, answers = sum_up(session, period, waits, at=at), tally.answers
    for operator_id, left in sums.left.items():
        answers.of_operators[operator_id].running += left  # no answer, but late at most
    target = timedelta(minutes=at.policy.first_answer_minutes)
    columns = [
        Column(start, came[n], went[n], answers.of_columns[n].measure(target))
        for n, start in enumerate(starts, 1)
    ]
    return Statistics(
        period=period,
        received=sum(column.received for column in columns),
        completed=sum(column.completed for column in columns),
        waiting=waits,
        answering=answers.of_all.measure(target),
        target=target,
        taking=measure(list(chain.from_iterable(tally.taking.values()))),
        completing=measure(tally.completing),
        promises=Promises(tally.promises.total(), tally.promises[True]) if tally.promises else None,
        columns=columns,
        operators=_list_operators(session, tally, sums.draws, target, outcomes),
        sources=_list_sources(session, tally, waiting, target, outcomes),
        draws=sums.draws.count,
        preferred=sums.draws.preferred.total(),
        outcomes=outcomes.of_all(),
        hours=sums.hours,
        ratings=ratings.count(tally.ratings.of_all),
        ratings_by_kind=ratings.count_kinds(tally.ratings),
    )


def measure(seconds: list[int]) -> Pace | None:
    """Return the pace of these times, None if there are none; a quantile is a time that occurred."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    median, most = (ordered[-(-len(ordered) * percent // 100) - 1] for percent in (50, 90))
    return Pace(len(ordered), max(median, 0), max(most, 0))


def _read_contacts(session: Session, period: Period, starts: Sequence[datetime], *, at: Moment) -> _Tally:
    """Tally what came in or was completed in the period."""
    rows = select(
        Contact.source_id,
        Contact.operator_id,
        _seconds(Contact.created_at),
        _seconds(Contact.taken_at),
        _seconds(Contact.completed_at),
        Contact.answer_seconds,
        Contact.answered_by,
        Contact.operator_seconds,
        Contact.promised_seconds,
        Contact.waited_seconds,
        Contact.outcome_id,
    ).execution_options(yield_per=PART)
    since, end = period.since, period.find_end(at=at)
    # In one query with `or` it would be all contacts that are read.
    came_before = func.coalesce(Contact.created_at, since) < since  # by no index: nearly all did
    each = (
        rows.where(*period.limit(Contact.created_at, at=at)),
        rows.where(*period.limit(Contact.completed_at, at=at), came_before),
    )
    edges, ended = [int(start.timestamp()) for start in starts], int(end.timestamp()) if end else None
    rated = ratings.read(session, period, at=at)
    tally = _Tally(Counter(), defaultdict(list), [], Counter(), Answers(), rated, Counter())
    answers = tally.answers
    for part in chain.from_iterable(session.execute(which).partitions() for which in each):
        for row in part:
            source_id, operator_id, created, taken, completed, answered, by, held, told, waited, outcome = row
            is_later = ended is not None and (completed or 0) >= ended  # for a later period to count
            came, went = bisect_right(edges, created), bisect_right(edges, 0 if is_later else completed or 0)
            tally.counts[source_id, operator_id, came, went] += 1
            if came and taken is not None:
                tally.taking[operator_id].append(taken - created)
            if came and answered is not None:
                answers.add(source_id, came, answered)
                if by is not None and held is not None:
                    answers.of_operators[by].ended.append(held)
            if came and told is not None and waited is not None:
                tally.promises[waited <= told] += 1
            if went:
                tally.outcomes[source_id, operator_id, outcome] += 1
                tally.completing.append(completed - created)
    read_running(session, answers, period, edges, at=at)
    return tally


def _add_up(tally: _Tally, by: int, if_any: int) -> Counter[int | None]:
    """Return how many contacts there are by one part of the key, if another part of it is not 0."""
    added = Counter[int | None]()
    for key, count in tally.counts.items():
        if key[if_any]:
            added[key[by]] += count
    return added


def _seconds(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> ColumnElement[int]:
    # The database does it many times faster than Python makes datetimes.
    return cast(extract("epoch", moment), BigInteger)


def _list_operators(
    session: Session, tally: _Tally, draws: Draws, target: timedelta, outcomes: Outcomes
) -> list[OperatorFigures]:
    received, completed, expected = _add_up(tally, 1, 2), _add_up(tally, 1, 3), draws.expected
    answers, rated = tally.answers.of_operators, tally.ratings.of_operators
    concerned = received.keys() | completed.keys() | expected.keys() | answers.keys() | rated.keys()
    concerned |= draws.preferred.keys()
    return [
        OperatorFigures(
            id=id_,
            name=name,
            received=received[id_],
            completed=completed[id_],
            taking=measure(tally.taking[id_]),
            answering=answers[id_].measure(target),
            won=draws.won[id_],
            expected=expected.get(id_, 0.0),
            preferred=draws.preferred[id_],
            ratings=ratings.count(rated[id_]),
            outcomes=outcomes.of_operator(id_),
        )
        for id_, name in session.execute(select(Operator.id, Operator.name).order_by(Operator.id))
        if id_ in concerned
    ]


def _list_sources(
    session: Session, tally: _Tally, waiting: dict[int, int], target: timedelta, outcomes: Outcomes
) -> list[SourceFigures]:
    received, completed = _add_up(tally, 0, 2), _add_up(tally, 0, 3)
    concerned = received.keys() | completed.keys() | waiting.keys() | tally.ratings.of_sources.keys()
    return [
        SourceFigures(
            source,
            received[source.id],
            completed[source.id],
            waiting.get(source.id, 0),
            tally.answers.of_sources[source.id].measure(target),
            ratings.count(tally.ratings.of_sources[source.id]),
            outcomes.of_source(source.id),
        )
        for source in session.scalars(select(Source).order_by(Source.id))
        if source.id in concerned
    ]
