"""A message that says how far a long answer is: sent when that takes a while, then edited now and then.

It goes when the answer has come, or when the line is there that says that it will not. It may be lost.
"""

import asyncio
from types import TracebackType
from typing import Any, Self

from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage, TelegramMethod

from bot.runtime.worker import Worker, log
from models.database.waiting import cancel, pause

PATIENCE = 1.0  # seconds in which nobody misses anything
PACE = 2.0  # seconds between two edits; Telegram takes about one message a second in a chat
TIMEOUT = 15  # seconds


class Progress:
    """The message in one chat, for the time of a block."""

    def __init__(self, worker: Worker, chat_id: int) -> None:
        self._worker, self._chat_id = worker, chat_id
        self._text = self._shown = ""
        self._message_id: int | None = None
        self._pause = PATIENCE
        self._ended = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._showing = asyncio.create_task(self._keep_showing())
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await cancel([self._showing])

    def say(self, text: str) -> None:
        """Let the message have this text, in HTML, soon."""
        self._text = text

    async def end(self, text: str | None = None) -> None:
        """Take the message away; a text in HTML takes its place, with the sound of a new message."""
        self._ended.set()
        await asyncio.wait([self._showing])  # a message on its way has to be known to be taken away
        if text is not None:
            await self._call(SendMessage(chat_id=self._chat_id, text=text, parse_mode="HTML"))
        if self._message_id is not None:
            await self._call(DeleteMessage(chat_id=self._chat_id, message_id=self._message_id))

    async def _keep_showing(self) -> None:
        while True:
            await pause(self._ended, self._pause)
            if self._ended.is_set():
                return
            if self._text != self._shown:
                self._pause = PACE
                await self._show(self._text)

    async def _show(self, text: str) -> None:
        chat = self._chat_id
        if self._message_id is None:
            message = SendMessage(chat_id=chat, text=text, parse_mode="HTML", disable_notification=True)
            sent = await self._call(message)
            self._message_id = sent and sent.message_id
        else:
            edit = EditMessageText(chat_id=chat, message_id=self._message_id, text=text, parse_mode="HTML")
            await self._call(edit)
        self._shown = text

    async def _call(self, method: TelegramMethod[Any]) -> Any:
        try:
            await self._worker.pace.take_turn()
            return await self._worker.bot(method, request_timeout=TIMEOUT)
        except TelegramRetryAfter as error:
            self._pause = error.retry_after
        except (TelegramAPIError, ClientDecodeError, OSError, TimeoutError) as error:
            log.info("bot %s: progress was not shown: %s", self._worker.bot_id, self._worker.censor(error))
