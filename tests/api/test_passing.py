"""POST /contacts/{id}/pass: to a colleague or by draw, by a program, with the same refusals as by button."""

from typing import Any

import httpx
import pytest

from tests.api.test_returning import open_office


async def read(api: httpx.AsyncClient, contact: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await api.get(f"/contacts/{contact['id']}")).json()
    return found


async def test_a_contact_goes_to_the_colleague_who_is_named_with_the_note_before_it(
    api: httpx.AsyncClient,
) -> None:
    contact = await open_office(api, 1, 0, 1)
    await api.post("/operators/", json={"name": "Zoe", "is_active": True, "max_active_leads": 1})
    former = contact["operator_id"]
    answer = await api.post(
        f"/contacts/{contact['id']}/pass", json={"operator_id": 4, "note": "Please call back."}
    )
    assert (answer.status_code, answer.json()["operator_id"], answer.json()["status"]) == (200, 4, "new")
    history = (await read(api, contact))["history"]
    assert [fact["kind"] for fact in history[-3:]] == ["note", "passed_on", "assigned"]
    assert [fact["actor"] for fact in history[-3:]] == ["api"] * 3
    note, passed_on, assigned = (fact["data"] for fact in history[-3:])
    assert (note["name"], note["text"]) == ("API", "Please call back.")
    assert passed_on["operator_id"] == former
    assert (assigned["why"], assigned["from_operator_id"], assigned["ticket"]) == ("passed_to", former, None)


@pytest.mark.parametrize("body", [None, {}, {"operator_id": None, "note": " "}])
async def test_without_a_name_it_goes_by_draw(api: httpx.AsyncClient, body: dict[str, Any] | None) -> None:
    contact = await open_office(api, 1, 1)
    answer = await api.post(f"/contacts/{contact['id']}/pass", json=body)
    assert (answer.status_code, answer.json()["operator_id"]) == (200, 3 - contact["operator_id"])
    latest = (await read(api, contact))["decision"]
    assert (latest["why"], latest["kind"]) == ("passed_on", "draw")


BODY = "body"


@pytest.mark.parametrize(
    ("limits", "status", "body", "code", "word", "loc"),
    [
        ((1,), None, {}, 409, "nobody_else", ["path", "contact_id"]),
        ((1, 0), None, {"operator_id": 2}, 409, "operator_full", [BODY, "operator_id"]),
        ((1,), None, {"operator_id": 1}, 409, "has_it", [BODY, "operator_id"]),
        ((1,), None, {"operator_id": 9}, 404, "no_such_operator", [BODY, "operator_id"]),
        ((1, 1), "completed", {}, 409, "completed", ["path", "contact_id"]),
        ((1, 1), "completed", {"operator_id": 2}, 409, "completed", ["path", "contact_id"]),
        ((0, 0), None, {"operator_id": 1}, 409, "waiting", ["path", "contact_id"]),
        ((1, 1), None, {"operator_id": 2, "note": "//"}, 422, "empty_note", [BODY, "note"]),
        ((1, 1), None, {"operator_id": 2, "note": "x" * 1001}, 422, "string_too_long", [BODY, "note"]),
    ],
)
async def test_what_cannot_be_passed_on_is_refused_and_stays(
    api: httpx.AsyncClient,
    limits: tuple[int, ...],
    status: str | None,
    body: dict[str, Any],
    code: int,
    word: str,
    loc: list[str],
) -> None:
    contact = await open_office(api, *limits)
    if contact["operator_id"] == 2:  # the draw names either; the cases are about the first
        await api.post(f"/contacts/{contact['id']}/pass", json={"operator_id": 1})
    if status:
        await api.patch(f"/contacts/{contact['id']}/status", json={"status": status})
    before = await read(api, contact)
    answer = await api.post(f"/contacts/{contact['id']}/pass", json=body)
    [problem] = answer.json()["detail"]
    assert (answer.status_code, problem["type"], problem["loc"]) == (code, word, loc)
    assert await read(api, contact) == before


async def test_who_is_switched_off_or_dismissed_gets_nothing(api: httpx.AsyncClient) -> None:
    contact = await open_office(api, 1, 0)
    await api.patch("/operators/2", json={"is_active": False, "max_active_leads": 3})
    path = f"/contacts/{contact['id']}/pass"
    answer = await api.post(path, json={"operator_id": 2})
    assert (answer.status_code, answer.json()["detail"][0]["type"]) == (409, "operator_off")
    await api.patch("/operators/2", json={"is_dismissed": True})
    answer = await api.post(path, json={"operator_id": 2})
    assert (answer.status_code, answer.json()["detail"][0]["type"]) == (409, "dismissed")


async def test_a_contact_that_does_not_exist_is_not_found(api: httpx.AsyncClient) -> None:
    assert (await api.post("/contacts/404/pass")).status_code == 404
