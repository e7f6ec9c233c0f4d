"""What keeps the decisions of two transactions apart on PostgreSQL; SQLite has one writer.

Everybody locks in this order: leads, sources, the operators who serve them, contacts. Of each kind all are
locked at once, in the order of their ids: whoever needs several of them one by one would else wait for who
needs the same in another order.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Operator, OperatorSourceWeight, Source
from models.database.unit import UnitSession


def are_needed(session: Session) -> bool:
    """Tell whether anybody else may write before this transaction ends."""
    return session.get_bind().dialect.name != "sqlite"


def lock(session: Session, source_ids: Collection[int]) -> None:
    """Keep other transactions from assigning, freeing or queueing here until this one ends.

    Without it "everybody is full" and "nobody waits" could both be committed.
    """
    locked = session.memory.locked if isinstance(session, UnitSession) else set[int]()
    if not are_needed(session) or locked.issuperset(source_ids):
        return
    ids = sorted(source_ids)
    # Both are read whole, as they are now: so nobody has to ask for them again.
    known = select(Source).where(Source.id.in_(ids)).order_by(Source.id).with_for_update()
    session.scalars(known.execution_options(populate_existing=True)).all()
    bots = select(Source.bot_id).where(Source.id.in_(ids))
    weighted = select(OperatorSourceWeight.operator_id).join(
        Source, Source.id == OperatorSourceWeight.source_id
    )
    serving = weighted.where(Source.id.in_(ids) | (Source.code.is_(None) & Source.bot_id.in_(bots)))
    operators = select(Operator).where(Operator.id.in_(serving)).order_by(Operator.id)
    locked_now = operators.with_for_update(key_share=True).execution_options(populate_existing=True)
    session.scalars(locked_now).all()
    locked.update(ids)


def lock_with_campaigns(session: Session, source: Source) -> list[Source]:
    """Lock a source with the others of its bot, and return them all as they are now."""
    is_same = Source.id == source.id if source.bot_id is None else Source.bot_id == source.bot_id
    lock(session, session.scalars(select(Source.id).where(is_same)).all())
    return list(session.scalars(select(Source).where(is_same).order_by(Source.id)))


def lock_bot(session: Session, bot_id: int) -> None:
    """Lock all sources that contacts of a bot may come from."""
    if are_needed(session):
        lock(session, session.scalars(select(Source.id).where(Source.bot_id == bot_id)).all())


def lock_all(session: Session) -> None:
    """Lock all sources."""
    if are_needed(session):
        lock(session, session.scalars(select(Source.id)).all())
