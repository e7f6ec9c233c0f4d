"""Whom sources prefer and in which languages operators answer: set by admins, and what follows at once."""

import re
from collections.abc import Collection

from sqlalchemy.orm import Session

from models import Operator, Source
from services.distribution import locks, queue
from services.distribution.preferences import Preference
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import operators

LONGEST_WAIT = 86_400  # seconds
MOST_LANGUAGES = 20
LANGUAGE = re.compile("[a-z]{2,3}")  # ISO 639
COLUMNS = {Preference.KNOWN: "prefers_known", Preference.LANGUAGE: "prefers_language"}


def prefer(session: Session, source: Source, which: Preference, seconds: int | None, *, at: Moment) -> None:
    """Set for how long a source's contacts wait for the preferred, 0: only if they are free, None: not.

    A bot and its campaigns prefer the same. What waits is handed out anew. Raises Refused for a wait that is
    none, or longer than a day.
    """
    if seconds is not None and not 0 <= seconds <= LONGEST_WAIT:
        raise Refused(Reason.BAD_WAIT)
    concerned = locks.lock_with_campaigns(session, source)
    for one in concerned:
        setattr(one, COLUMNS[which], seconds)
    session.flush()
    queue.drain(session, {one.id for one in concerned}, at=at)


def read_wait(source: Source, which: Preference) -> int | None:
    """Return for how many seconds a source's contacts wait for the preferred; None: it prefers nobody."""
    seconds: int | None = getattr(source, COLUMNS[which])
    return seconds


def set_languages(session: Session, operator: Operator, codes: Collection[str], *, at: Moment) -> None:
    """Set in which languages an operator answers, none for that of his Telegram; raises Refused.

    Codes are those of ISO 639, such as `en`.
    """
    operators.check_employed(operator)
    chosen = list(dict.fromkeys(codes))
    if len(chosen) > MOST_LANGUAGES or not all(LANGUAGE.fullmatch(code) for code in chosen):
        raise Refused(Reason.BAD_LANGUAGE)
    operators.lock_served(session, operator)
    operator.languages = " ".join(chosen) or None
    session.flush()
    queue.drain_for(session, [operator.id], at=at)


def list_languages(operator: Operator) -> list[str]:
    """Return the languages that were set for an operator."""
    return operator.languages.split() if operator.languages else []
