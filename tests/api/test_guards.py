"""Who is answered: without a key who asks this machine by its own name; a wrong key is slowed and told."""

import httpx
import pytest

from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.api.raw_connection import connect

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
