"""How bots spread over the processes that can work for them: evenly, one move at a time.

A free bot goes to the process that works for the fewest. A process that works for at least two more than
another one lets a bot go that the other one can work for. Each move makes the shares more even, so they end.
"""

import asyncio
from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shares:
    """Which processes are there, which of them can work for a bot, and which one does."""

    processes: Set[int] = frozenset()
    able: Mapping[int, Set[int]] = field(default_factory=dict)  # processes by bot
    owners: Mapping[int, int] = field(default_factory=dict)  # process by bot

    def count(self, process: int) -> int:
        """Return for how many bots a process works; what has no positive id is no bot."""
        return sum(owner == process for bot, owner in self.owners.items() if bot > 0)


def may_take(shares: Shares, bot: int, process: int) -> bool:
    """Tell whether a free bot is this process's to take: nobody who can work for it works for fewer."""
    own = shares.count(process)
    return bot not in shares.owners and all(own <= shares.count(p) for p in shares.able.get(bot, ()))


def find_surplus(shares: Shares, process: int) -> int | None:
    """Return the bot that this process should let go to one that works for at least two fewer, if any."""
    own = shares.count(process)
    for bot in sorted(bot for bot, owner in shares.owners.items() if owner == process and bot > 0):
        if any(shares.count(other) <= own - 2 for other in shares.able.get(bot, ())):
            return bot
    return None


@dataclass(slots=True, eq=False)
class Claim:
    """One bot that this process wants to work for; `changed` is set when it may, or when that failed."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    freed: asyncio.Event = field(default_factory=asyncio.Event)
    is_owned: bool = False
    is_over: bool = False  # nothing works for the bot any more
    is_last: bool = False  # this process will not want it again
    error: Exception | None = None

    def end(self, _stopped: object = None) -> None:
        """Let whoever waits for the bot, or works for it, go on."""
        self.changed.set()
        self.ended.set()
