"""What Telegram brings is in the inbox before it is told so; after any other answer it brings it again."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.telegram import LONGEST_UPDATE, Hooked, Hooks
from edges.telegram_webhooks import SECRET_HEADER, derive_secret
from models import Inbox
from models.database.open import open_database
from models.database.protocol import Database
from tests.api.conftest import KEY, open_api

TOKEN = "7100000001:AAexample-of-a-token"
BOT = 7100000001
VERA = 700000001
SECRET = {SECRET_HEADER: derive_secret(TOKEN)}


@dataclass
class Door:
    """Where Telegram knocks, and how often whoever handles updates was woken."""

    caller: httpx.AsyncClient
    database: Database
    woken: list[int] = field(default_factory=list)

    async def bring(
        self, update: Any, bot: object = BOT, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        content = update if isinstance(update, bytes) else json.dumps(update).encode()
        given = SECRET if headers is None else headers
        return await self.caller.post(f"/telegram/{bot}", content=content, headers=given)

    async def stored(self) -> list[tuple[int, int | None, str]]:
        def read(session: Session) -> list[tuple[int, int | None, str]]:
            rows = session.scalars(select(Inbox).order_by(Inbox.id))
            return [(row.update_id, row.chat_id, row.body) for row in rows]

        async with self.database.reading() as view:
            return await view.run_sync(read)


def hook(path: str = "/telegram", wake: Callable[[], None] = lambda: None) -> Hooks:
    return Hooks(path, {BOT: Hooked(derive_secret(TOKEN), wake, lambda _: None)})


@pytest.fixture
async def door(either_database: Database) -> AsyncIterator[Door]:
    """A process with one bot; whoever has the API's key is somebody else."""
    woken: list[int] = []
    async with open_api(either_database, hooks=hook(wake=lambda: woken.append(1))) as caller:
        del caller.headers["Authorization"]
        yield Door(caller, either_database, woken)


def update(number: int, words: str = "Hello", chat: int = VERA) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": 1, "chat": {"id": chat}, "text": words}}


async def test_an_update_is_stored_as_it_came_and_who_handles_it_is_woken(door: Door) -> None:
    brought = update(5, "Ёж \ud83d")
    answer = await door.bring(brought)
    assert (answer.status_code, answer.content) == (200, b"")
    [(number, chat, body)] = await door.stored()
    assert (number, chat, json.loads(body)) == (5, VERA, brought)
    assert door.woken == [1]


async def test_an_update_that_comes_again_is_stored_once(door: Door) -> None:
    answers = await asyncio.gather(*(door.bring(update(5)) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await door.stored()) == 1


async def test_many_at_once_are_all_stored(door: Door) -> None:
    numbers = set(range(1, 301))
    answers = await asyncio.gather(*(door.bring(update(number, chat=number)) for number in numbers))
    assert {answer.status_code for answer in answers} == {200}
    assert {number for number, _, _ in await door.stored()} == numbers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: "x" * 64},
        {SECRET_HEADER: derive_secret(TOKEN)[:-1]},
        {SECRET_HEADER: derive_secret(f"{TOKEN}x")},
        {SECRET_HEADER: TOKEN},
        {"Authorization": f"Bearer {KEY}"},
    ],
    ids=["none", "empty", "made up", "cut", "of another token", "the token", "the key of the API"],
)
async def test_without_the_secret_of_the_bot_nothing_is_stored(door: Door, headers: dict[str, str]) -> None:
    answer = await door.bring(update(5), headers=headers)
    assert answer.status_code == 401
    assert answer.json()["detail"][0]["loc"] == ["header", SECRET_HEADER]
    assert await door.stored() == []
    assert door.woken == []


async def test_wrong_secrets_are_answered_late_and_counted_without_being_told(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = hook("")
    async with open_api(database, hooks=hooks, delay=0.2) as caller:
        began = asyncio.get_running_loop().time()
        answer = await caller.post(f"/{BOT}", json=update(5), headers={SECRET_HEADER: "guess-me"})
        assert asyncio.get_running_loop().time() - began >= 0.2
    assert answer.status_code == 401
    assert "wrong secrets sent to Telegram's webhook: 1, the latest from 127.0.0.1" in caplog.text
    assert "guess-me" not in caplog.text
    assert derive_secret(TOKEN) not in caplog.text + repr(hooks)


@pytest.mark.parametrize("bot", [7100000002, "0", "x", "-1", "9" * 19, "٧"])
async def test_a_bot_without_a_token_here_is_not_found(door: Door, bot: object) -> None:
    answer = await door.bring(update(5), bot=bot)
    assert answer.status_code == 404
    assert await door.stored() == []


async def test_other_addresses_are_those_of_the_api_and_need_its_key(door: Door) -> None:
    for method, path in (("GET", f"/telegram/{BOT}"), ("POST", f"/{BOT}"), ("POST", f"/telegram/{BOT}/x")):
        assert (await door.caller.request(method, path, headers=SECRET)).status_code == 401, path
    assert (await door.caller.get("/healthz")).status_code == 200


@pytest.mark.parametrize("host", ["leads.example.com", "127.0.0.1"])
async def test_without_a_key_telegram_is_let_in_by_any_name(database: Database, host: str) -> None:
    async with open_api(database, key=None, hooks=hook()) as caller:
        answer = await Door(caller, database).bring(update(5), headers={**SECRET, "Host": host})
        assert answer.status_code == 200
        allowed = await caller.get("/operators/", headers={"Host": host})
        assert allowed.status_code == (200 if host == "127.0.0.1" else 403)


@pytest.mark.parametrize("length", [LONGEST_UPDATE + 1, LONGEST_UPDATE * 3])
async def test_a_body_longer_than_any_update_is_refused(door: Door, length: int) -> None:
    assert (await door.bring(b" " * length)).status_code == 413
    long = json.dumps(update(6)).encode() + b" " * (LONGEST_UPDATE // 2)
    assert (await door.bring(long)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"update_id": 5', b"\xff", b"[" * 100_000],
    ids=["none", "open", "cut", "bytes", "deep"],
)
async def test_what_was_cut_short_on_its_way_is_to_come_again(door: Door, body: bytes) -> None:
    assert (await door.bring(body)).status_code == 400
    assert await door.stored() == []


@pytest.mark.parametrize(
    "body",
    [None, [], 7, {}, {"update_id": "5"}, {"update_id": -1}, {"update_id": 2**63}, {"update_id": True}],
)
async def test_what_has_no_usable_id_is_skipped_and_does_not_come_again(
    door: Door, body: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await door.bring(body)).status_code == 200
    assert await door.stored() == []
    assert f"bot {BOT}: an update without a usable id was skipped" in caplog.text


async def test_while_the_database_refuses_telegram_is_told_to_come_again(
    migrated_postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    database = await open_database(migrated_postgres)
    refuse = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$"
    trigger = "CREATE TRIGGER refuse BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION refuse()"
    try:
        async with open_api(database, hooks=hook()) as caller:
            door = Door(caller, database)
            await execute(database, refuse, trigger)
            answers = await asyncio.gather(*(door.bring(update(number)) for number in (5, 6)))
            assert [answer.status_code for answer in answers] == [503, 503]
            assert {answer.headers["Retry-After"] for answer in answers} == {"1"}
            assert await door.stored() == []
            assert "Hello" not in caplog.text
            await execute(database, "DROP TRIGGER refuse ON inbox")
            assert (await door.bring(update(5))).status_code == 200
            assert [number for number, _, _ in await door.stored()] == [5]
    finally:
        await database.close()


async def test_a_database_that_is_silent_keeps_telegram_waiting_for_seconds_only(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.telegram.PATIENCE", 0.2)
    async with door.database.writing() as unit:
        await unit.run_sync(lambda session: session.execute(text(lock_inbox(door.database))))
        answer = await door.bring(update(5))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert (await door.bring(update(5))).status_code == 200
    assert len(await door.stored()) == 1


def lock_inbox(database: Database) -> str:
    """Return what keeps others from storing until the transaction ends; on SQLite any transaction does."""
    return "LOCK TABLE inbox IN EXCLUSIVE MODE" if database.is_shared else "SELECT 1"


async def execute(database: Database, *statements: str) -> None:
    async with database.writing() as unit:
        for statement in statements:
            await unit.run_sync(lambda session, line: session.execute(text(line)), statement)
