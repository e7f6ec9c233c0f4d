"""Updates by webhook: whoever works for a bot sees to it that Telegram brings them, and polls nothing.

Any process may take them (api/telegram.py), this one finds them in the inbox. At a stop the webhook stays:
Telegram keeps what comes meanwhile, and brings it again.
"""

import asyncio
from datetime import timedelta

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import WebhookInfo

from bot.delivery.failures import back_off
from bot.intake.poller import KINDS, connect, disconnect, judge, note_lull
from bot.runtime.worker import Worker, log
from edges.errors import note_outage
from edges.telegram_webhooks import derive_secret, write_address
from models.database.waiting import pause
from services.clock import utc_now
from services.operations.health import REFUSED

CONNECTIONS = 40  # at most, over which Telegram brings updates at a time
LOOK_EVERY = 60.0  # seconds
LOOK_SOON = 5.0  # seconds, while Telegram holds more than is on its way
RECENT = timedelta(minutes=3)  # Telegram pauses for 2 minutes between tries at most
UNDELIVERED = "bot-webhook"  # text keys of troubles
CONFLICT = "bot-conflict"


async def listen(worker: Worker, stop: asyncio.Event) -> None:
    """Look after the webhook until told to stop; whatever goes wrong, go on."""
    connected = is_set = is_refused = False
    failures = 0
    note_lull(worker, True)  # what Telegram holds comes over many connections: no batch is to be waited for
    while not stop.is_set():
        try:
            if not connected:
                await connect(worker)
                connected = True
            seconds = await look_after(worker, is_set=is_set)
            is_set, failures, is_refused = True, 0, False
        except Exception as error:
            worker.is_caught_up = False
            trouble, seconds = judge_call(error, failures)
            if trouble == REFUSED and not is_refused:
                await disconnect(worker)
            is_refused = trouble == REFUSED
            worker.report(trouble, utc_now())
            if not note_outage(error):
                log.warning("bot %s: %s", worker.bot_id, tell(worker, error))
            connected, is_set = connected and not is_refused, is_set and not is_refused
            failures += 1
        await pause(stop, seconds)


async def look_after(worker: Worker, *, is_set: bool) -> float:
    """Set the webhook unless it is as it should be; returns in how many seconds to look again.

    Its secret can't be seen: so it is set once by whoever takes the bot over, and again when updates fail.
    """
    info = await worker.bot.get_webhook_info()
    is_ours = is_as_wanted(worker, info)
    if not is_set and is_ours and fails(info):
        # What failed while nobody was here would come minutes later; by a new webhook it comes at once.
        await worker.bot.delete_webhook(drop_pending_updates=False)
    trouble = find_trouble(info, is_ours=is_ours) if is_set else None
    is_news = trouble not in (None, worker.trouble)
    if is_news or not (is_set and is_ours):
        await set_webhook(worker)
    if is_news:
        said = "somebody has changed it" if trouble == CONFLICT else info.last_error_message
        log.warning("bot %s: Telegram can't bring updates to WEBHOOK_URL: %s", worker.bot_id, said)
    worker.report(trouble, utc_now())
    worker.is_caught_up = trouble is None and info.pending_update_count <= CONNECTIONS
    worker.may_send.set()
    return LOOK_SOON if info.pending_update_count else LOOK_EVERY


def find_trouble(info: WebhookInfo, *, is_ours: bool) -> str | None:
    """Return the text key of what is wrong with a webhook that was set before, None if all is well."""
    if not is_ours:
        return CONFLICT
    return UNDELIVERED if fails(info) else None


def is_as_wanted(worker: Worker, info: WebhookInfo) -> bool:
    """Tell whether Telegram brings the bot's updates to us, as far as it says."""
    is_address = info.url == write_address(worker.webhook_url or "", worker.bot_id)
    return is_address and (info.allowed_updates is None or set(info.allowed_updates) == set(KINDS))


def fails(info: WebhookInfo) -> bool:
    """Tell whether updates wait because we have not taken them. Telegram never forgets its last error."""
    if not info.pending_update_count or info.last_error_date is None:
        return False
    return utc_now() - info.last_error_date < RECENT


async def set_webhook(worker: Worker) -> None:
    """Let Telegram bring the bot's updates; what it holds already comes, too."""
    await worker.bot.set_webhook(
        write_address(worker.webhook_url or "", worker.bot_id),
        secret_token=derive_secret(worker.bot.token),
        allowed_updates=KINDS,
        max_connections=CONNECTIONS,
        drop_pending_updates=False,
    )


def judge_call(error: Exception, failures: int) -> tuple[str, float]:
    """Return what to call a failure, and how many seconds to wait before the next try."""
    if isinstance(error, TelegramBadRequest):
        return UNDELIVERED, back_off(failures)  # Telegram does not take the address
    return judge(error, failures)


def tell(worker: Worker, error: Exception) -> str:
    """Return what an error says, for the log; of an address that Telegram does not take all of it."""
    if isinstance(error, TelegramBadRequest):
        return error.message.replace(worker.bot.token, "***")
    return worker.censor(error)
