"""How soon clients get a first answer: of all, of each source and operator, and hour by hour or day by day.

Who has none yet counts with the time that went by so far, and what an operator let go without one, too.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Source
from services.hours.first_answers import find_start
from services.hours.working_time import of_source
from services.moment import Moment
from services.reports.periods import Period


@dataclass(frozen=True, slots=True)
class Answering:
    """Times in seconds: half of the clients had an answer within `median`, nine of ten within `most`.

    Of `decided` it is known whether they had one `within` the target; the others still have time.
    """

    count: int
    median: int
    most: int
    decided: int
    within: int

    @property
    def share(self) -> float | None:
        """Which part had an answer within the target; None if that is not known of any, or none is set."""
        return self.within / self.decided if self.decided else None


@dataclass(slots=True)
class Times:
    """Times until a first answer, and those of who has none so far, in seconds."""

    ended: list[int] = field(default_factory=list)
    running: list[int] = field(default_factory=list)

    def measure(self, target: timedelta) -> Answering | None:
        """Return what they come to, None if there are none; a quantile is a time that occurred."""
        ordered = sorted([*self.ended, *self.running])
        if not ordered:
            return None
        median, most = (ordered[-(-len(ordered) * percent // 100) - 1] for percent in (50, 90))
        seconds = target.total_seconds()
        within = sum(time <= seconds for time in self.ended) if target else 0
        late = sum(time > seconds for time in ordered) if target else 0
        return Answering(len(ordered), median, most, within + late, within)


@dataclass(slots=True)
class Answers:
    """The times of a period. Columns count from 1."""

    of_all: Times = field(default_factory=Times)
    of_sources: defaultdict[int, Times] = field(default_factory=lambda: defaultdict(Times))
    of_operators: defaultdict[int, Times] = field(default_factory=lambda: defaultdict(Times))
    of_columns: defaultdict[int, Times] = field(default_factory=lambda: defaultdict(Times))

    def add(self, source_id: int, column: int, seconds: int) -> None:
        """Add the time of a client who has had an answer."""
        for times in (self.of_all, self.of_sources[source_id], self.of_columns[column]):
            times.ended.append(seconds)


def read_running(
    session: Session, answers: Answers, period: Period, edges: Sequence[int], *, at: Moment
) -> None:
    """Add who has come in a period and has no answer yet; `edges` are when columns begin."""
    rows = select(Contact, Source).join(Source, Source.id == Contact.source_id)
    came_in = period.limit(Contact.created_at, at=at)
    waiting = rows.where(IS_OPEN, Contact.answered_at.is_(None), *came_in)
    for contact, source in session.execute(waiting):
        hours = of_source(source, at=at)
        seconds = int(hours.count(contact.created_at, at.now).total_seconds())
        column = bisect_right(edges, int(contact.created_at.timestamp()))
        for times in (answers.of_all, answers.of_sources[source.id], answers.of_columns[column]):
            times.running.append(seconds)
        if contact.operator_id is not None:
            held = hours.count(find_start(contact), at.now)
            answers.of_operators[contact.operator_id].running.append(int(held.total_seconds()))
