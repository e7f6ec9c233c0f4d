"""The board of those who see some sources only: without what is not theirs, and with counts of their own."""

from collections.abc import Collection, Mapping
from typing import Any

from api.requests.context import Context
from services.board import snapshot
from services.board.snapshot import Row
from services.moment import Moment

Sources = frozenset[int] | None  # that somebody sees; None: all of them


class Views:
    """What each choice of sources shows, read once for all who see the same."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._counts: dict[frozenset[int], tuple[Row, Row]] = {}  # with the figures of all that they go with

    async def narrow(self, state: Row, wanted: Collection[Sources], *, at: Moment) -> dict[Sources, Row]:
        """Return the board of each of these choices."""
        some = {sources for sources in wanted if sources is not None}
        self._counts = {key: kept for key, kept in self._counts.items() if key in some}
        for sources in some:
            if sources not in self._counts or self._counts[sources][0] is not state["today"]:
                self._counts[sources] = state["today"], await self._count(sources, at=at)
        return {
            sources: state if sources is None else narrow(state, sources, self._counts[sources][1])
            for sources in wanted
        }

    async def _count(self, sources: frozenset[int], *, at: Moment) -> Row:
        return await self._context.read(lambda session: snapshot.read_counts(session, sources, at=at))


def narrow(state: Mapping[str, Any], sources: frozenset[int], counts: Row) -> Row:
    """Return a board without what belongs to other sources than these."""
    return {
        **state,
        "sources": [row for row in state["sources"] if row["id"] in sources],
        **{
            name: [row for row in state[name] if row["source_id"] in sources]
            for name in ("contacts", "happened")
        },
        "today": {
            **counts,
            "shares": [row for row in state["today"]["shares"] if row["source_id"] in sources],
        },
    }
