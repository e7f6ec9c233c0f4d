"""The outbox to Telegram: in order for each recipient, many recipients at once, results stored in batches."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiogram.methods import TelegramMethod

from bot.delivery import albums, failures
from bot.delivery.failures import Verdict, classify
from bot.delivery.rendering import Rendering, render
from bot.runtime.waiting import cancel, pause
from bot.runtime.worker import Worker, log
from bot.ui.texts import choose_language, speak
from models import Outbox
from services.clock import utc_now
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.operations.health import REFUSED
from services.queues import outbox, render_data
from services.queues.outbox import Key
from services.queues.render_data import RenderData

AT_ONCE = 40
AT_ONCE_TO_ONE = 10  # sends to one chat: if it is slow, the others are not held up
LOOK_AGAIN = 1.0  # seconds; nobody is notified of what waits for its retry
SEND_TIMEOUT = 20  # seconds
READ_AHEAD = 0.2  # seconds
LAST_WORDS = 4.0  # seconds for sends in flight at a stop


@dataclass(slots=True)
class InFlight:
    """What is being sent, and which chats and sends have to wait."""

    sending: dict[asyncio.Task[Outcome], Key] = field(default_factory=dict)
    paused: dict[int, float] = field(default_factory=dict)  # chat_id → time.monotonic() when it may go on
    next_turn: float = 0.0  # time.monotonic() of the next send, when SENDS_PER_SECOND says so


async def deliver(worker: Worker, stop: asyncio.Event) -> None:
    """Deliver what is decided until told to stop; then finish what is in flight and write it down."""
    decided, in_flight = worker.decided.subscribe(), InFlight()
    async with worker.database.writing() as unit:
        await unit.run_sync(outbox.retry_now, worker.bot_id, at=worker.take_moment())
    try:
        while not stop.is_set():
            decided.clear()
            try:
                if worker.may_send.is_set():
                    await start_sends(worker, in_flight)
                await wait_for_news(worker, in_flight, decided, stop)
                await settle(worker, in_flight)
            except Exception:
                log.exception("bot %s: deliveries are held up", worker.bot_id)
                await pause(stop, LOOK_AGAIN)
        await finish(worker, in_flight)
    finally:
        await cancel(in_flight.sending)


async def finish(worker: Worker, in_flight: InFlight) -> None:
    """Give what is in flight a few seconds, writing down each send as it ends."""
    deadline = time.monotonic() + LAST_WORDS
    while in_flight.sending and (left := deadline - time.monotonic()) > 0:
        await asyncio.wait(in_flight.sending, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        await settle(worker, in_flight)


async def start_sends(worker: Worker, in_flight: InFlight) -> None:
    """Start to send what is due and not being sent already."""
    room = count_room(worker, in_flight)
    if room <= 0:
        return
    in_flight.paused = {chat: end for chat, end in in_flight.paused.items() if end > time.monotonic()}
    in_hand = Counter(chat_id for chat_id, _ in in_flight.sending.values())
    crowded = [chat for chat, count in in_hand.items() if count >= AT_ONCE_TO_ONE]
    async with worker.database.reading() as view:
        rows = await view.run_sync(
            outbox.list_due,
            worker.bot_id,
            busy=set(in_flight.sending.values()),
            paused=[*in_flight.paused, *crowded],
            limit=room,
            at=worker.take_moment(),
        )
        rows = take_in_turn(rows, in_hand)
        found = await view.run_sync(render_data.read, rows) if rows else []
    for data in found:
        task = asyncio.create_task(send(worker, in_flight, data))
        in_flight.sending[task] = (data.row.chat_id, data.row.contact_id)


def take_in_turn(rows: Sequence[Outbox], in_hand: Counter[int]) -> list[Outbox]:
    """Return the rows that can be sent without crowding a chat; `in_hand` counts what is sent to each."""
    taken = []
    for row in rows:
        if in_hand[row.chat_id] < AT_ONCE_TO_ONE:
            in_hand[row.chat_id] += 1
            taken.append(row)
    return taken


def count_room(worker: Worker, in_flight: InFlight) -> int:
    """Return how many sends may start; what is read long before its turn would be stale when it is sent."""
    room, rate = AT_ONCE - len(in_flight.sending), worker.sends_per_second
    if rate == 0:
        return room
    wait = in_flight.next_turn - time.monotonic()
    return min(room, max(int((READ_AHEAD - wait) * rate), int(wait <= 0)))


async def wait_for_news(
    worker: Worker, in_flight: InFlight, decided: asyncio.Event, stop: asyncio.Event
) -> None:
    """Wait until a send has ended, more was decided, or sending is allowed again."""
    events = [stop, decided] if worker.may_send.is_set() else [stop, worker.may_send]
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    both = (*waits, *in_flight.sending)
    await asyncio.wait(both, timeout=LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
    await cancel(waits)


async def settle(worker: Worker, in_flight: InFlight) -> None:
    """Write down, in one commit, what has become of everything that has ended."""
    ended = [task for task in in_flight.sending if task.done()]
    if not ended:
        return
    outcomes = [task.result() for task in ended]
    async with worker.database.writing() as unit:
        await unit.run_sync(settlement.settle, outcomes, at=worker.take_moment())
    for task in ended:
        del in_flight.sending[task]
    if any(outcome.result in (Result.DEAD, Result.UNREACHABLE) for outcome in outcomes):
        worker.decided.notify()  # others may have got contacts, or somebody is to be told


async def send(worker: Worker, in_flight: InFlight, data: RenderData) -> Outcome:
    """Put a row into words and send it; never raises."""
    started = utc_now()
    row_id = data.row.id
    language = choose_language(data.language, worker.policy.default_language)
    try:
        rendering = render(data, speak(language))
    except Exception as error:
        log.exception("outbox row %s can't be put into words", row_id)
        return Outcome(row_id, Result.DEAD, started, error=repr(error))
    if rendering is None:
        return Outcome(row_id, Result.DROPPED, started)
    await take_turn(worker, in_flight)
    return await try_forms(worker, in_flight, data, rendering)


async def try_forms(worker: Worker, in_flight: InFlight, data: RenderData, rendering: Rendering) -> Outcome:
    """Try the forms of a rendering, best first, until one is delivered or the failure is another one."""
    started, row, album = utc_now(), data.row, rendering.album
    rows = dict.fromkeys(album.rows if album else ())
    redrawn = row.params.get(outbox.REDRAWN, 0)
    said = None
    for form in (*(album.forms if album else ()), *rendering.forms):
        verdict, said = await call(worker, form, row.attempts)
        match verdict:
            case failures.Degrade():
                continue
            case failures.Done(_, copies) if album and form in album.forms:
                copied = await albums.make_whole(worker.bot, row.chat_id, album, copies)
                if copied is None:
                    said = "Telegram skipped a part of the album"
                    continue
                return Outcome(row.id, Result.SENT, started, album=copied)
            case failures.Done(message_id):
                return Outcome(
                    row.id,
                    Result.SENT,
                    started,
                    message_id=message_id or rendering.shows,
                    redrawn=redrawn,
                    album=rows,
                    is_torn=album is not None,
                )
            case failures.Unreachable():
                return Outcome(row.id, Result.UNREACHABLE, started, error=said, album=rows)
            case failures.Migrated(chat_id):
                return Outcome(row.id, Result.RETRY, started, retry_at=started, chat_id=chat_id, error=said)
            case failures.BotBroken():
                worker.may_send.clear()
                worker.report(REFUSED, started)
                return Outcome(row.id, Result.RETRY, started, retry_at=started, error=said)
            case failures.RetryLater(seconds, pauses_chat):
                if pauses_chat:
                    in_flight.paused[row.chat_id] = time.monotonic() + seconds
                later = utc_now() + timedelta(seconds=seconds)
                return Outcome(row.id, Result.RETRY, started, retry_at=later, error=said)
    result = Result.DROPPED if rendering.optional else Result.DEAD
    return Outcome(row.id, result, started, error=said, album=rows, is_torn=album is not None)


async def call(worker: Worker, form: TelegramMethod[Any], attempts: int) -> tuple[Verdict, str | None]:
    """Make one call; returns what came of it, and in words what went wrong."""
    try:
        sent = await worker.bot(form, request_timeout=SEND_TIMEOUT)
    except Exception as failure:
        return classify(failure, attempts), f"{type(failure).__name__}: {failure}"[:500]
    if isinstance(sent, list):
        return failures.Done(copies=tuple(message.message_id for message in sent)), None
    found = getattr(sent, "message_id", None)
    return failures.Done(found if isinstance(found, int) else None), None


async def take_turn(worker: Worker, in_flight: InFlight) -> None:
    """Keep to SENDS_PER_SECOND: one send per interval, not a whole second's worth at once."""
    if worker.sends_per_second == 0:
        return
    now = time.monotonic()
    turn = max(in_flight.next_turn, now)
    in_flight.next_turn = turn + 1 / worker.sends_per_second
    await asyncio.sleep(turn - now)
