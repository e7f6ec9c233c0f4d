"""What every answer of Telegram to a send means: a pure table, with the exceptions aiogram really raises."""

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage

from bot.delivery.failures import (
    BotBroken,
    Degrade,
    Done,
    Migrated,
    RetryLater,
    Unreachable,
    Verdict,
    back_off,
    classify,
)

BOT = Bot("42:AAtoken")
SEND = SendMessage(chat_id=1, text="Hello")


def refusal(code: int, description: str, **parameters: int) -> str:
    body = {"ok": False, "error_code": code, "description": description}
    return json.dumps(body | ({"parameters": parameters} if parameters else {}))


def read_answer(status: int, content: str) -> Exception:
    """What aiogram makes of an answer of the server."""
    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one is what the table says
        AiohttpSession().check_response(bot=BOT, method=SEND, status_code=status, content=content)
    return raised.value


# what the server answers: status, body → the exception it becomes, what it means after two failures
ANSWERS: dict[str, tuple[int, str, type[Exception], Verdict]] = {
    "slow down": (
        429,
        refusal(429, "Too Many Requests: retry after 7", retry_after=7),
        TelegramRetryAfter,
        RetryLater(7, pauses_chat=True),
    ),
    "slow down, but not how long": (429, refusal(429, "Too Many Requests"), TelegramAPIError, RetryLater(4)),
    "internal error": (500, refusal(500, "Internal Server Error"), TelegramServerError, RetryLater(4)),
    "restarting": (500, refusal(500, "Internal: restart"), RestartingTelegram, RetryLater(4)),
    "bad gateway in JSON": (502, refusal(502, "Bad Gateway"), TelegramServerError, RetryLater(4)),
    "bad gateway in HTML": (502, "<html>Bad Gateway</html>", ClientDecodeError, RetryLater(4)),
    "timeout in HTML": (504, "<html>Gateway Time-out</html>", ClientDecodeError, RetryLater(4)),
    "done, but unreadable": (
        200,
        json.dumps({"ok": True, "result": {"message_id": 5, "date": "soon"}}),
        ClientDecodeError,
        Done(5),
    ),
    "done, with half a result": (200, json.dumps({"ok": True, "result": {}}), ClientDecodeError, Done(None)),
    "neither done nor refused": (200, json.dumps({"okay": 1}), ClientDecodeError, RetryLater(4)),
    "blocked": (
        403,
        refusal(403, "Forbidden: bot was blocked by the user"),
        TelegramForbiddenError,
        Unreachable(),
    ),
    "deleted": (403, refusal(403, "Forbidden: user is deactivated"), TelegramForbiddenError, Unreachable()),
    "never opened": (
        403,
        refusal(403, "Forbidden: bot can't initiate conversation with a user"),
        TelegramForbiddenError,
        Unreachable(),
    ),
    "no such chat": (400, refusal(400, "Bad Request: chat not found"), TelegramBadRequest, Unreachable()),
    "nothing to change": (
        400,
        refusal(400, "Bad Request: message is not modified: specified new message content …"),
        TelegramBadRequest,
        Done(),
    ),
    "nothing to edit": (
        400,
        refusal(400, "Bad Request: message to edit not found"),
        TelegramBadRequest,
        Degrade(),
    ),
    "broken entities": (
        400,
        refusal(400, "Bad Request: can't parse entities: …"),
        TelegramBadRequest,
        Degrade(),
    ),
    "can't be copied": (
        400,
        refusal(400, "Bad Request: message can't be copied"),
        TelegramBadRequest,
        Degrade(),
    ),
    "file too large": (413, refusal(413, "Request Entity Too Large"), TelegramEntityTooLarge, Degrade()),
    "bad token": (401, refusal(401, "Unauthorized"), TelegramUnauthorizedError, BotBroken()),
    "unknown token": (404, refusal(404, "Not Found"), TelegramNotFound, BotBroken()),
    "became a supergroup": (
        400,
        refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100500),
        TelegramMigrateToChat,
        Migrated(-100500),
    ),
}
ERRORS: dict[str, tuple[BaseException, Verdict]] = {
    "connection dropped": (TelegramNetworkError(SEND, "Connection reset by peer"), RetryLater(4)),
    "request timed out": (TelegramNetworkError(SEND, "Request timeout error"), RetryLater(4)),
    "no network": (OSError("unreachable"), RetryLater(4)),
    "no answer": (TimeoutError(), RetryLater(4)),
    "a form that can't be built": (ValueError("no such field"), Degrade()),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_of_telegram_has_one_meaning(name: str) -> None:
    status, body, exception, verdict = ANSWERS[name]
    error = read_answer(status, body)
    assert type(error) is exception
    assert classify(error, 2) == verdict


@pytest.mark.parametrize("name", ERRORS)
def test_so_has_every_failure_to_get_an_answer(name: str) -> None:
    error, verdict = ERRORS[name]
    assert classify(error, 2) == verdict


def test_pauses_double_up_to_half_a_minute_and_never_overflow() -> None:
    assert [back_off(attempts) for attempts in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert back_off(10_000) == 30


@pytest.mark.parametrize("result", [None, [], "text", {"message_id": "5"}, {"message_id": None}])
def test_an_unreadable_result_is_never_taken_for_a_message(result: Any) -> None:
    error = ClientDecodeError("Failed to deserialize", ValueError(), {"ok": True, "result": result})
    assert classify(error, 0) == Done(None)
