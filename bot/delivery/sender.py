"""The outbox to Telegram: in order for each recipient, many recipients at once, results stored in batches."""

import asyncio
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy.orm import Session

from bot.delivery import albums, failures
from bot.delivery.failures import Verdict, classify
from bot.delivery.forms import Rendering
from bot.delivery.reactions import Reactions
from bot.delivery.rendering import render
from bot.delivery.sounds import is_silent, silence
from bot.runtime.worker import Worker, log
from bot.ui.texts import choose_language, speak
from edges.sending import Sender, keep_sending
from edges.signals import find_wait
from models import Outbox
from services.clock import utc_now
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.moment import Moment
from services.operations.health import REFUSED
from services.queues import outbox
from services.queues.outbox import AT_ONCE_TO_ONE, Key
from services.queues.rendering import render_data
from services.queues.rendering.render_data import RenderData

AT_ONCE = 40
SEND_TIMEOUT = 20  # seconds
READ_AHEAD = 0.2  # seconds


@dataclass(slots=True)
class Deliveries:
    """What one bot is sending, and which chats and sends have to wait."""

    worker: Worker
    paused: dict[int, float] = field(default_factory=dict)  # chat_id → time.monotonic() when it may go on
    wait: float = 0.0  # seconds for a signal, before looking all the same
    look_at: float = 0.0  # time.monotonic() when that is
    may_be_more: bool = True  # that the last look has not shown
    followed: set[Key] = field(default_factory=set)  # what is in flight and may have more behind it
    reactions: Reactions = field(init=False)

    def __post_init__(self) -> None:
        self.reactions = Reactions(self.worker)


async def deliver(worker: Worker, stop: asyncio.Event) -> None:
    """Deliver what is decided until told to stop; then finish what is in flight and write it down."""
    decided, deliveries = worker.decided.subscribe(), Deliveries(worker)
    await worker.database.write(outbox.retry_now, worker.bot_id, at=worker.take_moment())

    def find_wakes() -> tuple[Iterable[asyncio.Event], float]:
        """More was decided, or sending is allowed again."""
        return [decided if worker.may_send.is_set() else worker.may_send], deliveries.wait

    sender = Sender(
        name=f"bot {worker.bot_id}",
        in_flight=worker.in_flight,
        start=partial(start_sends, deliveries),
        settle=partial(settle, deliveries),
        wakes=find_wakes,
    )
    try:
        await keep_sending(sender, decided, stop)
    finally:
        await deliveries.reactions.drop()


async def start_sends(deliveries: Deliveries, is_news: bool) -> None:
    """Start to send what is due and not being sent already, unless nothing can be due that is not."""
    worker, in_flight = deliveries.worker, deliveries.worker.in_flight
    now, room = time.monotonic(), count_room(deliveries)
    deliveries.may_be_more |= is_news or now >= deliveries.look_at
    deliveries.wait = READ_AHEAD if worker.may_send.is_set() else SEND_TIMEOUT
    if room <= 0 or not worker.may_send.is_set():
        return
    if not deliveries.may_be_more:
        deliveries.wait = deliveries.look_at - now
        return
    deliveries.paused = {chat: end for chat, end in deliveries.paused.items() if end > now}
    in_hand = Counter(chat_id for chat_id, _ in in_flight.tasks.values())
    busy, at = in_flight.keys, worker.take_moment()
    found, next_due, deliveries.may_be_more = await worker.database.read(
        find_due, worker.bot_id, busy=busy, paused=deliveries.paused, in_hand=in_hand, limit=room, at=at
    )
    if not found:
        wait = find_wait(worker.database, next_due, at.now)
        deliveries.wait = min((wait, *(end - now for end in deliveries.paused.values())))
    deliveries.look_at = now + deliveries.wait
    deliveries.followed = busy | {data.key for data in found if not data.is_last}
    for data in found:
        deliveries.reactions.note(data)
        in_flight.start(data.key, send(deliveries, data))


def find_due(
    session: Session,
    bot_id: int,
    *,
    busy: Collection[Key],
    paused: Collection[int],
    in_hand: Counter[int],
    limit: int,
    at: Moment,
) -> tuple[list[RenderData], datetime | None, bool]:
    """Return what can be sent now, else when something can, and whether more may be due already.

    `in_hand` counts what is being sent to each chat.
    """
    crowded = [chat for chat, count in in_hand.items() if count >= AT_ONCE_TO_ONE]
    rows = outbox.list_due(session, bot_id, busy=busy, paused=[*paused, *crowded], limit=limit, at=at)
    taken = take_in_turn(rows, in_hand)
    may_be_more = bool(crowded) or len(rows) == limit or len(taken) < len(rows)
    if not taken:
        return [], outbox.find_next(session, bot_id, paused=paused, at=at), may_be_more
    return render_data.read(session, taken), None, may_be_more


def take_in_turn(rows: Sequence[Outbox], in_hand: Counter[int]) -> list[Outbox]:
    """Return the rows that can be sent without crowding a chat; `in_hand` counts what is sent to each."""
    taken = []
    for row in rows:
        if in_hand[row.chat_id] < AT_ONCE_TO_ONE:
            in_hand[row.chat_id] += 1
            taken.append(row)
    return taken


def count_room(deliveries: Deliveries) -> int:
    """Return how many sends may start; what is read long before its turn would be stale when it is sent."""
    return deliveries.worker.pace.count_turns(READ_AHEAD, most=AT_ONCE - len(deliveries.worker.in_flight))


async def settle(deliveries: Deliveries, outcomes: Sequence[Outcome]) -> None:
    """Write down, in one commit, what has become of everything that has ended."""
    worker, tasks = deliveries.worker, deliveries.worker.in_flight.tasks
    is_over = await worker.database.write(settlement.settle, outcomes, at=worker.take_moment())
    ended = {key for task, key in tasks.items() if task.done()}
    worker.settled.set()
    for outcome in outcomes:
        deliveries.reactions.show(outcome)
    deliveries.may_be_more |= not is_over or not deliveries.followed.isdisjoint(ended)
    if any(outcome.result in (Result.DEAD, Result.UNREACHABLE) for outcome in outcomes):
        worker.decided.notify()  # others may have got contacts, or somebody is to be told


async def send(deliveries: Deliveries, data: RenderData) -> Outcome:
    """Put a row into words and send it; never raises."""
    row_id = data.row.id
    language = choose_language(data.language, deliveries.worker.rules.policy.default_language)
    try:
        policy = deliveries.worker.rules.policy
        is_theirs = outbox.FOR_ADMIN not in data.row.params or data.row.chat_id in policy.admin_ids
        opens = policy.card_force_reply
        rendering = (
            render(data, speak(language), policy.timezone, card_force_reply=opens) if is_theirs else None
        )
    except Exception as error:
        log.exception("outbox row %s can't be put into words", row_id)
        return Outcome(row_id, Result.DEAD, error=f"{settlement.OURS}: {error!r}"[:500])
    if rendering is None:
        return Outcome(row_id, Result.DROPPED)
    if is_silent(data):
        rendering = silence(rendering)
    await deliveries.worker.pace.take_turn()
    return await try_forms(deliveries, data, rendering)


async def try_forms(deliveries: Deliveries, data: RenderData, rendering: Rendering) -> Outcome:
    """Try the forms of a rendering, best first, until one is delivered or the failure is another one."""
    worker, row, album = deliveries.worker, data.row, rendering.album
    rows = dict.fromkeys(album.rows if album else ())
    redrawn = row.params.get(outbox.REDRAWN, 0)
    said = refused = None
    album_forms = album.forms if album else ()
    for number, form in enumerate((*album_forms, *rendering.forms), -len(album_forms)):
        verdict, said = await call(worker, form, row.attempts)
        match verdict:
            case failures.Degrade():
                refused = refused or said
                continue
            case failures.Done(_, copies) if album and number < 0:
                copied = await albums.make_whole(worker.bot, row.chat_id, album, copies)
                if copied is None:
                    said = "Telegram skipped a part of the album"
                    continue
                return Outcome(row.id, Result.SENT, album=copied)
            case failures.Done(message_id):
                return Outcome(
                    row.id,
                    Result.SENT,
                    message_id=message_id or rendering.shows,
                    error=refused,
                    loss=rendering.losses.get(number),
                    redrawn=redrawn,
                    album=rows,
                    is_torn=album is not None,
                )
            case failures.Unreachable():
                return Outcome(row.id, Result.UNREACHABLE, data.seen_at, error=said, album=rows)
            case failures.Migrated(chat_id):
                return Outcome(row.id, Result.RETRY, retry_at=utc_now(), chat_id=chat_id, error=said)
            case failures.BotBroken():
                worker.may_send.clear()
                worker.report(REFUSED, utc_now())
                return Outcome(row.id, Result.RETRY, retry_at=utc_now(), error=said)
            case failures.RetryLater(seconds, pauses_chat):
                later = utc_now()
                if pauses_chat:
                    deliveries.paused[row.chat_id] = time.monotonic() + seconds
                else:
                    later += timedelta(seconds=seconds)
                return Outcome(row.id, Result.RETRY, retry_at=later, error=said)
    result = Result.DROPPED if rendering.optional else Result.DEAD
    return Outcome(row.id, result, error=said, album=rows, is_torn=album is not None)


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
