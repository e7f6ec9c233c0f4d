"""Inline queries: an operator types behind the bot's name and sees quick answers.

They are never stored, hold up nothing, and may be lost: seconds later nobody wants an answer. Whoever is no
operator gets none, and opens nothing.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQuery
from pydantic import ValidationError

from bot.runtime.worker import Worker, log
from bot.ui.texts import Words, choose_language, speak
from bot.views.quick_answers.inline import answer_nothing, write_results
from edges.errors import describe, log_trouble
from services.chats import ChatRef
from services.quick_answers import inline
from services.quick_answers.inline import Suggestion

SENDER = "sender"  # the chat with the bot itself
TIMEOUT = 5  # seconds


def hear(worker: Worker, update: dict[str, Any]) -> None:
    """Begin to answer an inline query, unless too many wait; returns at once, and never raises."""
    try:
        query = InlineQuery.model_validate(update["inline_query"])
    except ValidationError:
        log.info("bot %s: an inline query could not be read", worker.bot_id)
        return
    worker.has_inline_mode = True
    worker.inline_queries.put(query.from_user.id, query, partial(answer_query, worker))


def write(query_id: str, found: Sequence[Suggestion], words: Words) -> AnswerInlineQuery:
    """Return the answer to a query."""
    return write_results(query_id, found, words) if found else answer_nothing(query_id)


async def answer_query(worker: Worker, query: InlineQuery) -> None:
    """Answer with what its author may send here, once; that this fails is written down, and that is all."""
    try:
        found: Sequence[Suggestion] = []
        if query.chat_type == SENDER and not query.offset:  # names of clients are for no other chat
            place = ChatRef(worker.bot_id, query.from_user.id)
            found = await worker.database.read(inline.suggest, place, query.query)
        words = speak(choose_language(query.from_user.language_code, worker.rules.policy.default_language))
        # The first one takes 0.2 s: the library builds its models of all kinds of results.
        results = await asyncio.to_thread(write, query.id, found, words)
        await worker.bot(results, request_timeout=TIMEOUT)
    except (TelegramAPIError, ClientDecodeError, OSError, TimeoutError) as error:
        log.info("bot %s: an inline query was not answered: %s", worker.bot_id, describe(error))
    except Exception as error:
        log_trouble(log, "bot %s: an inline query could not be answered", worker.bot_id, error=error)
