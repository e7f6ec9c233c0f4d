"""Who is answered: without a key who asks this machine by its own name; a wrong key is slowed and told."""

import asyncio
import time

import httpx
import pytest

from api.access.wrong_keys import MOST_AT_ONCE
from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.api.raw_connection import connect
from tests.complaints import read_complaints

FOREIGN = {
    "detail": [
        {
            "loc": ["header", "Host"],
            "msg": "without API_KEY only 127.0.0.1 and localhost are answered: ask there, or set a key",
            "type": "foreign_host",
        }
    ]
}
EVERYWHERE = ("/contacts/", "/leads/", "/healthz", "/metrics", "/docs", "/openapi.json", "/nowhere")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", ""])
async def test_without_a_key_a_page_whose_name_was_made_to_lead_here_reads_nothing(
    database: Database, host: str
) -> None:
    async with open_api(database, key=None) as caller:
        for path in EVERYWHERE:
            answer = await caller.get(path, headers={"Host": host})
            assert (answer.status_code, answer.json()) == (403, FOREIGN), path
        answer = await caller.post("/operators/", json={"name": "Eve"}, headers={"Host": host})
        assert (answer.status_code, answer.json()) == (403, FOREIGN)
        assert (await caller.get("/operators/")).json() == []


async def test_without_a_key_a_request_that_names_nobody_is_refused(database: Database) -> None:
    async with open_api(database, key=None) as api, connect(api) as old:
        await old.send(b"GET /contacts/ HTTP/1.0\r\n\r\n")
        assert await old.read_answer() == (403, FOREIGN)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:1", "[::1]:8000"])
async def test_without_a_key_this_machine_is_answered_by_any_of_its_names(
    database: Database, host: str
) -> None:
    async with open_api(database, key=None) as caller:
        assert (await caller.get("/operators/", headers={"Host": host})).status_code == 200


async def test_with_a_key_any_name_will_do(api: httpx.AsyncClient) -> None:
    for path in ("/contacts/", "/healthz", "/docs"):
        answer = await api.get(path, headers={"Host": "crm.example.com"})
        assert answer.status_code == 200, path


WRONG = {"Authorization": "Bearer Kw7-a-key-that-is-not-right"}


async def test_a_wrong_key_is_answered_late_and_a_right_one_at_once(database: Database) -> None:
    async with open_api(database, delay=1) as api:
        started = time.monotonic()
        guess = asyncio.create_task(api.get("/contacts/", headers=WRONG))
        async with asyncio.timeout(10):
            assert (await api.get("/contacts/")).status_code == 200
        assert not guess.done()
        assert (await guess).status_code == 401
        assert time.monotonic() - started > 0.99


async def test_who_sends_no_key_does_not_wait(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    async with open_api(database, delay=5, key="right") as api:
        del api.headers["Authorization"]
        started = time.monotonic()
        assert (await api.get("/contacts/")).status_code == 401
        assert time.monotonic() - started < 4
    assert read_complaints(caplog) == []


async def test_guesses_at_once_keep_few_connections(database: Database) -> None:
    async with open_api(database, delay=1) as api:
        guesses = [api.get("/contacts/", headers=WRONG) for _ in range(MOST_AT_ONCE + 8)]
        answers = await asyncio.gather(*guesses)
        assert {answer.status_code for answer in answers} == {401}
        ended = [answer for answer in answers if answer.headers.get("Connection") == "close"]
        assert len(ended) == 8


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "127.0.0.1"),
        ({"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7"),
        ({"X-Forwarded-For": "2001:db8::7"}, "2001:db8::7"),
        ({"X-Forwarded-For": "Vera Petrova"}, "an unknown address"),
        ({"X-Forwarded-For": "fe80::7%Vera"}, "fe80::7"),
    ],
)
async def test_wrong_keys_are_one_line_with_the_address_and_without_the_key(
    api: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, said: dict[str, str], shown: str
) -> None:
    for _ in range(20):
        assert (await api.get("/contacts/", headers=WRONG | said)).status_code == 401
    assert read_complaints(caplog) == [f"wrong keys sent to the API: 1, the latest from {shown}"]
