"""What a failed call to Telegram means, as one pure function.

The table is measured (aiogram 3.31): which exception each answer of the server becomes, whether the message
may have been delivered, and what to do.
"""

from dataclasses import dataclass
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from services.queues.outbox import RETRY_DELAYS

# What Telegram says if what we want is so already: the reader has deleted it, for example.
DONE_ALREADY = ("message is not modified", "message to delete not found")


@dataclass(frozen=True, slots=True)
class Done:
    """It was delivered, or what we wanted is so already."""

    message_id: int | None = None
    copies: tuple[int, ...] | None = None  # the messages that one call made, if it makes several


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Not delivered, or nobody knows: try again in `seconds`; Telegram may want the whole chat to pause."""

    seconds: float
    pauses_chat: bool = False


@dataclass(frozen=True, slots=True)
class Degrade:
    """Telegram does not want it in this form: try a simpler one, give up after the last."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The bot can't write to this person."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """The chat has another id now."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class BotBroken:
    """Telegram refuses the bot itself: keep everything, stop sending."""


Verdict = Done | RetryLater | Degrade | Unreachable | Migrated | BotBroken


def classify(error: BaseException, attempts: int) -> Verdict:
    """Tell what to do after a failure; `attempts` were made before this one."""
    match error:
        case TelegramRetryAfter():
            return RetryLater(float(error.retry_after), pauses_chat=True)
        case TelegramMigrateToChat():
            return Migrated(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Unreachable()
        case TelegramUnauthorizedError() | TelegramNotFound():
            return BotBroken()
        case TelegramBadRequest() if "chat not found" in error.message:
            return Unreachable()
        case TelegramBadRequest() if any(said in error.message for said in DONE_ALREADY):
            return Done()
        case TelegramBadRequest() | TelegramEntityTooLarge():
            return Degrade()
        case ClientDecodeError() if isinstance(error.data, dict) and error.data.get("ok"):
            result = error.data.get("result")
            return Done(_find_message_id(result), _find_message_ids(result))
        case ClientDecodeError() | TelegramAPIError() | OSError() | TimeoutError():
            return RetryLater(back_off(attempts))
        case _:
            return Degrade()  # a form that we could not even build


def back_off(attempts: int) -> float:
    """Return how many seconds to wait after `attempts` failures: 1, 2, 4 … 30."""
    return RETRY_DELAYS[min(attempts, len(RETRY_DELAYS) - 1)].total_seconds()


def _find_message_id(result: Any) -> int | None:
    found = result.get("message_id") if isinstance(result, dict) else None
    return found if isinstance(found, int) else None


def _find_message_ids(result: Any) -> tuple[int, ...] | None:
    found = [_find_message_id(part) for part in result] if isinstance(result, list) else [None]
    known = tuple(id_ for id_ in found if id_ is not None)
    return known if known and len(known) == len(found) else None
