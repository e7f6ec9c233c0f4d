"""What is wrong on the wire is refused in one shape, and who sent it gets to read why, however long it is."""

import asyncio
import gzip
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from api.access.auth_middleware import LONGEST_BODY
from models.database.protocol import Database
from models.database.sqlite import VIEWS, SqliteDatabase
from tests.api.conftest import KEY, open_api
from tests.complaints import read_complaints
from tests.stored import read_everything

MEGABYTES = 10 * 1024 * 1024
OPERATOR = b'{"name": "Anna"}'
JSON = "application/json"

# what it is → (content type, body, status)
BODIES: dict[str, tuple[str | None, bytes, int]] = {
    "nothing": (JSON, b"", 422),
    "blanks": (JSON, b"  \n", 422),
    "broken": (JSON, b'{"name": "Anna"', 422),
    "two values": (JSON, OPERATOR + OPERATOR, 422),
    "a comma too many": (JSON, b'{"name": "Anna",}', 422),
    "single quotes": (JSON, b"{'name': 'Anna'}", 422),
    "a field twice": (JSON, b'{"name": "Anna", "name": "Boris"}', 422),
    "a field twice, escaped": (JSON, b'{"name": "Anna", "n\\u0061me": "Boris"}', 422),
    "a raw NUL": (JSON, b'{"name": "An\0na"}', 422),
    "a raw line break": (JSON, b'{"name": "An\nna"}', 422),
    "invalid UTF-8": (JSON, b'{"name": "\xff\xfe"}', 400),
    "Latin-1": (JSON, '{"name": "é"}'.encode("latin-1"), 400),
    "an encoded surrogate": (JSON, b'{"name": "\xed\xa0\x80"}', 422),
    "a string": (JSON, b'"Anna"', 422),
    "a number": (JSON, b"1", 422),
    "null": (JSON, b"null", 422),
    "true": (JSON, b"true", 422),
    "a list": (JSON, b'[{"name": "Anna"}]', 422),
    "an empty list": (JSON, b"[]", 422),
    "NaN": (JSON, b"NaN", 422),
    "lists in lists": (JSON, b"[" * 100_000, 400),
    "objects in objects": (JSON, b'{"name": ' * 20_000 + b"1" + b"}" * 20_000, 400),
    "a number of 5,000 digits": (JSON, b'{"name": "Anna", "max_active_leads": ' + b"9" * 5000 + b"}", 400),
    "gzip": (JSON, gzip.compress(OPERATOR), 400),
    "no content type": (None, OPERATOR, 422),
    "text": ("text/plain", OPERATOR, 422),
    "a form": ("application/x-www-form-urlencoded", b"name=Anna", 422),
    "multipart": ("multipart/form-data; boundary=x", b"--x--", 422),
    "nonsense for a content type": (";;;/", OPERATOR, 422),
}


async def test_who_sends_no_json_reads_what_to_send(api: httpx.AsyncClient) -> None:
    for content_type, body in (
        (None, OPERATOR),
        ("application/x-www-form-urlencoded", b"name=Anna"),
        (JSON, b"[]"),
    ):
        headers = {"Content-Type": content_type} if content_type else {}
        [problem] = (await api.post("/operators/", content=body, headers=headers)).json()["detail"]
        assert problem["msg"] == "send a JSON object, with Content-Type: application/json"
    answer = await api.post("/operators/", content=b'{"name": "Anna', headers={"Content-Type": JSON})
    assert answer.json()["detail"][0]["msg"] == "not JSON: Unterminated string, after 9 characters"


async def test_what_is_no_json_object_is_refused(
    api: httpx.AsyncClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    before = await read_everything(database)
    for what, (content_type, body, status) in BODIES.items():
        headers = {"Content-Type": content_type} if content_type else {}
        if what == "gzip":
            headers["Content-Encoding"] = "gzip"
        for method, path in (("POST", "/operators/"), ("POST", "/contacts/"), ("PATCH", "/operators/1")):
            answer = await api.request(method, path, content=body, headers=headers)
            assert answer.status_code == status, (what, path, answer.text)
            assert {problem["loc"][0] for problem in answer.json()["detail"]} == {"body"}, (what, answer.text)
    assert await read_everything(database) == before
    assert read_complaints(caplog, logging.ERROR) == []


@pytest.mark.parametrize("place", ["body", "query"])
async def test_thousands_of_names_hold_up_nobody(api: httpx.AsyncClient, place: str) -> None:
    started = time.monotonic()
    if place == "body":
        fields = b",".join(b'"%x":1' % n for n in range(22_000))
        content = b"{" + fields + b',"z":1,"z":1}'
        assert len(content) < LONGEST_BODY
        answer = await api.post("/operators/", content=content, headers={"Content-Type": JSON})
        assert "'z' is there twice" in answer.text
    else:
        answer = await api.get("/operators/?" + "&".join(f"{n:x}" for n in range(10_000)))
    assert answer.status_code == 422
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf" + OPERATOR, OPERATOR.decode().encode("utf-16")])
async def test_a_byte_order_mark_does_no_harm(api: httpx.AsyncClient, body: bytes) -> None:
    answer = await api.post("/operators/", content=body, headers={"Content-Type": JSON})
    assert (answer.status_code, answer.json()["name"]) == (201, "Anna")


async def pour(size: int) -> AsyncIterator[bytes]:
    """Send a long text bit by bit, so that nobody knows its length before."""
    for _ in range(size // 65536):
        yield b" " * 65536


@pytest.mark.parametrize("is_chunked", [False, True], ids=["known length", "chunked"])
@pytest.mark.parametrize("size", [LONGEST_BODY + 65536, MEGABYTES])
async def test_a_long_body_is_answered_413(api: httpx.AsyncClient, size: int, is_chunked: bool) -> None:
    headers = {"Content-Type": JSON}
    for method, path in (("POST", "/operators/"), ("POST", "/contacts/"), ("PATCH", "/contacts/1/status")):
        content = pour(size) if is_chunked else b" " * size
        answer = await api.request(method, path, content=content, headers=headers)
        assert answer.status_code == 413, answer.text
        assert answer.json()["detail"][0]["loc"] == ["body"]
    assert (await api.get("/operators/")).json() == [], "and the connection still works"


@pytest.mark.parametrize("is_chunked", [False, True], ids=["known length", "chunked"])
async def test_a_long_body_where_none_is_read_does_not_hide_the_answer(
    api: httpx.AsyncClient, is_chunked: bool
) -> None:
    for method, path, key, status in (
        ("GET", "/operators/", KEY, 200),
        ("POST", "/nowhere", KEY, 404),
        ("DELETE", "/operators/", KEY, 405),
        ("POST", "/operators/", "wrong", 401),
        ("POST", "/nowhere/", KEY, 404),
    ):
        content = pour(MEGABYTES) if is_chunked else b" " * MEGABYTES
        headers = {"Authorization": f"Bearer {key}"}
        answer = await api.request(method, path, content=content, headers=headers)
        assert answer.status_code == status, (method, path)


async def exchange(api: httpx.AsyncClient, sent: bytes) -> bytes:
    """Send bytes as they are over a connection of their own; returns what comes back until it is closed."""
    reader, writer = await asyncio.open_connection(api.base_url.host, api.base_url.port)
    writer.write(sent)
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
        await writer.wait_closed()


# what it is → (header lines, status)
HEADERS: dict[str, tuple[str, int]] = {
    "an empty key": ("Idempotency-Key: ", 422),
    "a blank key": ("Idempotency-Key:    ", 422),
    "a long key": (f"Idempotency-Key: {'k' * 300}", 422),
    "a key beyond ASCII": ("Idempotency-Key: ключ", 422),
    "two keys": ("Idempotency-Key: a\r\nIdempotency-Key: b", 422),
    "a NUL in a key": ("Idempotency-Key: a\0b", 400),
    "no length that is a number": ("Content-Length: abc", 400),
    "a negative length": ("Content-Length: -1", 400),
}


@pytest.mark.parametrize("what", HEADERS)
async def test_a_header_that_cannot_be_is_refused(
    api: httpx.AsyncClient, database: Database, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    lines, status = HEADERS[what]
    length = "" if "Content-Length" in lines else f"Content-Length: {len(OPERATOR)}\r\n"
    head = (
        f"POST /operators/ HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\n{length}{lines}\r\n\r\n"
    )
    answered = await exchange(api, head.encode() + OPERATOR)
    assert answered.startswith(f"HTTP/1.1 {status} ".encode()), answered
    if status == 422:
        problems = json.loads(answered.partition(b"\r\n\r\n")[2])["detail"]
        assert problems[0]["loc"] == ["header", "Idempotency-Key"]
    assert (await read_everything(database))["operators"] == []
    assert read_complaints(caplog, logging.ERROR) == []


AUTHORIZATIONS = {
    "none": "X: y",
    "empty": "Authorization: ",
    "the word alone": "Authorization: Bearer",
    "an empty key": "Authorization: Bearer ",
    "the key alone": f"Authorization: {KEY}",
    "another key": f"Authorization: Bearer {KEY}x",
    "half of it": f"Authorization: Bearer {KEY[:-1]}",
    "other capitals": f"Authorization: Bearer {KEY.upper()}",
    "another scheme": f"Authorization: Basic {KEY}",
    "no blank": f"Authorization: Bearer{KEY}",
    "quotes": f'Authorization: Bearer "{KEY}"',
    "two": f"Authorization: Bearer {KEY}, Bearer {KEY}",
    "two headers": f"Authorization: Bearer {KEY}\r\nAuthorization: Bearer {KEY}",
    "a wrong one first": f"Authorization: Bearer x\r\nAuthorization: Bearer {KEY}",
    "letters beyond ASCII": "Authorization: Bearer ключ",
}


async def test_who_has_no_key_is_told_so_everywhere(api: httpx.AsyncClient) -> None:
    for what, line in AUTHORIZATIONS.items():
        for target in (
            "/contacts/",
            "/nowhere",
            "/docsx",
            "/healthz/..",
            "/metrics/../leads/",
            "//docs",
            "/docs/..",
        ):
            head = f"GET {target} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{line}\r\n\r\n"
            answered = await exchange(api, head.encode())
            assert answered.startswith(b"HTTP/1.1 401 "), (what, target, answered)
            assert b"www-authenticate: Bearer" in answered
            assert json.loads(answered.partition(b"\r\n\r\n")[2])["detail"][0]["loc"] == [
                "header",
                "Authorization",
            ]


async def test_what_shows_no_client_is_open_to_all(api: httpx.AsyncClient) -> None:
    for path in ("/docs", "/openapi.json", "/healthz", "/metrics", "/static-offline-docs/swagger-ui.css"):
        answer = await api.get(path, headers={"Authorization": ""})
        assert answer.status_code != 401, path


async def test_without_a_key_everybody_may(database: Database) -> None:
    async with open_api(database, key=None) as caller:
        for authorization in ("", "Bearer", "Bearer anything", "Basic eDp5"):
            answer = await caller.get("/operators/", headers={"Authorization": authorization})
            assert (answer.status_code, answer.json()) == (200, [])


async def test_when_others_read_all_that_can_be_read_at_a_time_one_is_told_to_try_again(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.database.sqlite.LONGEST_WAIT", 0.05)
    async with open_api(database) as caller, AsyncExitStack() as held:
        for _ in range(VIEWS):
            view = await held.enter_async_context(database.reading())
            await view.run_sync(lambda session: session.connection())
        answer = await caller.get("/contacts/")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1"), answer.text
