"""Inline queries of people, and what bots answer to them: kept until it is too late, or as long as is cached.

What an answer is checked for stands with its method.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from sandbox.server.chats import Bot, Person

ANSWER_WITHIN = 10.0  # seconds; Telegram does not say how many, and bots that take longer are refused
KEPT = 1000  # queries; the oldest are forgotten beyond

Key = tuple[int, str, str, str, int]  # bot, words, offset, type of chat, and person or 0


@dataclass(slots=True)
class InlineQuery:
    """What somebody has typed behind the name of a bot. `answer` is None until there is one."""

    id: str
    bot: Bot
    person: Person
    text: str
    offset: str
    chat_type: str
    asked_at: float
    answer: dict[str, Any] | None = None


class InlineQueries:
    """All of this Telegram."""

    def __init__(self) -> None:
        self.queries: dict[str, InlineQuery] = {}
        self._cached: dict[Key, tuple[float, dict[str, Any]]] = {}

    def ask(
        self, bot: Bot, person: Person, text: str, *, offset: str, chat_type: str, now: float
    ) -> InlineQuery:
        """Notes a query; what the cache has for it is its answer at once."""
        query = InlineQuery(str(secrets.randbits(62)), bot, person, text, offset, chat_type, now)
        for whose in (person.id, 0):
            expires, answer = self._cached.get(self._key(query, whose), (0.0, None))
            if query.answer is None and expires > now:
                query.answer = answer
        self.queries[query.id] = query
        while len(self.queries) > KEPT:
            del self.queries[next(iter(self.queries))]
        return query

    def find_open(self, query_id: str, bot: Bot, now: float) -> InlineQuery | None:
        """The bot's query that may still be answered."""
        query = self.queries.get(query_id)
        if query is None or query.bot is not bot or query.answer is not None:
            return None
        return query if now - query.asked_at <= ANSWER_WITHIN else None

    def answer(self, query: InlineQuery, answer: dict[str, Any], *, now: float) -> None:
        """Shows the results, and caches them for `cache_time` seconds: for all, unless they are personal."""
        query.answer = answer
        whose = query.person.id if answer["is_personal"] else 0
        self._cached[self._key(query, whose)] = now + answer["cache_time"], answer

    @staticmethod
    def _key(query: InlineQuery, whose: int) -> Key:
        return query.bot.id, query.text, query.offset, query.chat_type, whose
