"""The bot's reaction on an operator's reply: the client has it, or has not.

It makes no sound, waits until nothing else is being sent, and may be lost: nobody tries it again or hears of
that. What does not arrive is told in words anyway.
"""

import asyncio
import time
from collections.abc import Mapping
from types import MappingProxyType

from aiogram.methods import SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from bot.runtime.worker import Worker, log
from edges.errors import describe
from models import Author, OutboxKind
from models.database.waiting import cancel
from services.contacts.settlement import Loss, Outcome, Result
from services.queues import relays
from services.queues.rendering.render_data import RenderData

# Bots choose among Telegram's free reactions, and ✅ is none. 👍 and 👎 are a client's rating.
ARRIVED, LOST = "👌", "💔"
PATIENCE = 10.0  # seconds for a moment in which nothing is being sent
LOOK_AGAIN = 0.05  # seconds
WAITING = 100  # reactions of one bot; of more the newest are lost
TIMEOUT = 5  # seconds
SHOWN: Mapping[Result, str] = MappingProxyType(
    {Result.SENT: ARRIVED, Result.DEAD: LOST, Result.UNREACHABLE: LOST}
)


class Reactions:
    """The reactions of one bot that are still to be set."""

    def __init__(self, worker: Worker) -> None:
        self._worker, self._turn = worker, asyncio.Lock()
        self._answers: dict[int, tuple[int, int]] = {}  # by row: chat and message of an answer that is sent
        self._setting: set[asyncio.Task[None]] = set()

    def note(self, data: RenderData) -> None:
        """Note of a row that is about to be sent which reply of an operator it is, if it is one."""
        row, message = data.row, data.message
        if row.kind is not OutboxKind.RELAY or row.assignment_no is not None or message is None:
            return
        is_reply = message.author is Author.OPERATOR and message.operator_id is not None
        is_change = relays.EDITED in row.params or relays.WITHDRAWN in row.params
        is_here = message.bot_id == self._worker.bot_id and message.chat_id and message.message_id
        if self._worker.rules.policy.answer_reactions and is_reply and is_here and not is_change:
            assert message.chat_id is not None
            assert message.message_id is not None
            self._answers[row.id] = message.chat_id, message.message_id

    def show(self, outcome: Outcome) -> None:
        """Begin to show what has become of an answer, once that is written down."""
        answer = self._answers.pop(outcome.row_id, None)
        emoji = LOST if outcome.loss is Loss.CONTENT else SHOWN.get(outcome.result)
        if answer is None or emoji is None or len(self._setting) >= WAITING:
            return
        task = asyncio.create_task(self._set(*answer, emoji))
        self._setting.add(task)
        task.add_done_callback(self._setting.discard)

    async def drop(self) -> None:
        """Set no more."""
        await cancel(self._setting)

    async def _set(self, chat_id: int, message_id: int, emoji: str) -> None:
        latest = time.monotonic() + PATIENCE
        reaction = ReactionTypeEmoji(emoji=emoji)
        async with self._turn:
            while self._is_busy():
                if time.monotonic() > latest:
                    return
                await asyncio.sleep(LOOK_AGAIN)
            await self._worker.pace.take_turn()
            call = SetMessageReaction(chat_id=chat_id, message_id=message_id, reaction=[reaction])
            try:
                await self._worker.bot(call, request_timeout=TIMEOUT)
            except Exception as error:
                log.info("bot %s: a reaction was lost: %s", self._worker.bot_id, describe(error))

    def _is_busy(self) -> bool:
        """Tell whether a message would have to wait for a reaction."""
        worker = self._worker
        is_sending = any(not task.done() for task in worker.in_flight.tasks)
        return is_sending or not worker.may_send.is_set() or not worker.pace.count_turns(0, most=1)
