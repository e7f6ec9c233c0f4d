"""What admins set: the priority of a source, after how long its second group helps, and who is in that."""

import enum

from sqlalchemy.orm import Session

from models import Actor, Event, Operator, OperatorSourceWeight, Source
from services import events, sources
from services.distribution import locks, queue
from services.moment import Moment
from services.refusals import Reason, Refused

MINUTES = range(0, 1441)


class SourceMinutes(enum.StrEnum):
    """What is counted in minutes for a source; the value is the column."""

    PRIORITY = "priority_minutes"
    SECOND_AFTER = "second_after"


def set_minutes(
    session: Session,
    source: Source,
    which: SourceMinutes,
    minutes: int,
    *,
    actor: Actor | None = None,
    by: str | None = None,
    at: Moment,
) -> None:
    """Set a priority or a patience for a bot and its campaigns; raises Refused for minutes out of range.

    What waits is handed out by it at once.
    """
    if minutes not in MINUTES:
        raise Refused(Reason.BAD_MINUTES, most=MINUTES[-1])
    alike = locks.lock_with_campaigns(session, source)
    before = getattr(source, which.value)
    for one in alike:
        setattr(one, which.value, minutes)
    session.flush()
    if minutes == before:
        return
    said = {"source_id": source.id, "name": which.value, "before": before, "after": minutes, "by": by}
    events.record(session, None, events.Kind.SOURCE_SET, actor=actor, at=at, **said)
    queue.drain(session, [one.id for one in alike], at=at)


def set_group(
    session: Session,
    operator: Operator,
    source: Source,
    is_second: bool,
    *,
    actor: Actor | None = None,
    by: str | None = None,
    at: Moment,
) -> Event | None:
    """Put an operator who has a weight for a source into its second group, or back; raises Refused."""
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)
    concerned = {source.id, *sources.sources_served_by(session, [operator.id])}
    locks.lock(session, concerned)
    row = session.get(OperatorSourceWeight, (source.id, operator.id), populate_existing=True)
    if row is None or not row.weight:
        raise Refused(Reason.NO_WEIGHT_HERE, name=operator.name)
    if row.is_second == is_second:
        return None
    before, row.is_second = row.is_second, is_second
    said = {"operator_id": operator.id, "source_id": source.id, "before": before, "after": is_second}
    event = events.record(session, None, events.Kind.GROUP_SET, actor=actor, at=at, by=by, **said)
    session.flush()
    queue.drain(session, concerned, at=at)
    return event
