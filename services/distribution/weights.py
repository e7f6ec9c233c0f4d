"""Weights: set, shown as shares, listed with their author, and undone."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Event, Operator, OperatorSourceWeight, Source
from services import chats, events, sources
from services.chats import Reach
from services.distribution import candidates, changes, queue
from services.distribution.modes import credits
from services.moment import Moment
from services.refusals import Reason, Refused

WEIGHTS = range(0, 1001)
WAS_SECOND = "was_second"  # in the data of a change that takes a weight away: it was in the second group


@dataclass(frozen=True, slots=True)
class Share:
    """An operator's part in a source. `now` and `free`: scores as things stand, and with every place free.

    Whom its bot can't write to has none, whatever the weight.
    """

    operator: Operator
    weight: int
    now: int
    free: int
    reach: Reach = Reach.OPEN
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A source with who shares it, in operator order; `inherited`: these are its bot's weights."""

    source: Source
    shares: list[Share]
    inherited: bool
    bot: str = ""  # the username of its bot


def set_weight(
    session: Session,
    operator: Operator,
    source: Source,
    weight: int,
    *,
    actor: Actor | None = None,
    by: str | None = None,
    at: Moment,
) -> Event:
    """Set a weight, 0 for none; what waits and can be assigned by it is assigned. Raises Refused."""
    if weight not in WEIGHTS:
        raise Refused(Reason.BAD_WEIGHT, most=WEIGHTS[-1])
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)
    return _change(session, operator, source, weight, actor=actor, by=by, at=at)


def undo(session: Session, event_id: int, *, actor: Actor, by: str, at: Moment) -> Event:
    """Put back what a change has changed; raises Refused if the weight is another one by now."""
    operator, source = find_changed(session, event_id)
    event = session.get_one(Event, event_id)
    if operator.dismissed_at is not None:
        raise Refused(Reason.DISMISSED, name=operator.name)
    if find_weight(session, operator, source) != event.data["after"]:
        raise Refused(Reason.CHANGED_SINCE)
    before: int | None = event.data["before"]
    is_second: bool = event.data.get(WAS_SECOND, False)
    return _change(session, operator, source, before, is_second=is_second, actor=actor, by=by, at=at)


def drop_all(session: Session, operator: Operator, *, actor: Actor, by: str, at: Moment) -> None:
    """Take all weights from an operator who leaves; what waits elsewhere by that is assigned."""
    rows = select(Source).join(OperatorSourceWeight, OperatorSourceWeight.source_id == Source.id)
    own = rows.where(OperatorSourceWeight.operator_id == operator.id).order_by(Source.id)
    for source in session.scalars(own).all():
        _change(session, operator, source, None, actor=actor, by=by, at=at)


def find_changed(session: Session, event_id: int) -> tuple[Operator, Source]:
    """Return whose weight for which source a change was about; raises Refused for what is no change."""
    event = session.get(Event, event_id)
    if event is None or event.kind != events.Kind.WEIGHT_SET.value:
        raise Refused(Reason.CHANGED_SINCE)
    operator = session.get_one(Operator, event.data["operator_id"])
    return operator, session.get_one(Source, event.data["source_id"])


def find_weight(session: Session, operator: Operator, source: Source) -> int | None:
    """Return an operator's own weight for a source, None if none was ever set."""
    row = session.get(OperatorSourceWeight, (source.id, operator.id))
    return row.weight if row else None


def is_second(session: Session, operator: Operator, source: Source) -> bool:
    """Tell whether an operator is in the second group of a source."""
    row = session.get(OperatorSourceWeight, (source.id, operator.id))
    return row is not None and row.is_second


def list_of(session: Session, operator: Operator) -> list[tuple[Source, int]]:
    """Return an operator's own weights above 0 by source."""
    rows = select(Source, OperatorSourceWeight.weight).join(
        OperatorSourceWeight, OperatorSourceWeight.source_id == Source.id
    )
    mine = rows.where(OperatorSourceWeight.operator_id == operator.id, OperatorSourceWeight.weight > 0)
    return [(source, weight) for source, weight in session.execute(mine.order_by(Source.id))]


def list_log(session: Session, *, limit: int = 20) -> list[tuple[Event, Operator | None, Source]]:
    """Return the latest changes of weights and of how sources decide, newest first; with whose weight."""
    found = []
    for event in events.list_settings(session, limit=limit):
        whose = event.data.get("operator_id")
        operator = None if whose is None else session.get_one(Operator, whose)
        found.append((event, operator, session.get_one(Source, event.data["source_id"])))
    return found


def table(session: Session, *, at: Moment) -> list[Row]:
    """Return every source with the weights that count for it."""
    return [show_source(session, source, at=at) for source in sources.list_sources(session)]


def show_source(session: Session, source: Source, *, at: Moment) -> Row:
    """Return a source with everybody who has, or had, a weight that counts for it."""
    counted = sources.weights_source_id(session, source)
    weights = select(OperatorSourceWeight, Operator).join(
        Operator, Operator.id == OperatorSourceWeight.operator_id
    )
    found = session.execute(
        weights.where(OperatorSourceWeight.source_id == counted)
        .order_by(Operator.id)
        .execution_options(populate_existing=True)
    )
    by_operator = {c.operator_id: c for c in candidates.list_candidates(session, source, counted, at=at)}
    shares = []
    for row, operator in found:
        candidate = by_operator[operator.id]
        may_now = candidate.exclusion is None
        reach = chats.find_reach(session, operator.telegram_id, source.bot_id)
        may_ever = operator.is_active and reach is Reach.OPEN
        free = row.weight * operator.max_active_leads if may_ever else 0
        now = candidate.score if may_now else 0
        shares.append(Share(operator, row.weight, now, free, reach, row.is_second))
    if any(share.free and not share.is_second for share in shares):  # the second group helps only after them
        shares = [replace(share, now=0, free=0) if share.is_second else share for share in shares]
    bot = sources.name_bot(session, source.bot_id)
    return Row(source, shares, inherited=counted != source.id, bot=bot)


def _change(
    session: Session,
    operator: Operator,
    source: Source,
    weight: int | None,
    *,
    is_second: bool = False,  # of a weight that comes back
    actor: Actor | None,
    by: str | None,
    at: Moment,
) -> Event:
    row = session.get(OperatorSourceWeight, (source.id, operator.id))
    before = row.weight if row else None
    gone = {WAS_SECOND: True} if row is not None and weight is None and row.is_second else {}
    if row is None and weight is not None:
        ids = {"source_id": source.id, "operator_id": operator.id}
        session.add(OperatorSourceWeight(**ids, weight=weight, is_second=is_second))
    elif row is not None and weight is None:
        session.delete(row)
        credits.clear(session, [source.id])
    elif row is not None and weight is not None:
        row.weight = weight
    event = events.record(
        session,
        None,
        events.Kind.WEIGHT_SET,
        actor=actor,
        operator_id=operator.id,
        source_id=source.id,
        before=before,
        after=weight,
        by=by,
        at=at,
        **gone,
    )
    session.flush()
    if (weight or 0) != (before or 0):
        _tell(session, operator, source, before, weight, actor=actor, at=at)
    concerned = {source.id, *sources.sources_served_by(session, [operator.id])}
    queue.drain(session, concerned, at=at)
    return event


def _tell(
    session: Session,
    operator: Operator,
    source: Source,
    before: int | None,
    after: int | None,
    *,
    actor: Actor | None,
    at: Moment,
) -> None:
    name = sources.show_name(source)
    changes.tell_operator(
        session,
        operator,
        f"weight:{source.id}",
        "you-weight-set",
        source=name,
        before=before or 0,
        # Of a campaign without a weight of its own the bot's counts.
        after="bots" if after is None and source.code is not None else after or 0,
        actor=actor,
        at=at,
    )
