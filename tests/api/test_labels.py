"""Labels by API: the lists, the outcome and the tags of contacts, filters, and every refusal."""

from typing import Any

import httpx
import pytest

from tests.api.test_returning import open_office, post


async def add(api: httpx.AsyncClient, kind: str, *names: str) -> None:
    for name in names:
        await post(api, "/labels/", {"kind": kind, "name": name})


async def refuse(answer: httpx.Response) -> tuple[int, str, list[str]]:
    """Return what is wrong with a request that is refused for one thing."""
    [problem] = answer.json()["detail"]
    return answer.status_code, problem["type"], problem["loc"]


async def complete(api: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    contact = await open_office(api, 5)
    path = f"/contacts/{contact['id']}/status"
    answer = await api.patch(path, json={"status": "completed", **more})
    assert answer.status_code == 200, answer.text
    completed: dict[str, Any] = answer.json()
    return completed


async def test_a_list_is_added_to_renamed_retired_and_brought_back(either_api: httpx.AsyncClient) -> None:
    api = either_api
    made = await post(api, "/labels/", {"kind": "outcome", "name": " sold "})
    assert made == made | {"id": 1, "kind": "outcome", "name": "sold", "is_retired": False}
    await add(api, "tag", "vip", "sold")
    listed = (await api.get("/labels/?kind=tag")).json()
    assert [label["name"] for label in listed] == ["vip", "sold"]
    changed = (await api.patch("/labels/1", json={"name": "bought", "is_retired": True})).json()
    assert changed == made | {"name": "bought", "is_retired": True}
    assert (await api.get("/labels/?kind=outcome")).json() == []
    assert (await api.get("/labels/?is_retired=true")).json() == [changed]
    back = await post(api, "/labels/", {"kind": "outcome", "name": "BOUGHT"})
    assert (back["id"], back["name"], back["is_retired"]) == (1, "BOUGHT", False)
    await api.patch("/labels/1", json={"is_retired": True})
    assert (await api.patch("/labels/1", json={"is_retired": False})).json() == back


async def test_the_same_request_with_its_key_adds_once(api: httpx.AsyncClient) -> None:
    body, key = {"kind": "tag", "name": "vip"}, {"Idempotency-Key": "a"}
    first, again = [await api.post("/labels/", json=body, headers=key) for _ in range(2)]
    assert first.json() == again.json()
    assert (first.status_code, again.status_code) == (201, 201)
    assert await refuse(await api.post("/labels/", json=body)) == (409, "label_taken", ["body", "name"])


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"kind": "tag", "name": "VIP"}, (409, "label_taken", ["body", "name"])),
        ({"kind": "tag", "name": "vір"}, (409, "label_looks_alike", ["body", "name"])),
        ({"kind": "tag", "name": "12"}, (422, "bad_label", ["body", "name"])),
        ({"kind": "tag", "name": ""}, (422, "string_too_short", ["body", "name"])),
        ({"kind": "mood", "name": "x"}, (422, "enum", ["body", "kind"])),
        ({"name": "x"}, (422, "missing", ["body", "kind"])),
        ({"kind": "tag", "name": "x", "colour": "red"}, (422, "extra_forbidden", ["body", "colour"])),
    ],
)
async def test_a_label_that_wont_do_is_refused(
    api: httpx.AsyncClient, body: dict[str, Any], refused: tuple[int, str, list[str]]
) -> None:
    await add(api, "tag", "vip")
    assert await refuse(await api.post("/labels/", json=body)) == refused
    assert len((await api.get("/labels/")).json()) == 1


async def test_of_a_kind_there_are_thirty_at_most(api: httpx.AsyncClient) -> None:
    await add(api, "tag", *(f"tag {n} x" for n in range(30)))
    more = await api.post("/labels/", json={"kind": "tag", "name": "more"})
    assert await refuse(more) == (409, "too_many_labels", ["body", "kind"])
    await api.patch("/labels/1", json={"is_retired": True})
    await add(api, "tag", "more")
    both = await api.patch("/labels/1", json={"is_retired": False, "name": "other"})
    assert await refuse(both) == (409, "too_many_labels", ["body", "kind"])
    [retired] = (await api.get("/labels/?is_retired=true")).json()
    assert retired["name"] == "tag 0 x", "all of it or nothing"


async def test_completion_takes_an_outcome(either_api: httpx.AsyncClient) -> None:
    await add(either_api, "outcome", "sold", "refused")
    contact = await complete(either_api, outcome="Sold")
    assert (contact["status"], contact["outcome"], contact["tags"]) == ("completed", "sold", [])
    path = f"/contacts/{contact['id']}"
    reopened = await either_api.patch(f"{path}/status", json={"status": "in_progress"})
    assert reopened.json()["outcome"] == "sold", "reopening clears nothing"
    history = (await either_api.get(path)).json()["history"]
    [fact] = [fact for fact in history if fact["kind"] == "outcome"]
    assert (fact["actor"], fact["data"]["before"], fact["data"]["after"]) == ("api", None, "sold")


async def test_outcome_and_tags_are_set_replaced_and_cleared(either_api: httpx.AsyncClient) -> None:
    api = either_api
    await add(api, "outcome", "sold", "refused")
    await add(api, "tag", "vip", "old", "wholesale")
    contact = await complete(api)
    path = f"/contacts/{contact['id']}"

    async def change(**body: Any) -> tuple[Any, Any]:
        answer = await api.patch(path, json=body)
        assert answer.status_code == 200, answer.text
        stored = (await api.get(path)).json()
        assert (stored["outcome"], stored["tags"]) == (answer.json()["outcome"], answer.json()["tags"])
        return stored["outcome"], stored["tags"]

    assert await change(outcome="refused", tags=["old", "#VIP", "old"]) == ("refused", ["vip", "old"])
    assert await change(outcome="sold") == ("sold", ["vip", "old"])
    assert await change(tags=["wholesale", "old"]) == ("sold", ["old", "wholesale"])
    assert await change(outcome=None, tags=[]) == (None, [])
    assert await change() == (None, [])
    history = (await api.get(path)).json()["history"]
    tagged = [
        (fact["data"]["added"], fact["data"]["removed"]) for fact in history if fact["kind"] == "tagged"
    ]
    assert tagged == [(["vip", "old"], []), (["wholesale"], ["vip"]), ([], ["old", "wholesale"])]


@pytest.mark.parametrize(
    ("path", "body", "refused"),
    [
        ("", {"outcome": "gold"}, (404, "no_such_outcome", ["body", "outcome"])),
        ("", {"tags": ["vip", "gold"]}, (404, "no_such_tag", ["body", "tags"])),
        ("", {"outcome": "sold"}, (409, "not_completed", ["body", "outcome"])),
        ("", {"outcome": "sold", "tags": ["vip"]}, (409, "not_completed", ["body", "outcome"])),
        ("", {"tags": None}, (422, "value_error", ["body", "tags"])),
        ("", {"outcome": 1}, (422, "string_type", ["body", "outcome"])),
        ("", {"outcomes": "sold"}, (422, "extra_forbidden", ["body", "outcomes"])),
        (
            "/status",
            {"status": "completed", "outcome": "gold"},
            (404, "no_such_outcome", ["body", "outcome"]),
        ),
        ("/status", {"status": "in_progress", "outcome": "sold"}, (422, "value_error", ["body"])),
    ],
)
async def test_wrong_labels_of_a_contact_are_refused_and_it_stays_as_it_is(
    api: httpx.AsyncClient, path: str, body: dict[str, Any], refused: tuple[int, str, list[str]]
) -> None:
    await add(api, "outcome", "sold")
    await add(api, "tag", "vip")
    contact = await open_office(api, 5)
    address = f"/contacts/{contact['id']}"
    before = (await api.get(address)).json()
    assert await refuse(await api.patch(f"{address}{path}", json=body)) == refused
    assert (await api.get(address)).json() == before


async def test_nothing_is_found_by_numbers_that_nobody_has(api: httpx.AsyncClient) -> None:
    assert await refuse(await api.patch("/labels/9", json={})) == (404, "no_such_label", ["path", "label_id"])
    unknown = await api.patch("/contacts/9", json={"tags": []})
    assert await refuse(unknown) == (404, "no_such_contact", ["path", "contact_id"])


async def test_contacts_are_found_by_outcome_and_tag(either_api: httpx.AsyncClient) -> None:
    api = either_api
    await add(api, "outcome", "sold", "refused")
    await add(api, "tag", "vip")
    contact = await complete(api, outcome="sold")
    await api.patch(f"/contacts/{contact['id']}", json={"tags": ["vip"]})
    body = {"source_id": contact["source_id"], "message": "And?", "phone": "+79031234567"}
    other = await post(api, "/contacts/", body)
    assert (other["outcome"], other["tags"]) == (None, [])
    for query, found in (
        ("outcome=Sold", [1]),
        ("outcome=refused", []),
        ("tag=%23vip", [1]),
        ("tag=vip&outcome=sold&status=completed", [1]),
        ("tag=vip&status=new", []),
        ("order=oldest", [1, 2]),
    ):
        listed = (await api.get(f"/contacts/?{query}")).json()
        assert [one["id"] for one in listed] == found, query
    [one] = (await api.get("/contacts/?tag=vip")).json()
    assert (one["outcome"], one["tags"]) == ("sold", ["vip"])
    await api.patch("/labels/1", json={"is_retired": True})
    assert len((await api.get("/contacts/?outcome=sold")).json()) == 1, "what is retired is still found"
    for kind in ("outcome", "tag"):
        answer = await api.get(f"/contacts/?{kind}=gold")
        assert await refuse(answer) == (422, f"no_such_{kind}", ["query", kind])


async def test_a_replayed_request_shows_the_labels_that_its_contact_has_by_now(
    api: httpx.AsyncClient,
) -> None:
    await add(api, "tag", "vip")
    contact = await open_office(api, 5)
    body = {"source_id": contact["source_id"], "message": "Hi", "phone": "+79031234568"}
    key = {"Idempotency-Key": "form-1"}
    made = (await api.post("/contacts/", json=body, headers=key)).json()
    await api.patch(f"/contacts/{made['id']}", json={"tags": ["vip"]})
    assert (await api.post("/contacts/", json=body, headers=key)).json()["tags"] == ["vip"]


async def test_statistics_say_how_contacts_have_ended(either_api: httpx.AsyncClient) -> None:
    api = either_api
    contact = await complete(api)
    found = (await api.get("/statistics/?days=1")).json()
    assert found["outcomes"] == found["operators"][0]["outcomes"] == [], "there are none to choose from"
    await add(api, "outcome", "sold", "refused")
    for n in range(3):
        body = {"source_id": contact["source_id"], "message": "Hi", "phone": f"+7903123450{n}"}
        made = await post(api, "/contacts/", body)
        outcome = {"outcome": "refused"} if n else {"outcome": "sold"}
        await api.patch(f"/contacts/{made['id']}/status", json={"status": "completed", **outcome})
    found = (await api.get("/statistics/?days=1")).json()
    assert found["outcomes"] == [
        {"id": 2, "name": "refused", "count": 2},
        {"id": 1, "name": "sold", "count": 1},
        {"id": None, "name": None, "count": 1},
    ]
    assert found["operators"][0]["outcomes"] == found["sources"][0]["outcomes"] == found["outcomes"]
