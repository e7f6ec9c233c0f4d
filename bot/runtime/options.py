"""What the bots of a process are run with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The policy of the business, who its admins are, and how the bots speak and send."""

    policy: Policy
    admins: Sequence[int]  # Telegram ids, in the order in which they are told of troubles
    default_language: str
    sends_per_second: float  # by each bot, at most; 0: no limit

    def for_handlers(self) -> dict[str, Any]:
        """Return what handlers may ask for by name."""
        return {
            "admins": frozenset(self.admins),
            "default_language": self.default_language,
            "phone_region": self.policy.phone_region,
            "reopen_window": self.policy.reopen_window,
            "timezone": self.policy.timezone,
        }
