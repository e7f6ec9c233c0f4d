"""What is on or off for a source: a bot and its campaigns have it alike."""

import enum

from sqlalchemy.orm import Session

from models import Source
from services.distribution import locks
from services.refusals import Reason, Refused


class SourceSwitch(enum.StrEnum):
    """What can be on or off; the value is the column that says so."""

    ASKS_RATING = "asks_rating"  # clients are asked how it was
    SNOOZE_FREES = "snooze_frees"  # what is put off takes no place of its operator


def list_switches(source: Source) -> list[SourceSwitch]:
    """Return what a source can have on or off: who comes by API is asked nothing."""
    return [which for which in SourceSwitch if source.bot_id is not None or not _needs_chat(which)]


def set_switch(session: Session, source: Source, which: SourceSwitch, on: bool) -> None:
    """Switch something on or off, for a bot and its campaigns; raises Refused where there is no chat."""
    if which not in list_switches(source):
        raise Refused(Reason.TELLS_NOTHING, name=source.name)
    for one in locks.lock_with_campaigns(session, source):
        setattr(one, which.value, on)
    session.flush()


def _needs_chat(which: SourceSwitch) -> bool:
    return which is SourceSwitch.ASKS_RATING
