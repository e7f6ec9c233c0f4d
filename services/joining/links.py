"""One-time links by which somebody joins: what is stored of them, and how long they live."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from models import Admin, BoardRight, Operator
from services.moment import Moment
from services.refusals import Reason, Refused

Invited = TypeVar("Invited", Admin, BoardRight)

LIFETIME = timedelta(days=2)
JOIN, BECOME, LOOK = "op_", "adm_", "see_"  # before the token: to be an operator, an admin, to see the board
TOKEN_BYTES = 16
# A token wherever it stands, in a link or alone: base64 makes 22 letters of 16 bytes.
TOKEN = re.compile(
    rf"(?<![A-Za-z0-9_-])(?:{JOIN}|{BECOME}|{LOOK})?([A-Za-z0-9_-]{{22}})(?![A-Za-z0-9_-])", re.IGNORECASE
)


def hash_token(token: str) -> str:
    """Return what is stored of a token: a copy of the database lets nobody join."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_invited(session: Session, model: type[Invited], token: str, *, at: Moment) -> Invited:
    """Return whom a link of this kind invites, locked; raises Refused for one that opens nothing."""
    invited = select(model).where(model.link_hash == hash_token(token)).with_for_update()
    found = session.scalars(invited).first()
    if found is None or found.link_expires_at is None:
        raise Refused(Reason.LINK_UNKNOWN)
    check_living(found.link_expires_at, at=at)
    return found


def end(session: Session, model: type[Admin | BoardRight | Operator], *whose: ColumnElement[bool]) -> None:
    """Let no link of this kind that nobody has followed open anything; whom it invites stays as he is."""
    open_ones = update(model).where(model.link_hash.is_not(None), *whose)
    session.execute(open_ones.values(link_hash=None, link_expires_at=None))


def check_living(expires_at: datetime, *, at: Moment) -> None:
    """Refuse a link that has ended."""
    # One that is to live for much longer than a link does was made by a clock that was far ahead.
    if not at.now <= expires_at < at.now + 2 * LIFETIME:
        raise Refused(Reason.LINK_EXPIRED)
