"""POST /contacts/{id}/reopen: a completed contact back to the queue, or with somebody who has a place."""

from typing import Any

import httpx
import pytest

from tests.api.test_returning import open_office


async def complete(api: httpx.AsyncClient, *limits: int) -> str:
    """Return the address of a contact that the first operator has completed, and has no place for."""
    contact = await open_office(api, *limits)
    address = f"/contacts/{contact['id']}"
    await api.patch(f"{address}/status", json={"status": "completed"})
    await api.patch("/operators/1", json={"max_active_leads": 0})
    return address


async def test_its_operator_has_no_place_and_the_answer_says_who_that_is(api: httpx.AsyncClient) -> None:
    address = await complete(api, 1, 0)
    answer = await api.patch(f"{address}/status", json={"status": "in_progress"})
    [problem] = answer.json()["detail"]
    assert (answer.status_code, problem["type"]) == (409, "full")
    assert problem["msg"] == "Operator 1 has no free place: 0 of 0 are open"


@pytest.mark.parametrize("body", [None, {}, {"operator_id": None}])
async def test_without_a_name_it_waits_for_whoever_has_a_place(
    either_api: httpx.AsyncClient, body: dict[str, Any] | None
) -> None:
    address = await complete(either_api, 1, 0)
    answer = await either_api.post(f"{address}/reopen", json=body)
    assert (answer.status_code, answer.json()["status"], answer.json()["operator_id"]) == (200, "new", None)
    await either_api.patch("/operators/2", json={"max_active_leads": 1})
    assert (await either_api.get(address)).json()["operator_id"] == 2


async def test_who_is_named_gets_it(either_api: httpx.AsyncClient) -> None:
    address = await complete(either_api, 1, 0)
    await either_api.patch("/operators/2", json={"max_active_leads": 1})
    answer = await either_api.post(f"{address}/reopen", json={"operator_id": 2})
    assert (answer.status_code, answer.json()["operator_id"], answer.json()["status"]) == (200, 2, "new")


@pytest.mark.parametrize(
    ("body", "status", "word", "loc"),
    [
        ({"operator_id": 2}, 409, "operator_full", ["body", "operator_id"]),
        ({"operator_id": 9}, 404, "no_such_operator", ["body", "operator_id"]),
        ({"operator_id": "Boris"}, 422, "int_type", ["body", "operator_id"]),
    ],
)
async def test_what_cannot_be_is_refused_and_stays(
    api: httpx.AsyncClient, body: dict[str, Any], status: int, word: str, loc: list[str]
) -> None:
    address = await complete(api, 1, 0)
    before = (await api.get(address)).json()
    answer = await api.post(f"{address}/reopen", json=body)
    [problem] = answer.json()["detail"]
    assert (answer.status_code, problem["type"], problem["loc"]) == (status, word, loc)
    assert (await api.get(address)).json() == before


async def test_what_is_open_cannot_be_reopened(api: httpx.AsyncClient) -> None:
    contact = await open_office(api, 1)
    answer = await api.post(f"/contacts/{contact['id']}/reopen")
    assert (answer.status_code, answer.json()["detail"][0]["type"]) == (409, "not_completed")
