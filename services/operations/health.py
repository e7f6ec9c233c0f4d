"""How the bots are, and how long what waits to be handled or delivered has waited."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from models import (
    IS_OPEN,
    IS_UNDELIVERED,
    IS_UNHANDLED,
    WEBHOOKS,
    Contact,
    Inbox,
    InboxState,
    Operator,
    Outbox,
    Source,
    Status,
)
from services.distribution import locks
from services.distribution.order.lines import IS_WAITING
from services.distribution.queue import count_by_source

REFUSED = "bot-refused"  # the text key of the trouble that does not end by itself
PATIENCE = timedelta(minutes=5)
UNCERTAIN = 1000  # contacts, more than are written at a time
GONE = timedelta(minutes=1)  # so long nobody has polled a bot that is gone
UNPOLLED = timedelta(seconds=15)  # so long nobody has polled a bot before somebody is to hear of it


@dataclass(frozen=True, slots=True)
class BotState:
    """A bot of this process. `trouble` is the text key of what is wrong with it, None when all is well."""

    bot_id: int
    trouble: str | None = None
    troubled_since: datetime | None = None
    is_ours: bool = True  # False: another process works for it
    is_connected: bool = True  # Telegram has let it in
    name: str | None = None  # as Telegram has told this process, None until then

    @property
    def word(self) -> str:
        """Return how it is in a word: ok, standby, starting, or the trouble, such as refused."""
        if self.trouble is not None:
            return self.trouble.removeprefix("bot-")
        if not self.is_ours:
            return "standby"
        return "ok" if self.is_connected else "starting"

    def find_alarm(self, now: datetime) -> str | None:
        """Return the trouble that people must hear of: a refused token at once, others when they last."""
        if self.trouble is None or self.troubled_since is None:
            return None
        lasts = now - self.troubled_since >= PATIENCE
        return self.trouble if lasts or self.trouble == REFUSED else None


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait for something, and since when the first of them does."""

    count: int = 0
    since: datetime | None = None

    def age(self, now: datetime) -> float:
        """Return how many seconds the first one has waited, 0 if there is none."""
        return max((now - self.since).total_seconds(), 0.0) if self.since else 0.0


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits. What is meant for bots without a token that works is parked: it holds up nobody."""

    unhandled: Queue  # updates in the inbox
    undelivered: Queue  # messages in the outbox
    parked: Queue
    webhooks: Queue
    waiting: Queue  # contacts that nobody has
    polled: Mapping[int, datetime]  # when a process last polled each bot that works; empty on SQLite
    bots: Mapping[int, str]  # the name of every bot there has ever been


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many contacts a source has by status, and how many of them wait."""

    id: int
    name: str  # as people know it: a bot by its @username
    by_status: Mapping[Status, int]
    waiting: int


@dataclass(frozen=True, slots=True)
class OperatorLoad:
    id: int
    name: str
    load: int
    limit: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured of the database at one moment."""

    backlog: Backlog
    sources: Sequence[SourceCount]
    operators: Sequence[OperatorLoad]
    quarantined: int


def read_backlog(session: Session) -> Backlog:
    """Return what waits; it costs little, however much was done before."""
    bots = select(Source.bot_id, Source.name, Source.is_connected, Source.polled_at).where(
        Source.bot_id.is_not(None), Source.code.is_(None)
    )
    known = session.execute(bots).all()
    names = {bot_id: name for bot_id, name, *_ in known if bot_id is not None}
    parked = {bot_id for bot_id, _, is_connected, _ in known if not is_connected}
    # Not since it came: one that was quarantined is tried again days later.
    arrived = select(Inbox.bot_id, func.count(), func.min(Inbox.next_at))
    arrived = arrived.where(IS_UNHANDLED).group_by(Inbox.bot_id)
    inbox = {bot_id: Queue(count, since) for bot_id, count, since in session.execute(arrived)}
    decided = select(Outbox.bot_id, func.count(), func.min(Outbox.created_at))
    decided = decided.where(IS_UNDELIVERED).group_by(Outbox.bot_id)
    outbox = {bot_id: Queue(count, since) for bot_id, count, since in session.execute(decided)}
    waiting = select(func.count(), func.min(Contact.waiting_since)).where(IS_WAITING)
    return Backlog(
        unhandled=_join(queue for bot_id, queue in inbox.items() if bot_id not in parked),
        undelivered=_join(q for bot_id, q in outbox.items() if bot_id not in (WEBHOOKS, *parked)),
        parked=_join(queue for bot_id, queue in outbox.items() if bot_id in parked),
        webhooks=outbox.get(WEBHOOKS, Queue()),
        waiting=Queue(*session.execute(waiting).one()),
        polled={bot_id: at for bot_id, _, is_connected, at in known if bot_id and is_connected and at},
        bots=names,
    )


def read_figures(session: Session) -> Figures:
    """Return what is measured; of the contacts only those are counted that are open or new."""
    backlog = read_backlog(session)
    open_ones, waiting = _count_open(session), count_by_source(session)
    is_bot = and_(Source.bot_id.is_not(None), Source.code.is_(None))
    newer = select(func.count()).where(Contact.source_id == Source.id, Contact.id > Source.counted_to)
    total = Source.counted + newer.scalar_subquery()
    rows = session.execute(select(Source.id, Source.name, is_bot, total).order_by(Source.id)).all()
    loads = select(Operator.id, Operator.name, Operator.load, Operator.max_active_leads)
    loads = loads.where(Operator.dismissed_at.is_(None)).order_by(Operator.id)
    aside = select(func.count()).where(Inbox.state == InboxState.QUARANTINED)
    return Figures(
        backlog=backlog,
        sources=[
            SourceCount(
                id=id_,
                name=f"@{name}" if is_bot else name,
                by_status=_add_completed(open_ones[id_], total),
                waiting=waiting.get(id_, 0),
            )
            for id_, name, is_bot, total in rows
        ],
        operators=[OperatorLoad(*row) for row in session.execute(loads)],
        quarantined=session.scalars(aside).one(),
    )


def _add_completed(open_ones: Counter[Status], total: int) -> dict[Status, int]:
    return {status: open_ones[status] for status in Status} | {Status.COMPLETED: total - open_ones.total()}


def _count_open(session: Session) -> dict[int, Counter[Status]]:
    found = select(Contact.source_id, Contact.status).where(IS_OPEN)
    counts = defaultdict[int, Counter[Status]](Counter)
    for source_id, status in session.execute(found.order_by(Contact.id)):
        counts[source_id][status] += 1
    return counts


def count_on(session: Session) -> None:
    """Count the contacts of each source but for the newest: with a lower id than theirs others may come."""
    last = (session.scalar(select(func.max(Contact.id))) or 0) - UNCERTAIN
    behind = session.scalars(select(Source.id).where(Source.counted_to < last)).all()
    locks.lock(session, behind)
    new = select(func.count()).where(
        Contact.source_id == Source.id, Contact.id > Source.counted_to, Contact.id <= last
    )
    rows = update(Source).where(Source.id.in_(behind))
    session.execute(rows.values(counted=Source.counted + new.scalar_subquery(), counted_to=last))


def _join(queues: Iterable[Queue]) -> Queue:
    found = list(queues)
    return Queue(sum(q.count for q in found), min((q.since for q in found if q.since), default=None))
