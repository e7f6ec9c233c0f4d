"""Which mode a source has: chosen by an admin, for a bot and its campaigns alike."""

from sqlalchemy.orm import Session

from models import Actor, Mode, Source
from services import events
from services.distribution import locks, queue
from services.distribution.modes import credits, pool
from services.moment import Moment


def choose(
    session: Session,
    source: Source,
    mode: Mode,
    *,
    actor: Actor | None = None,
    by: str | None = None,
    at: Moment,
) -> None:
    """Let a source decide in a mode from now on; where it goes in turn all begin alike.

    In every mode the same operators may take what waits; only out of a pool nobody is given it.
    """
    alike = locks.lock_with_campaigns(session, source)
    before = source.mode
    for one in alike:
        one.mode = mode
    session.flush()
    if mode is before:
        return
    ids = [one.id for one in alike]
    credits.clear(session, ids)
    if Mode.POOL in (before, mode):
        pool.redraw(session, ids, at=at)
    events.record(
        session,
        None,
        events.Kind.MODE_SET,
        actor=actor,
        source_id=source.id,
        before=before,
        after=mode,
        by=by,
        at=at,
    )
    if Mode.POOL in (before, mode):
        queue.drain(session, ids, at=at)
