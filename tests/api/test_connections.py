"""Who keeps the API waiting is cut off, and keeps nobody out; who is being answered is not."""

import asyncio
import time
from contextlib import AsyncExitStack

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from api.connections import Limits
from api.ports import listen
from api.serve import serve_app
from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.api.raw_connection import BODY, HEAD, HEALTH, PATIENCE, connect, connect_many
from tests.complaints import read_complaints
from tests.stored import read_everything

SHORT = 0.3  # seconds, instead of 15
TOO_SLOW = {"detail": [{"loc": [], "msg": "the whole request did not come in time", "type": "too_slow"}]}
BUNDLE = b"GET /static-offline-docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: here\r\n\r\n"


async def test_who_sends_nothing_is_cut_off_without_a_word(database: Database) -> None:
    async with open_api(database, limits=Limits(request=SHORT)) as api, connect(api) as silent:
        started = time.monotonic()
        assert await silent.read_all() == b""
        assert SHORT * 0.9 < time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    ("begun", "more"),
    [(b"GET /healthz HTTP/1.1\r\nX-Slow: ", b"x"), (HEAD, b""), (HEAD.replace(b": 16", b": 200000"), b" ")],
    ids=["the head comes bit by bit", "the body does not come", "the body comes bit by bit"],
)
async def test_a_request_that_does_not_become_whole_is_refused_and_changes_nothing(
    database: Database, caplog: pytest.LogCaptureFixture, begun: bytes, more: bytes
) -> None:
    async with open_api(database, limits=Limits(request=SHORT)) as api, connect(api) as slow:
        started = time.monotonic()
        await slow.send(begun)
        head, _, body = (await slow.trickle(more)).partition(b"\r\n\r\n")
        assert time.monotonic() - started < 5
        assert head.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert b"connection: close" in head
        assert (
            body
            == b'{"detail":[{"loc":[],"msg":"the whole request did not come in time","type":"too_slow"}]}'
        )
    assert (await read_everything(database))["operators"] == []
    assert read_complaints(caplog) == []


async def test_the_time_begins_anew_with_the_first_byte_of_the_next_request(database: Database) -> None:
    async with open_api(database, limits=Limits(request=SHORT)) as api, connect(api) as kept:
        for _ in range(2):
            await kept.send(HEALTH)
            assert (await kept.read_answer())[0] == 200
            await let_the_time_of_a_request_pass(api)
        await kept.send(HEAD)
        assert await kept.read_answer() == (408, TOO_SLOW)
        assert await kept.read_all() == b""


async def test_who_sends_no_further_request_is_cut_off_in_the_end(database: Database) -> None:
    async with open_api(database, limits=Limits(answer=SHORT)) as api, connect(api) as kept:
        await kept.send(HEALTH)
        assert (await kept.read_answer())[0] == 200
        assert await kept.read_all() == b""


async def test_who_goes_on_sending_what_nobody_reads_is_cut_off_too(database: Database) -> None:
    async with open_api(database, limits=Limits(request=SHORT)) as api, connect(api) as slow:
        await slow.send(HEAD.replace(b"POST", b"DELETE").replace(b": 16", b": 200000"))
        answered = await slow.trickle(b" ")
        assert answered.startswith(b"HTTP/1.1 405 ")
        assert answered.count(b"HTTP/1.1") == 1


async def test_an_answer_that_takes_long_is_not_cut_off(database: Database) -> None:
    async with open_api(database, limits=Limits(request=SHORT)) as api, connect(api) as patient:
        async with database.writing():
            await patient.send(HEAD + BODY)
            await let_the_time_of_a_request_pass(api)
            await let_the_time_of_a_request_pass(api)
        status, made = await patient.read_answer()
        assert (status, made["name"]) == (201, "Anna")


async def test_who_does_not_read_the_answer_is_cut_off(database: Database) -> None:
    async with AsyncExitStack() as outlasting:
        async with open_api(database, limits=Limits(answer=SHORT)) as api:
            deaf = await outlasting.enter_async_context(connect(api, window=4096))
            await deaf.send(BUNDLE * 8)  # more than the system keeps on its way
            for _ in range(2):
                async with connect(api) as other:
                    await other.send(HEALTH)
                    await other.read_all()  # ends with the time for an answer
            started = time.monotonic()
        assert time.monotonic() - started < 3, "nothing is left to be closed"
        assert 0 < len(await deaf.read_all()) < 8 * 1_000_000


async def test_who_reads_the_answer_slowly_has_more_time_than_for_a_request() -> None:
    parts = [b"x" * 1_000_000] * 16  # as of a file, and more than the system keeps on its way
    app, stop, port = FastAPI(), asyncio.Event(), listen("127.0.0.1", 0)
    app.get("/healthz")(lambda: StreamingResponse(iter(parts), headers={"Connection": "close"}))
    serving = asyncio.create_task(serve_app(app, port, stop, Limits(request=SHORT)))
    address = f"http://127.0.0.1:{port.getsockname()[1]}"
    async with httpx.AsyncClient(base_url=address) as api, connect(api, window=100_000) as slow:
        await slow.send(HEALTH)
        for _ in range(2):
            await let_the_time_of_a_request_pass(api)
        assert len(await slow.read_all()) > 16_000_000
    stop.set()
    await serving


async def test_silent_connections_keep_nobody_out(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        open_api(database, limits=Limits(connections=4)) as api,
        connect_many(api, 4) as silent,
        connect(api) as known,
    ):
        await known.send(HEALTH)
        assert (await known.read_answer())[0] == 200
        assert await silent[0].read_all() == b"", "who has been silent for longest makes room"
        async with connect_many(api, 40), connect(api) as new:
            for asking in (new, known):
                await asking.send(HEALTH)
                assert (await asking.read_answer())[0] == 200
    assert read_complaints(caplog) == [
        "the API has as many connections as it may; closed: 1, the latest of 127.0.0.1"
    ]


async def test_where_all_are_being_answered_one_more_is_closed_at_once(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_api(database, limits=Limits(connections=2)) as api, connect_many(api, 2) as working:
        for connection in working:
            await connection.send(HEALTH)
            await connection.read_answer()
        async with database.writing():
            for connection in working:
                await connection.send(HEAD + BODY)
            async with connect(api) as late:
                await late.send(HEALTH)
                assert await late.read_all() == b""
        assert sorted([(await connection.read_answer())[0] for connection in working]) == [201, 409]
    assert len(read_complaints(caplog)) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a hello of TLS\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nX: " + b"x" * 100_000,
        HEALTH.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n"),
    ],
    ids=["TLS", "a head without an end", "a broken body"],
)
async def test_what_is_no_request_is_refused_and_counted(
    database: Database, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    async with open_api(database) as api:
        for _ in range(20):
            async with connect(api) as wrong:
                await wrong.send(sent)
                assert (await wrong.read_answer())[0] == 400
                assert await wrong.read_all() == b""
    [line] = read_complaints(caplog)
    assert line == "requests to the API that are no HTTP, or too long: 1, the latest from 127.0.0.1"


async def test_what_is_broken_after_the_answer_is_no_line_for_each(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_api(database) as api:
        for _ in range(20):
            async with connect(api) as wrong:
                await wrong.send(HEALTH.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n"))
                assert (await wrong.read_answer())[0] == 200
                await wrong.send(b"no number\r\n")
                assert await wrong.read_all() == b""
                await wrong.send(b"more")
    assert len(read_complaints(caplog)) == 1


async def test_a_stop_waits_for_nobody_who_is_silent(database: Database) -> None:
    async with AsyncExitStack() as outlasting:
        async with open_api(database) as api:
            silent = [await outlasting.enter_async_context(connect(api)) for _ in range(10)]
            await silent[0].send(HEALTH[:8])
            await api.get("/healthz")
            started = time.monotonic()
        assert time.monotonic() - started < 3


async def let_the_time_of_a_request_pass(api: httpx.AsyncClient) -> None:
    """Wait until somebody who comes now and sends nothing is cut off."""
    async with connect(api) as silent:
        assert await silent.read_all() == b""
