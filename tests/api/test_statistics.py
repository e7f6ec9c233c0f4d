"""The statistics for programs are those that an admin sees, of the same days."""

import httpx
import pytest

from tests.api_stage import call


async def open_shop(api: httpx.AsyncClient) -> None:
    """Let Anna, with one place, share a website with Boris, who has two."""
    await call(api, "POST", "/sources/", name="Website")
    for number, (name, limit) in enumerate((("Anna", 1), ("Boris", 2)), 1):
        await call(api, "POST", "/operators/", name=name, max_active_leads=limit)
        await call(api, "POST", "/operator-weights/", operator_id=number, source_id=1, weight=1)


async def test_what_was_drawn_stands_beside_what_was_expected(either_api: httpx.AsyncClient) -> None:
    await open_shop(either_api)
    for number in range(4):
        await call(either_api, "POST", "/contacts/", source_id=1, message="Hi", external_id=f"p{number}")
    await call(either_api, "PATCH", "/contacts/4/status", status="completed")  # which nobody had
    found = await call(either_api, "GET", "/statistics/?days=1")
    assert (found["received"], found["completed"], found["waiting"], found["draws"]) == (4, 1, 0, 3)
    assert found["first"] == found["last"]
    anna, boris = found["operators"]
    assert [(anna["name"], anna["won"]), (boris["name"], boris["won"])] == [("Anna", 1), ("Boris", 2)]
    chances = {1: 0.0, 2: 0.0}  # by the draws that are stored: which of them came first is chance
    for number in range(1, 4):
        decision = (await call(either_api, "GET", f"/contacts/{number}"))["decision"]
        for candidate in decision["candidates"]:
            chances[candidate["operator_id"]] += candidate["score"] / decision["total"]
    assert sum(chances.values()) == pytest.approx(3)
    assert [anna["expected"], boris["expected"]] == pytest.approx([chances[1], chances[2]])
    [website] = found["sources"]
    answering = website.pop("answering")
    assert website.pop("ratings") is found["ratings"] is None, "no form is asked"
    assert website.pop("outcomes") == [], "there are none to choose from"
    assert website == {"id": 1, "name": "Website", "received": 4, "completed": 1, "waiting": 0}
    assert (answering["count"], answering["share"]) == (4, 1.0), "three still have time"
    assert found["answering"] == answering


async def test_who_waits_is_in_the_queue_over_the_day(either_api: httpx.AsyncClient) -> None:
    await call(either_api, "POST", "/sources/", name="Website")
    await call(either_api, "POST", "/contacts/", source_id=1, message="Hi", external_id="p1")
    found = await call(either_api, "GET", "/statistics/?days=2")
    assert found["waiting"] == 1
    assert [hour["hour"] for hour in found["hours"]] == list(range(24))
    assert {hour["most"] for hour in found["hours"]} <= {0, 1}


async def test_without_a_number_of_days_it_is_a_week(api: httpx.AsyncClient) -> None:
    found = await call(api, "GET", "/statistics")
    assert found == await call(api, "GET", "/statistics/?days=7")
    assert (found["received"], found["draws"], found["operators"]) == (0, 0, [])


@pytest.mark.parametrize(
    "query", ["days=0", "days=367", "days=x", "days=7.0", "days=", "weeks=1", "days=1&days=2"]
)
async def test_other_days_are_refused(api: httpx.AsyncClient, query: str) -> None:
    refused = await api.get(f"/statistics/?{query}")
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["query", query.partition("=")[0]]
