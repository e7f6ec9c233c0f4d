"""How the bots are, and what waits to be handled or delivered for how long."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BotState:
    """A bot of this process. `trouble` is the text key of what is wrong with it, None when all is well."""

    bot_id: int
    trouble: str | None
    troubled_since: datetime | None
    is_at_work: bool  # False: another process works for it, or it has not heard everything yet
