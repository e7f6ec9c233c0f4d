"""POST /contacts/{id}/return: back to the queue by a program, with the same refusals as by button."""

from typing import Any

import httpx
import pytest


async def post(api: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await api.post(path, json=body)
    assert answer.status_code in (200, 201), answer.text
    made: dict[str, Any] = answer.json()
    return made


async def open_office(api: httpx.AsyncClient, *limits: int) -> dict[str, Any]:
    """Add a source and operators with these limits, and return a contact of the first."""
    source = await post(api, "/sources/", {"name": "Website"})
    for number, limit in enumerate(limits, 1):
        name = f"Operator {number}"
        await post(api, "/operators/", {"name": name, "is_active": True, "max_active_leads": limit})
        weight = {"operator_id": number, "source_id": source["id"], "weight": 1}
        await post(api, "/operator-weights/", weight)
    body = {"source_id": source["id"], "message": "Hello", "phone": "+79031234567"}
    return await post(api, "/contacts/", body)


async def test_a_contact_put_back_waits_until_somebody_else_has_a_place(api: httpx.AsyncClient) -> None:
    contact = await open_office(api, 1, 0)
    assert contact["operator_id"] == 1
    answer = await api.post(f"/contacts/{contact['id']}/return")
    assert (answer.status_code, answer.json()["operator_id"], answer.json()["status"]) == (200, None, "new")
    await api.patch("/operators/2", json={"max_active_leads": 1})
    assert (await api.get(f"/contacts/{contact['id']}")).json()["operator_id"] == 2


@pytest.mark.parametrize(
    ("limits", "status", "word"),
    [((1,), None, "no_successor"), ((1, 1), "completed", "completed"), ((0, 0), None, "waiting")],
)
async def test_what_cannot_be_put_back_is_refused_and_stays(
    api: httpx.AsyncClient, limits: tuple[int, ...], status: str | None, word: str
) -> None:
    contact = await open_office(api, *limits)
    if status:
        await api.patch(f"/contacts/{contact['id']}/status", json={"status": status})
    before = (await api.get(f"/contacts/{contact['id']}")).json()
    answer = await api.post(f"/contacts/{contact['id']}/return")
    [problem] = answer.json()["detail"]
    assert (answer.status_code, problem["type"], problem["loc"]) == (409, word, ["path", "contact_id"])
    assert (await api.get(f"/contacts/{contact['id']}")).json() == before


async def test_a_contact_that_does_not_exist_is_not_found(api: httpx.AsyncClient) -> None:
    assert (await api.post("/contacts/404/return")).status_code == 404
