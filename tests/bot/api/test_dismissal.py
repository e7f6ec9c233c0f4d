"""An operator is dismissed by API as by an admin: for good, with everything open going on."""

from tests.api_stage import ApiStage


async def test_who_is_dismissed_by_api_has_nothing_any_more_and_is_listed_when_asked_for(
    stage: ApiStage,
) -> None:
    anna = await stage.hire_for_both("Anna")
    number = (await stage.submit("Call me back"))["id"]
    await stage.card_of(anna, number)
    await stage.hire_for_both("Boris")
    dismissed = await stage.call("PATCH", "/operators/1", is_dismissed=True)
    assert (dismissed["is_dismissed"], dismissed["is_active"], dismissed["telegram_id"]) == (
        True,
        False,
        None,
    )
    assert (await stage.call("GET", f"/contacts/{number}"))["operator_id"] == 2
    assert await stage.call("PATCH", "/operators/1", is_dismissed=True) == dismissed
    assert [who["id"] for who in await stage.call("GET", "/operators/")] == [2]
    assert await stage.call("GET", "/operators/?is_dismissed=true") == [dismissed]
    weights = await stage.call("GET", "/operator-weights/")
    assert {weight["operator_id"] for weight in weights} == {2}
    again = await stage.call("POST", "/operators/", name="Anna")
    assert (again["id"], again["is_dismissed"]) == (3, False)


async def test_nothing_undoes_a_dismissal(stage: ApiStage) -> None:
    await stage.hire_for_both("Anna")
    before = await stage.call("PATCH", "/operators/1", is_dismissed=False)
    assert before["is_dismissed"] is False
    refused = await stage.call("PATCH", "/operators/1", 422, is_dismissed=True, name="Maria")
    assert "is_dismissed: true goes without other fields" in refused["detail"][0]["msg"]
    await stage.call("PATCH", "/operators/1", is_dismissed=True)
    share = {"operator_id": 1, "source_id": stage.site, "weight": 1}
    for refused in (
        await stage.call("PATCH", "/operators/1", 409, is_dismissed=False),
        await stage.call("PATCH", "/operators/1", 409, is_active=True),
        await stage.call("POST", "/operator-weights/", 409, **share),
    ):
        assert refused["detail"][0]["type"] == "dismissed"
    assert stage.rows("SELECT is_active, name FROM operators") == [(0, "Anna")]
