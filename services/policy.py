"""The rules that a business sets for itself, built once from the settings by the application."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a business has decided. A time of zero means never."""

    timezone: ZoneInfo  # of dates in texts, statistics and exports
    phone_region: str  # the country of phones written without one
    reply_reminder: timedelta  # a client's wait after which the operator is reminded
    accept_timeout: timedelta  # how long a card may lie before the contact is offered to others
    reopen_window: timedelta  # after completion, while the same operator is asked first
