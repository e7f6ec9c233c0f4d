"""How the database and the bots of this process are, and what was counted; answers within seconds."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from api.monitoring import watch
from api.monitoring.metrics import Metrics
from api.monitoring.readings import Readings
from api.monitoring.watch import ANSWER_WITHIN, Watch
from api.requests.context import Context
from edges.counted_lines import CountedLine
from edges.errors import note_outage
from models.database.errors import NoAnswerError, name_trouble
from models.database.protocol import Share
from services.clock import take_moment, utc_now
from services.operations import health
from services.operations.doctor import examine
from services.operations.health import Backlog, BotState, Figures

log = logging.getLogger("leadbot.api")

UNREAD = "the metrics of the database can't be read: %(latest)s (times: %(count)d)"
EXAMINED_EVERY = 60.0  # seconds
NO_ANSWER = f"no answer within {ANSWER_WITHIN:.0f} seconds"


class Monitor:
    """Answers within seconds, whatever the database does."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._metrics = Metrics()
        self._unread = CountedLine(log, UNREAD)
        self._health = Watch(self._read_health, watch.FRESH)
        self._figures = Watch(lambda: context.read(health.read_figures))
        self._broken = Watch(
            lambda: context.read(lambda session: examine.list_broken(session, at=take_moment(context.rules))),
            EXAMINED_EVERY,
        )

    @asynccontextmanager
    async def running(self, _app: Any) -> AsyncIterator[None]:
        """Count what is committed meanwhile; at the end, let go of the database."""
        with self._metrics.counting():
            try:
                yield
            finally:
                await self._health.close()
                await self._figures.close()
                await self._broken.close()

    async def check(self) -> tuple[Backlog | None, str]:
        """Return what waits, if the database says so, and how the database is: ok, or what is wrong."""
        try:
            return await self._health.look(), "ok"
        except NoAnswerError:
            return None, self._context.database.trouble or NO_ANSWER
        except Exception as error:
            return None, name_trouble(error) or type(error).__name__  # no more: a message may hold a password

    async def find_broken(self) -> Sequence[str] | None:
        """Return which invariants of the database did not hold within the last minute, None if unknown."""
        try:
            return await self._broken.look()
        except Exception:  # how the database is, others say
            return None

    async def tell_metrics(self) -> bytes:
        """Return the metrics in Prometheus' text format."""
        figures: Figures | None = None
        try:
            figures = await self._figures.look()
        except Exception as error:
            if not note_outage(error):
                self._unread.count(type(error).__name__)
        return self._metrics.tell(
            Readings(figures, self.list_bots(), self.read_share(), await self.find_broken(), utc_now())
        )

    def list_bots(self) -> Sequence[BotState]:
        """Return how the bots of this process are."""
        return self._context.look()

    def read_share(self) -> Share | None:
        """Return what this process does of the work of all, None while it does not know."""
        return self._context.database.share

    async def _read_health(self) -> Backlog:
        backlog = await self._context.read(health.read_backlog)
        await self._context.database.probe()  # SQLite can be read while nothing can be written
        return backlog
