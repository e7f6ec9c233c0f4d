"""Long answers, made step by step: the answer says what comes next, and here it is done.

Nothing is held from one step to the next, neither the database nor the loop. Whoever waits for an answer that
will not come is told so.
"""

import asyncio
from typing import Any

from aiogram.methods import TelegramMethod

from bot.intake.progress import Progress
from bot.runtime.worker import Worker
from bot.ui.answers import LongAnswer, Read, Step, Steps, Tell, Work
from models.database.waiting import cancel, first_of

GRACE = 1.0  # seconds for what is on its way at a stop; some are left to say that it does not come
UPLOAD = 900  # seconds; 49 MB take 400 at 1 Mbit/s


class StoppedError(Exception):
    """The bot stops before an answer is there."""


async def make_long(worker: Worker, answer: LongAnswer, stop: asyncio.Event) -> None:
    """Make an answer and send it, or say why it does not come; raises what went wrong."""
    async with Progress(worker, answer.chat_id) as progress:
        try:
            await take_all(answer.make(), worker, progress, stop)
        except StoppedError:
            await progress.end(answer.stopped)
        except Exception:
            await progress.end(answer.failed)
            raise
        else:
            await progress.end()


async def take_all(steps: Steps, worker: Worker, progress: Progress, stop: asyncio.Event) -> None:
    """Take one step after the other; raises StoppedError, and whatever a step raises."""
    result = None
    try:
        while True:
            result = await take(steps.send(result), worker, progress, stop)
    except StopIteration:
        pass
    finally:
        steps.close()


async def take(step: Step, worker: Worker, progress: Progress, stop: asyncio.Event) -> Any:
    """Take a step; returns what it finds."""
    if stop.is_set():
        raise StoppedError
    match step:
        case Read(read):
            async with worker.database.reading() as view:
                return await view.run_sync(read)
        case Work(work):
            async with worker.turn:
                return await asyncio.to_thread(work)
        case Tell(text):
            return progress.say(text)
        case TelegramMethod():
            return await send(step, worker, stop)


async def send(method: TelegramMethod[Any], worker: Worker, stop: asyncio.Event) -> Any:
    """Make a call, which may be a large file; it is broken off soon after a stop."""
    await worker.pace.take_turn()
    call = asyncio.create_task(worker.bot(method, request_timeout=UPLOAD))
    try:
        await first_of(stop, asyncio.wait([call]))
        await asyncio.wait([call], timeout=GRACE)
        if not call.done():
            raise StoppedError
        return await call
    finally:
        await cancel([call])
