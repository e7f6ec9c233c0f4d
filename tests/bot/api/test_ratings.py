"""What clients say of how it was, as other programs see it; and the switches of sources by API."""

import re

import pytest

from sandbox.client.person import Person
from tests.api_stage import ApiStage

pytestmark = pytest.mark.usefixtures("anna")


async def test_a_rating_is_in_the_contact_its_list_the_statistics_and_the_metrics(
    stage: ApiStage, anna: Person
) -> None:
    vera = await stage.client("Vera", text="Do you deliver?")
    await stage.complete(anna, "Do you deliver?")
    thanks = await stage.tap(await vera.wait_for(stage.bot, "is completed"), "👎", vera)
    await stage.ask("Nobody came", vera, reply_to=thanks)
    made = await stage.submit()
    await stage.settle()
    contact = await stage.call("GET", "/contacts/1")
    assert (contact["rating"], contact["rating_comment"]) == ("bad", "Nobody came")
    assert contact["rated_at"].startswith("20")
    assert [fact["kind"] for fact in contact["history"]][-2:] == ["rated", "commented"]
    assert (await stage.call("GET", f"/contacts/{made['id']}"))["rating"] is None
    for rating, numbers in (("bad", [1]), ("good", [])):
        listed = await stage.call("GET", f"/contacts/?rating={rating}")
        assert [one["id"] for one in listed] == numbers
    await stage.call("GET", "/contacts/?rating=fair", 422)
    found = await stage.call("GET", "/statistics/")
    of_all = {"good": 0, "bad": 1, "share": 0.0}
    assert (found["ratings"], found["ratings_by_kind"]) == (of_all, {"draw": of_all})
    assert [one["ratings"] for one in found["operators"]] == [of_all]
    assert {one["name"]: one["ratings"] for one in found["sources"]} == {
        stage.bot.username: of_all,
        "Website": None,
    }
    metrics = (await stage.api.get("/metrics")).text
    assert re.findall(r"^leadbot_ratings_total{.*", metrics, re.MULTILINE) == [
        'leadbot_ratings_total{rating="bad",source="1"} 1.0'
    ]


async def test_a_form_is_asked_nothing_when_it_is_completed(stage: ApiStage) -> None:
    made = await stage.submit()
    for status in ("in_progress", "completed"):
        await stage.move(made["id"], status)
    await stage.settle()
    assert stage.rows("SELECT 1 FROM outbox WHERE params LIKE '%client-completed%'") == []


async def test_sources_are_switched_alone_and_with_their_hours(stage: ApiStage) -> None:
    await stage.command("/sources add Spring")
    changed = await stage.call("PATCH", "/sources/1", asks_rating=False, snooze_frees=True)
    assert (changed["asks_rating"], changed["snooze_frees"], changed["hours"]) == (False, True, None)
    changed = await stage.call("PATCH", "/sources/1", hours="Mo-Fr 09:00-18:00", snooze_frees=False)
    assert (changed["asks_rating"], changed["snooze_frees"]) == (False, False)
    assert (await stage.call("PATCH", "/sources/1", asks_rating=True))["hours"] == "Mo-Fr 09:00-18:00"
    await stage.call("PATCH", "/sources/1", asks_rating=False)
    listed = {one["name"]: one["asks_rating"] for one in await stage.call("GET", "/sources/")}
    assert (listed[stage.bot.username], listed["Spring"]) == (False, False)


async def test_what_can_not_be_switched_is_refused_and_nothing_changes(stage: ApiStage) -> None:
    site = f"/sources/{stage.site}"
    refused = await stage.call("PATCH", site, 409, asks_rating=False, hours="Mo 09:00-10:00")
    [problem] = refused["detail"]
    assert (problem["loc"], problem["type"]) == (["body", "asks_rating"], "tells_nothing")
    assert stage.rows("SELECT 1 FROM sources WHERE hours IS NOT NULL OR NOT asks_rating") == []
    await stage.call("PATCH", site, snooze_frees=True)
    for wrong in ({"asks_rating": "no"}, {"asks_rating": None}, {"snooze_frees": 1}, {"ratings": True}):
        await stage.call("PATCH", "/sources/1", 422, **wrong)
    await stage.call("PATCH", "/sources/77", 404, asks_rating=True)
