"""The second group of a source: who gets its contacts only once they have waited for some minutes.

The minutes count from when a contact came, or from when its source opened after that.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from models import Contact, Source
from services.distribution.routing import Candidate
from services.hours.working_time import of_source
from services.moment import Moment


def hold_back(
    candidates: Sequence[Candidate], contact: Contact, source: Source, *, at: Moment
) -> tuple[list[Candidate], datetime | None]:
    """Return the candidates, the second group held back if it is too early for it, and until when."""
    if not any(candidate.is_second for candidate in candidates):
        return list(candidates), None
    until = find_turn(contact, source, at=at)
    if at.now >= until:
        return list(candidates), None
    return [replace(one, is_held_back=one.is_second) for one in candidates], until


def find_turn(contact: Contact, source: Source, *, at: Moment) -> datetime:
    """Return from when on the second group may take a contact."""
    since = of_source(source, at=at).find_opening(contact.created_at) or contact.created_at
    return since + timedelta(minutes=source.second_after)
