"""What is no update, or has no id that can be kept: skipped with a line, and everything else is handled."""

import asyncio
import json
import logging

import pytest

from bot.intake.poller import find_offset
from tests.bot.updates import message
from tests.stage import Stage

USELESS = [
    *("null", "true", "5", '"words"', "[]", "{}"),
    '{"message": {"text": "no id"}}',
    *(
        f'{{"update_id": {update_id}, "message": {{}}}}'
        for update_id in ("null", '"7"', "true", "-1", "1.5", "1e300", str(2**63), str(2**80), "[]")
    ),
]


@pytest.mark.parametrize("text", USELESS)
async def test_what_is_no_update_holds_up_nothing_and_comes_no_more(
    stage: Stage, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    vera = await stage.person("Vera")
    await stage.settle()
    await stage.stop()
    caplog.clear()
    await vera.write(stage.bot, "before")
    await stage.telegram.inject_literally(stage.bot, text)
    await vera.write(stage.bot, "after")
    await stage.start()
    await stage.settle()
    assert stage.rows("SELECT text FROM messages ORDER BY id") == [("before",), ("after",)]
    assert await stage.telegram.pending(stage.bot) == 0
    assert stage.rows("SELECT count(*) FROM inbox WHERE state <> 'done'") == [(0,)]
    assert said(caplog) == [f"bot {stage.bot.id}: 1 updates without a usable id were skipped"]


async def test_one_that_comes_alone_is_told_of_once_and_what_follows_is_heard(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    vera = await stage.person("Vera")
    await stage.settle()
    await stage.stop()
    caplog.clear()
    for text in ("null", "5"):
        await stage.telegram.inject_literally(stage.bot, text)
    await stage.start()
    polls = await count_polls(stage)
    while await count_polls(stage) < polls + 2:  # noqa: ASYNC110 (another program)
        await asyncio.sleep(0.05)
    await vera.write(stage.bot, "Hello")
    await stage.settle()
    assert stage.rows("SELECT text FROM messages") == [("Hello",)]
    assert said(caplog)[0] == f"bot {stage.bot.id}: 2 updates without a usable id were skipped"
    assert len(said(caplog)) <= 2


async def test_the_highest_id_that_a_column_holds_is_kept(stage: Stage) -> None:
    vera = await stage.client(text="Hello")
    await stage.settle()
    update = {"update_id": 2**63 - 1, "message": message(vera, 900, text="the last of all")}
    await stage.telegram.inject_literally(stage.bot, json.dumps(update))
    await stage.settle()
    assert stage.rows("SELECT text FROM messages") == [("Hello",), ("the last of all",)]
    assert stage.rows("SELECT max(update_id) FROM inbox") == [(2**63 - 1,)]


async def count_polls(stage: Stage) -> int:
    """Return how often the bot has asked for updates."""
    return len(await stage.telegram.calls(stage.bot, "getUpdates"))


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the errors in the log."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("batch", "asked", "confirmed"),
    [
        ([], 7, None),
        ([{"update_id": 7}], None, 8),
        ([{"update_id": 7}, None, {"update_id": 9}], None, 10),
        ([{"update_id": 7}, None, 5], None, 10),
        ([None], 7, 8),
        ([None], None, None),
        ([{"update_id": 2**63}], 7, 8),
    ],
)
def test_only_what_has_come_is_ever_confirmed(
    batch: list[object], asked: int | None, confirmed: int | None
) -> None:
    assert find_offset(batch, asked) == confirmed
