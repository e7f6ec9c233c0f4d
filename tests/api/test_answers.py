"""Quick answers by API: added, listed, changed, removed; and every refusal."""

from typing import Any

import httpx
import pytest

from tests.api.test_labels import refuse
from tests.api.test_returning import post

PRICE = {"title": "price", "text": "Hello, {name}!"}


async def test_one_is_added_listed_changed_and_removed(either_api: httpx.AsyncClient) -> None:
    api = either_api
    made = await post(api, "/answers/", {"title": " price ", "text": "Hello, {name}!\n"})
    assert made == made | {"id": 1, "source_id": None, **PRICE, "used": 0}
    assert (await api.get("/answers/")).json() == [made]
    assert (await api.get("/answers/?source_id=1")).json() == []
    changed = (await api.patch("/answers/1", json={"text": "It is 5."})).json()
    assert changed == made | {"text": "It is 5."}
    assert (await api.patch("/answers/1", json={"title": "PRICE"})).json() == changed | {"title": "PRICE"}
    gone = await api.delete("/answers/1")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await api.get("/answers/")).json() == []
    for answer in (await api.delete("/answers/1"), await api.patch("/answers/1", json={})):
        assert await refuse(answer) == (404, "no_such_answer", ["path", "answer_id"])


async def test_the_same_request_with_its_key_adds_once_even_if_it_is_gone(api: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "a"}
    first = await api.post("/answers/", json=PRICE, headers=key)
    await api.delete(f"/answers/{first.json()['id']}")
    again = await api.post("/answers/", json=PRICE, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (await api.get("/answers/")).json() == []


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({**PRICE, "title": "Price"}, (409, "title_taken", ["body", "title"])),
        ({**PRICE, "title": "a:b"}, (422, "bad_title", ["body", "title"])),
        ({**PRICE, "title": "x" * 41}, (422, "bad_title", ["body", "title"])),
        ({**PRICE, "title": ""}, (422, "string_too_short", ["body", "title"])),
        ({"title": "a", "text": " "}, (422, "bad_answer", ["body", "text"])),
        ({"title": "a", "text": "x" * 1001}, (422, "string_too_long", ["body", "text"])),
        ({"title": "a", "text": "Hi {phone}"}, (422, "unknown_placeholder", ["body", "text"])),
        ({**PRICE, "source_id": 9}, (404, "no_such_source", ["body", "source_id"])),
        ({**PRICE, "source_id": 1}, (409, "answers_nobody", ["body", "source_id"])),
        ({"title": "a"}, (422, "missing", ["body", "text"])),
        ({"title": "a", "text": "b", "used": 3}, (422, "extra_forbidden", ["body", "used"])),
    ],
)
async def test_one_that_wont_do_is_refused(
    api: httpx.AsyncClient, body: dict[str, Any], refused: tuple[int, str, list[str]]
) -> None:
    await post(api, "/sources/", {"name": "Website"})
    before = await post(api, "/answers/", PRICE)
    assert await refuse(await api.post("/answers/", json=body)) == refused
    assert (await api.get("/answers/")).json() == [before]


async def test_a_wrong_change_changes_nothing_and_there_are_fifty_at_most(api: httpx.AsyncClient) -> None:
    for n in range(50):
        await post(api, "/answers/", {"title": f"title {n} x", "text": "Hello"})
    more = await api.post("/answers/", json=PRICE)
    assert await refuse(more) == (409, "too_many_answers", ["body", "source_id"])
    wrong = await api.patch("/answers/1", json={"title": "new", "text": "{x} y"})
    assert await refuse(wrong) == (422, "unknown_placeholder", ["body", "text"])
    [first] = (await api.get("/answers/?limit=1")).json()
    assert (first["title"], first["text"]) == ("title 0 x", "Hello")
