"""What is due by the clock, read at once: as a rule it is nothing, and then nothing is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services import sources
from services.contacts import follow_ups
from services.deadlines import idle, reminders, timeouts, wakeups
from services.distribution import grace, queue
from services.moment import Moment
from services.operations import alerts, digests
from services.operations.health import GONE
from services.queues import floods, inbox
from services.team import pauses, shifts
from services.what_if import trials


@dataclass(frozen=True, slots=True)
class Due:
    """What there is to do; `idle` are the bots that have heard everything: an answer may be on its way."""

    idle: list[int]
    reminders: bool
    follow_ups: list[int]  # contacts
    wakeups: list[int]  # contacts that were put off until now
    left_alone: list[int]  # contacts
    floods: bool
    untaken: bool
    widening: bool  # something has waited long enough for those whom its source prefers
    graces: Sequence[int]  # operators who had some minutes to open all bots by a new account
    shifts: bool  # operators whose hours have ended
    pauses: bool  # that are over, or forgotten
    gone: list[int]  # bots that nobody polls, of which this process knows nothing
    troubles: bool
    trials: bool  # that have run beside for long enough
    digests: bool  # last week, to admins who have not been told


def find_due(
    session: Session,
    *,
    listening: Collection[int],
    working: Collection[int],
    alarms: Mapping[int, str | None],
    broken: Sequence[str],
    is_shared: bool,
    at: Moment,
) -> Due:
    """Look for what is due in the bots of a process.

    `alarms` has all of them, each with what is wrong with it. It is working for some, and of those that are
    listening Telegram holds nothing more. `broken`: invariants of the database that do not hold.
    """
    idle_bots = inbox.list_idle(session, listening)
    silent = [s.bot_id for s in sources.list_silent(session, at.now - GONE)] if is_shared else []
    return Due(
        idle=idle_bots,
        reminders=bool(idle_bots) and reminders.is_due(session, bots=idle_bots, at=at),
        follow_ups=follow_ups.list_overdue(session, bots=idle_bots, at=at) if idle_bots else [],
        wakeups=wakeups.list_due(session, bots=idle_bots, at=at),
        left_alone=idle.list_due(session, bots=idle_bots, at=at),
        floods=floods.is_due(session, bots=working, at=at),
        widening=bool(queue.list_widening(session, at=at)),
        graces=grace.list_over(session, at=at),
        shifts=shifts.is_due(session, at=at),
        pauses=pauses.is_due(session, at=at),
        untaken=bool(timeouts.list_overdue(session, bots=idle_bots, at=at)),
        gone=[bot_id for bot_id in silent if bot_id is not None and bot_id not in alarms],
        troubles=bool(alerts.list_due(session, bots=alarms, broken=broken, at=at)),
        trials=trials.is_due(session, at=at),
        digests=digests.is_due(session, at=at),
    )
