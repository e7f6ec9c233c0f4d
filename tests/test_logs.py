"""Lines of the log name kinds, places and numbers; what somebody wrote is in none of them."""

import asyncio
import gc
import io
import json
import logging
import sqlite3
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMe
from sqlalchemy.exc import DBAPIError

from bot.runtime.worker import Worker
from edges.errors import describe, format_error
from leadbot.logs import JsonFormatter, WordlessFormatter, is_wanted, log_warning, set_up_logging

WORD = "zanzibar"


class DriverError(Exception):
    """What asyncpg raises: it quotes values, and has a code."""

    sqlstate = "22P02"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(f"invalid literal: {WORD}"), "ValueError"),
        (KeyError(WORD), "KeyError"),
        (
            FileNotFoundError(2, "No such file or directory", WORD),
            "FileNotFoundError: No such file or directory",
        ),
        (sqlite3.OperationalError("database is locked"), "OperationalError: database is locked"),
        (DBAPIError("INSERT", {"text": WORD}, DriverError(f"bad value {WORD}")), "DriverError: 22P02"),
    ],
)
def test_an_error_is_named_without_its_message(error: Exception, said: str) -> None:
    assert describe(error) == said


def test_the_way_of_an_error_is_shown_with_all_that_led_to_it() -> None:
    def fail() -> None:
        try:
            raise KeyError(WORD)
        except KeyError as error:
            raise ExceptionGroup(WORD, [ValueError(WORD), OSError(5, "Input/output error")]) from error

    with pytest.raises(ExceptionGroup) as caught:
        fail()
    shown = format_error(caught.value)
    assert f'"{WORD}' not in shown
    assert [line for line in shown.splitlines() if not line.startswith((" ", "Traceback"))] == [
        *("KeyError", "This led to:", "ExceptionGroup"),
        *("Part of it:", "ValueError", "Part of it:", "OSError: Input/output error"),
    ]


def make_record(name: str, level: int, text: str, *args: object, failed: bool = False) -> logging.LogRecord:
    """Return a line, of an error if it has `failed`."""
    error = ValueError(WORD)
    info = (ValueError, error, None) if failed else None
    record = logging.LogRecord(name, level, "here.py", 1, text, args, info)
    record.exc_text = f"ValueError: {WORD}" if failed else None  # another handler was first
    return record


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (make_record("leadbot", logging.INFO, "bot %s", 7), "bot 7"),
        (make_record("leadbot.api", logging.ERROR, "no", failed=True), "no"),
        (make_record("aiogram.event", logging.ERROR, "Cause %d\n%s", 5, WORD, failed=True), "Cause %d"),
        (make_record("asyncio", logging.ERROR, f"Never retrieved\nfuture: <Task {WORD}>"), "Never retrieved"),
        (
            make_record("asyncio", logging.ERROR, f"Exception in callback f('{WORD}')"),
            "Exception in callback f",
        ),
    ],
)
def test_of_a_line_of_a_library_only_the_fixed_part_is_shown(record: logging.LogRecord, line: str) -> None:
    shown = WordlessFormatter("%(message)s").format(record)
    assert shown.splitlines()[0] == line
    assert WORD not in shown


@pytest.mark.parametrize(
    ("name", "level", "is_shown"),
    [
        ("leadbot", logging.DEBUG, True),
        ("leadbot.api", logging.INFO, True),
        ("aiosqlite", logging.DEBUG, False),
        ("sqlalchemy.engine", logging.INFO, False),
        ("leadbots", logging.INFO, False),
        ("aiogram", logging.WARNING, True),
    ],
)
def test_libraries_are_heard_from_a_warning_on(name: str, level: int, is_shown: bool) -> None:
    assert is_wanted(make_record(name, level, "line")) is is_shown


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Bad Request: chat not found", "Bad Request: chat not found"),
        (
            f'Bad Request: can\'t parse entities: Unsupported tag "{WORD}"',
            "Bad Request: can't parse entities",
        ),
        (f"Bad Request: wrong HTTP URL '{WORD}'", "Bad Request: wrong HTTP URL "),
        (f"Bad Request: can't parse {{1}}: {WORD}", "Bad Request: can't parse {1}"),
        (f"Bad Request: no\n{WORD}", "Bad Request: no"),
    ],
)
def test_what_telegram_quotes_of_a_text_is_left_out(worker: Worker, description: str, said: str) -> None:
    error = TelegramBadRequest(method=GetMe(), message=description)
    assert worker.censor(error) == f"TelegramBadRequest: {said}"


@pytest.fixture
def worker() -> Worker:
    """A bot that does nothing."""
    worker = object.__new__(Worker)
    worker.bot = Bot("42:TOKEN")
    return worker


@pytest.fixture
def own_log() -> Iterator[io.StringIO]:
    """The log as a process has it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    root.handlers = []
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        set_up_logging("DEBUG")
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(log := io.StringIO())
        yield log
    root.handlers, level, logging.raiseExceptions = before
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    root.setLevel(level)


def test_what_python_prints_by_itself_becomes_lines_without_words(own_log: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError(WORD)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    warnings.warn(f"Update: {WORD}", RuntimeWarning, stacklevel=1)
    log_warning(WORD, UserWarning, "here.py", 1)
    sys.excepthook(ValueError, ValueError(WORD), None)
    shown = own_log.getvalue()
    assert WORD not in shown
    for line in ("a thread was ended", "RuntimeWarning of", "UserWarning of here.py:1", "ended by an error"):
        assert line in shown


def test_a_task_that_nobody_waits_for_says_nothing_of_its_words(own_log: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(WORD)

    async def forget_about_it() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        del task

    asyncio.run(forget_about_it())
    shown = own_log.getvalue()
    assert WORD not in shown
    assert "Task exception was never retrieved" in shown


def test_a_line_that_cannot_be_written_is_not_printed_elsewhere(
    own_log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    own_log.close()
    logging.getLogger("leadbot").error("no", exc_info=ValueError(WORD))
    assert capsys.readouterr().err == ""


@pytest.fixture
def json_log() -> JsonFormatter:
    """The lines of LOG_FORMAT=json."""
    return JsonFormatter("%(message)s")


def test_a_line_in_json_has_time_level_logger_and_message(json_log: JsonFormatter) -> None:
    record = make_record("leadbot.api", logging.WARNING, 'bot %s: "é"\n{', 7)
    record.created = 1_795_857_302.5
    (line,) = json_log.format(record).splitlines()
    assert json.loads(line) == {
        "time": "2026-11-28T09:15:02.500+00:00",
        "level": "WARNING",
        "logger": "leadbot.api",
        "message": 'bot 7: "é"\n{',
    }


def test_an_error_in_json_has_its_kind_and_its_way_and_no_words(json_log: JsonFormatter) -> None:
    record = make_record("leadbot", logging.ERROR, "no", failed=True)
    (line,) = json_log.format(record).splitlines()
    assert WORD not in line
    found = json.loads(line)
    assert found["message"] == "no"
    assert found["error"] == "ValueError"
    assert found["trace"].splitlines() == ["Traceback (most recent call last):", "ValueError"]


def test_a_line_of_a_library_in_json_has_its_fixed_part_alone(json_log: JsonFormatter) -> None:
    record = make_record("asyncio", logging.ERROR, f"Never retrieved\nfuture: <Task {WORD}>")
    assert json.loads(json_log.format(record))["message"] == "Never retrieved"


def test_every_line_of_a_process_is_json_if_that_is_wanted(own_log: io.StringIO) -> None:
    logging.getLogger().handlers[0].setFormatter(JsonFormatter("%(message)s"))
    warnings.warn(f"Update: {WORD}", RuntimeWarning, stacklevel=1)
    sys.excepthook(ValueError, ValueError(WORD), None)
    logging.getLogger("leadbot").info("first\nsecond")
    lines = [json.loads(line) for line in own_log.getvalue().splitlines()]
    assert [line["level"] for line in lines] == ["WARNING", "CRITICAL", "INFO"]
    assert WORD not in own_log.getvalue()


def test_what_asyncio_says_of_coroutines_and_tasks_is_a_plain_line(own_log: io.StringIO) -> None:
    async def never_awaited(words: str) -> None:
        await asyncio.sleep(3600)

    async def forget() -> None:
        loop = asyncio.get_running_loop()
        loop.slow_callback_duration = 0.0
        never_awaited(WORD)  # type: ignore[unused-coroutine]
        task = asyncio.create_task(never_awaited(WORD), name=WORD)
        await asyncio.sleep(0)
        task.cancel()

    def destroy() -> None:
        loop = asyncio.new_event_loop()
        task = loop.create_task(never_awaited(WORD))
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
        del task

    asyncio.run(forget(), debug=True)
    destroy()
    gc.collect()
    shown = own_log.getvalue()
    assert "never_awaited was called and never awaited, near " in shown
    assert "something kept all else waiting for 0.0 seconds" in shown
    assert "Task was destroyed but it is pending!" in shown
    for sign in (WORD, "<coroutine", "<Task", "object at 0x", "%s"):
        assert sign not in shown
