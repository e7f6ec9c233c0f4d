"""What clients are told, set by the API: own words, nothing at all, and the usual again."""

from tests.api_stage import ApiStage

BOT = "/sources/1"


async def test_texts_are_set_said_and_taken_back_by_api(stage: ApiStage) -> None:
    shown = await stage.call("PATCH", BOT, texts={"queued": {"all": "Hi {name}"}, "taken": {"all": False}})
    assert shown["texts"] == {"queued": {"all": "Hi {name}"}, "taken": {"all": False}}
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "Hi Vera")
    shown = await stage.call("PATCH", BOT, texts={"queued": {"ru": "Ждёте?", "all": None}}, asks_rating=False)
    assert shown["texts"] == {"queued": {"ru": "Ждёте?"}, "taken": {"all": False}}, "others stay"
    shown = await stage.call("PATCH", BOT, texts={"queued": {"ru": " "}, "taken": {"all": None}})
    assert shown["texts"] == {}
    assert [one["texts"] for one in await stage.call("GET", "/sources/")] == [{}, {}]


async def test_wrong_texts_are_refused_by_field_and_change_nothing(stage: ApiStage) -> None:
    for wrong, field, word in (
        ({"greeting": {"all": False}}, ["body", "texts"], "must_be_said"),
        ({"taken": {"all": "Hi {phone}"}}, ["body", "texts"], "unknown_placeholder"),
    ):
        refused = await stage.call("PATCH", BOT, 422, texts={"completed": {"all": False}, **wrong})
        [problem] = refused["detail"]
        assert (problem["loc"], problem["type"]) == (field, word)
    unreadable: tuple[dict[str, object], ...] = (
        {"farewell": {"all": "Bye"}},
        {"taken": {"de": "Hallo"}},
        {"taken": {"all": True}},
        {"taken": {"all": 0}},
        {"taken": {"all": "x" * 1001}},
        {"taken": "Hi"},
    )
    for one in unreadable:
        await stage.call("PATCH", BOT, 422, texts=one)
    refused = await stage.call("PATCH", f"/sources/{stage.site}", 409, texts={"taken": {"all": False}})
    assert refused["detail"][0]["type"] == "speaks_to_nobody"
    assert stage.rows("SELECT 1 FROM sources WHERE texts IS NOT NULL") == []
