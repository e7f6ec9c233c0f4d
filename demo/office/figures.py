"""The table of the operators, as the product's own HTTP API tells it; who blocked the bot, Telegram knows."""

import asyncio
from typing import Any

import aiohttp

from demo.cast import Company
from demo.watch import Watch
from sandbox.client.seen import Json

DAYS = 7  # longer than any demo lasts
MOST = 1000  # rows of a list


class Figures:
    """What the API tells of a company; to be used while `api` is open."""

    def __init__(self, company: Company, watch: Watch, api: aiohttp.ClientSession) -> None:
        self.company, self.watch, self.api = company, watch, api
        self._source: int | None = None

    async def read(self) -> Json:
        """Return the operators with load, limit, weight and shares, and how many contacts there are."""
        operators, figures, weights = await asyncio.gather(
            self._ask("/operators/", limit=MOST),
            self._ask("/statistics/", days=DAYS),
            self._read_weights(),
        )
        drawn = {row["id"]: row for row in figures["operators"]}
        return {
            "operators": [
                self._describe(row, weights.get(row["id"], 0), drawn.get(row["id"], {}), figures["draws"])
                for row in operators
            ],
            "waiting": figures["waiting"],
            "contacts": figures["received"],
            "completed": figures["completed"],
        }

    def _describe(self, row: Json, weight: int, drawn: Json, draws: int) -> Json:
        won, expected = drawn.get("won", 0), drawn.get("expected", 0.0)
        return {
            "name": row["name"],
            "person": row["telegram_id"],
            "load": row["current_load"],
            "limit": row["max_active_leads"],
            "weight": weight,
            "state": self._find_state(row),
            "expected": expected / draws if draws else None,
            "actual": won / draws if draws else None,
            "given": won,
        }

    def _find_state(self, row: Json) -> str:
        if not row["is_active"]:
            return "off"
        if row["telegram_id"] is None or row["telegram_id"] in self.watch.blocked:
            return "unreachable"
        return "working" if row["on_shift"] else "paused"

    async def _read_weights(self) -> dict[int, int]:
        """Return the weight for the bot of each operator who has one."""
        if self._source is None:
            sources = await self._ask("/sources/", limit=MOST)
            self._source = next(row["id"] for row in sources if row["bot_id"] == self.company.bot.id)
        rows = await self._ask("/operator-weights/", source_id=self._source, limit=MOST)
        return {row["operator_id"]: row["weight"] for row in rows}

    async def _ask(self, path: str, **query: int) -> Any:
        async with self.api.get(path, params=query, raise_for_status=True) as answer:
            return await answer.json()
