"""How the sender of a form came: kept with the contact; a hidden field more loses nobody."""

from typing import Any

import httpx
import pytest

from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.stored import read_everything

LENIENT = {"Prefer": "handling=lenient"}
CAME = {
    "utm_source": "google",
    "utm_medium": "cpc",
    "utm_campaign": "spring sale",
    "utm_term": "доставка",
    "utm_content": "banner",
    "page": "https://example.com/price?utm_source=google",
}


def form(**fields: Any) -> dict[str, Any]:
    return {"source_id": 1, "message": "Hi", "phone": "+79123456789", **fields}


@pytest.fixture
async def site(either_api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller of an API with a source, on either database."""
    await either_api.post("/sources/", json={"name": "Site"})
    return either_api


@pytest.mark.parametrize("headers", [{}, LENIENT], ids=["strict", "lenient"])
async def test_where_somebody_came_from_stays_with_the_contact(
    site: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    made = await site.post("/contacts/", json=form(**CAME), headers=headers)
    assert (made.status_code, made.json()["unused"]) == (201, [])
    assert made.json()["origin"] == CAME
    await site.post("/contacts/", json=form(utm_source=" ", page=""))
    assert [one["origin"] for one in (await site.get("/contacts/")).json()] == [CAME, {}]
    assert (await site.get("/contacts/1")).json()["origin"] == CAME


async def test_a_lenient_form_loses_nobody_for_a_field_more_or_a_long_address(
    site: httpx.AsyncClient,
) -> None:
    address = "https://example.com/" + "x" * 5000
    body = form(page=address, utm_source="g\ng" * 400, csrf_token="1", fields={"deep": [1]}, email="foo@")
    made = await site.post("/contacts/", json=body, headers=LENIENT)
    assert made.status_code == 201, made.text
    contact = made.json()
    assert contact["origin"] == {"page": address[:2000], "utm_source": ("g g" * 400)[:500]}
    assert contact["as_typed"] == {"email": "foo@"}
    assert {problem["loc"][1] for problem in contact["unused"]} == {
        "page",
        "utm_source",
        "csrf_token",
        "fields",
        "email",
    }


@pytest.mark.parametrize(
    ("fields", "loc"),
    [
        ({"fone": "1"}, ["body", "fone"]),
        ({"page": "x" * 2001}, ["body", "page"]),
        ({"utm_term": "x" * 501}, ["body", "utm_term"]),
        ({"utm_source": 5}, ["body", "utm_source"]),
    ],
    ids=str,
)
async def test_a_strict_request_is_refused_by_the_name_of_the_field(
    api: httpx.AsyncClient, database: Database, fields: dict[str, Any], loc: list[str]
) -> None:
    await api.post("/sources/", json={"name": "Site"})
    before = await read_everything(database)
    refused = await api.post("/contacts/", json=form(**fields))
    assert (refused.status_code, [one["loc"] for one in refused.json()["detail"]]) == (422, [loc])
    assert await read_everything(database) == before


async def test_a_misspelled_identifier_still_names_nobody(api: httpx.AsyncClient) -> None:
    await api.post("/sources/", json={"name": "Site"})
    body = {"source_id": 1, "message": "Hi", "fone": "+79123456789"}
    assert (await api.post("/contacts/", json=body, headers=LENIENT)).status_code == 422


async def test_the_same_form_with_the_same_key_is_one_contact_and_another_origin_another_form(
    database: Database,
) -> None:
    async with open_api(database) as api:
        await api.post("/sources/", json={"name": "Site"})
        keyed = {"Idempotency-Key": "form-1"}
        first = await api.post("/contacts/", json=form(**CAME), headers=keyed)
        again = await api.post("/contacts/", json=form(**CAME), headers=keyed)
        assert first.json() == again.json()
        other = await api.post("/contacts/", json=form(utm_source="yandex"), headers=keyed)
        assert (other.status_code, other.json()["detail"][0]["type"]) == (422, "key_reused")
