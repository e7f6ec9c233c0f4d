"""A request that comes again with its key is done once in 24 hours; another one with that key is refused."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Delete, delete, tuple_
from sqlalchemy.orm import Session

from models import IdempotencyKey
from services.moment import Moment

KEEP_KEYS = timedelta(hours=24)


class KeyReusedError(Exception):
    """A key came again with another request."""


def find_made(
    session: Session, endpoint: str, key: str, body_hash: str, *, at: Moment
) -> dict[str, Any] | None:
    """Return the keys of what this request has made already, None if it is new; raises KeyReusedError."""
    known = session.get(IdempotencyKey, (endpoint, key))
    if known is not None and known.created_at < at.now - KEEP_KEYS:
        # Only while it is old: another process may have used it anew, and then it is not free any more.
        session.execute(delete_expired((endpoint, key), at=at))
        known = None
    if known is not None and known.body_hash != body_hash:
        raise KeyReusedError
    return known.made if known else None


def delete_expired(*keys: tuple[str, str], at: Moment) -> Delete:
    """Return what deletes those of some (endpoint, key) that are older than 24 hours at that moment."""
    table = IdempotencyKey
    which = tuple_(table.endpoint, table.key).in_(keys)
    return delete(table).where(which, table.created_at < at.now - KEEP_KEYS)


def remember(
    session: Session, endpoint: str, key: str, body_hash: str, made: dict[str, Any], *, at: Moment
) -> None:
    """Remember what a request has made. If another transaction was quicker this one is to be done again."""
    session.add(IdempotencyKey(endpoint=endpoint, key=key, body_hash=body_hash, made=made, created_at=at.now))
