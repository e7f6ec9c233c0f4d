"""One-time links by which somebody joins: what is stored of them, and how long they live."""

import hashlib
import re
from datetime import datetime, timedelta

from services.moment import Moment
from services.refusals import Reason, Refused

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


def check_living(expires_at: datetime, *, at: Moment) -> None:
    """Refuse a link that has ended."""
    # One that is to live for much longer than a link does was made by a clock that was far ahead.
    if not at.now <= expires_at < at.now + 2 * LIFETIME:
        raise Refused(Reason.LINK_EXPIRED)
