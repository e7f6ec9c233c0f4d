"""/healthz: one look says whether all is well, and if not what is wrong, without a key and within seconds."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from api.monitoring import watch
from models import WEBHOOKS, Inbox, InboxState, Outbox, OutboxKind, OutboxState, Source
from models.database.errors import NoAnswerError
from models.database.open import open_database
from models.database.protocol import Database
from services.clock import utc_now
from services.operations.health import BotState
from tests.api.conftest import open_api

BOT = 7
LONG = timedelta(minutes=6)
WELL = {
    "status": "ok",
    "database": "ok",
    "oldest_undelivered_seconds": 0,
    "oldest_unhandled_seconds": 0,
    "oldest_webhook_seconds": 0,
    "waiting_contacts": 0,
    "clock_skew_seconds": 0,
    "bots": [],
    "broken_invariants": [],
    "troubles": [],
}


async def write(database: Database, *rows: Any) -> None:
    def add(session: Session) -> None:
        session.add_all(rows)

    async with database.writing() as unit:
        await unit.run_sync(add)


def message(age: timedelta, bot_id: int = BOT, kind: OutboxKind = OutboxKind.NOTICE, **given: Any) -> Outbox:
    then = utc_now() - age
    params = {"key": "help", "words": "what a client said"}
    return Outbox(bot_id=bot_id, chat_id=1, kind=kind, due_at=then, created_at=then, params=params, **given)


def update(age: timedelta, **given: Any) -> Inbox:
    then = utc_now() - age
    return Inbox(bot_id=BOT, update_id=1, body="{}", next_at=then, received_at=then, **given)


def bot(name: str = "acme_sales_bot", *, is_connected: bool = True) -> Source:
    return Source(name=name, name_key=name, bot_id=BOT, is_connected=is_connected, created_at=utc_now())


async def look(api: httpx.AsyncClient) -> tuple[int, dict[str, Any]]:
    answer = await api.get("/healthz", headers={"Authorization": "none"})
    seen = answer.json()
    del seen["share"]  # tests/models/test_spreading.py
    return answer.status_code, seen


async def look_at(database: Database, *bots: BotState) -> tuple[int, dict[str, Any]]:
    async with open_api(database, look=lambda: bots) as api:
        return await look(api)


async def test_a_process_without_bots_on_an_empty_database_is_well(either_database: Database) -> None:
    assert await look_at(either_database) == (200, WELL)


async def test_a_message_that_is_not_delivered_for_five_minutes_is_trouble(either_database: Database) -> None:
    await write(either_database, bot(), message(timedelta(minutes=4)))
    assert (await look_at(either_database))[0] == 200
    await write(either_database, message(LONG), message(LONG * 2, state=OutboxState.DEAD))
    status, seen = await look_at(either_database)
    assert (status, seen["status"], seen["database"]) == (503, "trouble", "ok")
    assert 360 <= seen["oldest_undelivered_seconds"] < 400
    [trouble] = seen["troubles"]
    assert trouble.startswith("a message has not been delivered for 36")
    assert "client" not in str(seen)


async def test_an_update_that_is_not_handled_for_five_minutes_is_trouble(either_database: Database) -> None:
    await write(either_database, bot(), update(LONG))
    status, seen = await look_at(either_database)
    assert status == 503
    assert 360 <= seen["oldest_unhandled_seconds"] < 400
    [trouble] = seen["troubles"]
    assert trouble.startswith("an update has not been handled for 36")


async def test_an_old_update_that_was_set_aside_is_no_trouble_nor_its_next_try(database: Database) -> None:
    await write(database, bot(), update(LONG, state=InboxState.QUARANTINED))
    assert (await look_at(database))[0] == 200
    again = update(LONG)
    again.update_id, again.next_at = 2, utc_now()
    await write(database, again)
    assert (await look_at(database))[0] == 200


async def test_a_receiver_of_webhooks_that_is_down_is_shown_and_no_trouble_of_ours(
    database: Database,
) -> None:
    await write(database, message(LONG, WEBHOOKS, OutboxKind.WEBHOOK))
    status, seen = await look_at(database)
    assert (status, seen["oldest_undelivered_seconds"]) == (200, 0)
    assert 360 <= seen["oldest_webhook_seconds"] < 400


async def test_what_a_bot_that_was_taken_away_had_to_say_is_no_trouble(database: Database) -> None:
    await write(database, bot(is_connected=False), message(LONG), update(LONG))
    assert await look_at(database) == (200, WELL)


SOON = utc_now() + timedelta(hours=1)  # as good as this moment, however long the tests before take


@pytest.mark.parametrize(
    ("state", "word", "status"),
    [
        (BotState(BOT), "ok", 200),
        (BotState(BOT, is_ours=False, is_connected=False), "standby", 200),
        (BotState(BOT, is_connected=False), "starting", 200),
        (BotState(BOT, "bot-network", SOON), "network", 200),
        (BotState(BOT, "bot-network", utc_now() - LONG), "network", 503),
        (BotState(BOT, "bot-conflict", utc_now() - LONG), "conflict", 503),
        (BotState(BOT, "bot-refused", SOON), "refused", 503),
    ],
)
async def test_each_bot_has_a_word_and_is_trouble_when_admins_would_hear_of_it(
    database: Database, state: BotState, word: str, status: int
) -> None:
    await write(database, bot())
    answered, seen = await look_at(database, state)
    assert answered == status
    since = state.troubled_since
    [shown] = seen["bots"]
    assert shown["since"] == (since.isoformat().replace("+00:00", "Z") if since else None)
    assert (shown["id"], shown["name"], shown["state"]) == (BOT, "acme_sales_bot", word)
    assert seen["troubles"] == ([f"bot @acme_sales_bot: {word}"] if status == 503 else [])


async def test_a_bot_is_named_by_the_database_else_by_what_telegram_has_told_else_by_its_id(
    database: Database, tmp_path: Path
) -> None:
    long_since = utc_now() - LONG
    bots = [
        BotState(BOT, "bot-network", long_since, name="acme_sales_bot"),
        BotState(8, "bot-network", long_since),
    ]

    def names(seen: dict[str, Any]) -> list[str | None]:
        return [shown["name"] for shown in seen["bots"]]

    async with open_api(database, look=lambda: bots) as api:
        _, seen = await look(api)
        assert names(seen) == ["acme_sales_bot", None]
        assert seen["troubles"] == ["bot @acme_sales_bot: network", "bot 8: network"]
        await write(database, bot("acme_help_bot"))
        _, seen = await look(api)
        assert names(seen) == ["acme_help_bot", None], "another process may have heard of it later"
        with closing(sqlite3.connect(tmp_path / "leadbot.db")) as other:
            other.execute("ALTER TABLE outbox RENAME TO gone")
        _, seen = await look(api)
        assert names(seen) == ["acme_sales_bot", None]
        assert seen["troubles"][1:] == ["bot @acme_sales_bot: network", "bot 8: network"]


async def ask_together(api: httpx.AsyncClient, times: int) -> tuple[float, Sequence[httpx.Response]]:
    started = time.monotonic()
    answers = await asyncio.gather(*(api.get("/healthz") for _ in range(times)))
    return time.monotonic() - started, answers


async def test_a_locked_database_is_trouble_within_seconds_however_many_ask_and_well_afterwards(
    api: httpx.AsyncClient, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "leadbot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        seconds, answers = await ask_together(api, 20)
        assert {answer.status_code for answer in answers} == {503}
        assert answers[0].json()["troubles"] == ["database: locked"]
        assert answers[0].json()["waiting_contacts"] is None
        assert seconds < 5
        metrics = await api.get("/metrics")
        assert "leadbot_database_up 1.0" in metrics.text, "it can still be read"
    await until_well(api)


async def test_a_database_that_breaks_is_trouble_and_metrics_go_on(
    api: httpx.AsyncClient, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "leadbot.db")) as other:
        other.execute("ALTER TABLE outbox RENAME TO gone")
    status, seen = await look(api)
    assert (status, seen["troubles"]) == (503, ["database: OperationalError"])
    metrics = await api.get("/metrics")
    assert metrics.status_code == 200
    assert "leadbot_database_up 0.0" in metrics.text
    assert "leadbot_outbox_pending" not in metrics.text
    with closing(sqlite3.connect(tmp_path / "leadbot.db")) as other:
        other.execute("ALTER TABLE gone RENAME TO outbox")
    assert (await look(api))[0] == 200


async def test_a_postgresql_that_is_gone_is_trouble_and_well_when_it_is_back(migrated_postgres: str) -> None:
    url = make_url(migrated_postgres)
    admin = create_async_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    database = await open_database(migrated_postgres)
    try:
        async with open_api(database) as api, admin.connect() as connection:
            assert (await look(api))[0] == 200
            await connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false"))
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            await connection.execute(text(ended), {"name": url.database})
            status, seen = await look(api)
            assert (status, seen["oldest_undelivered_seconds"]) == (503, None)
            [trouble] = seen["troubles"]
            assert trouble.startswith("database: ")
            assert "leadbot_database_up 0.0" in (await api.get("/metrics")).text
            await connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true"))
            assert (await look(api))[0] == 200
    finally:
        await database.close()
        await admin.dispose()


async def test_who_asks_while_somebody_looks_waits_for_that_answer_and_a_look_that_hangs_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(watch, "GIVE_UP", 0.2)
    looks, free = 0, asyncio.Event()

    async def read() -> int:
        nonlocal looks
        looks += 1
        await free.wait()
        return looks

    watched = watch.Watch(read)

    async def hangs() -> bool:
        try:
            await watched.look()
        except NoAnswerError:
            return True
        return False

    assert all(await asyncio.gather(*(hangs() for _ in range(10))))
    assert looks == 1
    await asyncio.sleep(0.2)
    assert await hangs(), "this one gives it up"
    free.set()
    assert await watched.look() == 2
    await watched.close()


async def test_the_documentation_asks_no_key_for_monitors(api: httpx.AsyncClient) -> None:
    paths = (await api.get("/openapi.json")).json()["paths"]
    for path in ("/healthz", "/metrics"):
        assert "security" not in paths[path]["get"]
    assert "security" in paths["/contacts/"]["get"]
    assert set(paths["/healthz"]["get"]["responses"]) == {"200", "503"}
    assert list(paths["/metrics"]["get"]["responses"]["200"]["content"]) == ["text/plain"]


async def until_well(api: httpx.AsyncClient) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while (found := await look(api))[0] != 200:  # noqa: ASYNC110 (there is nothing to wait for)
            await asyncio.sleep(0.05)
    return found[1]
