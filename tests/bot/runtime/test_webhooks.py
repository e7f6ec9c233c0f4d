"""What happens in Telegram is told another system by the running product."""

from pathlib import Path

from tests.api.happenings import ASSIGNED, COMPLETED, CREATED, LIFE, TAKEN
from tests.api.outside import SECRET, open_outside, refuse
from tests.stage import Stage, open_stage


async def live_through(stage: Stage) -> None:
    """Let Vera write, and Anna take and complete it."""
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello from Vera")
    card = await stage.card(anna, "Hello from Vera")
    assert await stage.press(anna, card, "Take") == "Request #1 is yours"
    taken = await anna.wait_for(stage.bot, lambda message: "Complete" in message.captions)
    assert await stage.press(anna, taken, "Complete") == "Request #1 is completed"


async def test_the_whole_life_of_a_telegram_contact_is_told(tmp_path: Path) -> None:
    async with (
        open_outside() as outside,
        open_stage(tmp_path, webhook_events_url=outside.url, webhook_events_secret=SECRET) as stage,
    ):
        await live_through(stage)
        await outside.wait(lambda: len(outside.taken) == 4)
        await stage.settle()
        assert outside.steps(1) == LIFE
        created, assigned, taken, completed = [told.event for told in outside.taken]
        assert created["data"]["contact"]["message"] == "Hello from Vera"
        assert created["data"]["lead"]["name"] == "Vera"
        assert created["data"]["lead"]["external_id"].startswith("tg:")
        assert created["data"]["actor"] == "client"
        assert created["created_at"] <= assigned["created_at"] <= taken["created_at"]
        assert (assigned["data"]["operator"]["name"], assigned["data"]["why"]) == ("Anna", "new")
        actor = f"operator:{assigned['data']['operator_id']}"
        assert [event["data"]["actor"] for event in (taken, completed)] == [actor] * 2
        assert completed["data"]["contact"]["status"] == "completed"


async def test_operators_work_on_while_the_receiver_is_down_and_it_hears_all_after_a_restart(
    tmp_path: Path,
) -> None:
    async with (
        open_outside() as outside,
        open_stage(tmp_path, webhook_events_url=outside.url, webhook_events_secret=SECRET) as stage,
    ):
        outside.answer = refuse(503)
        await live_through(stage)
        await outside.wait(lambda: outside.tries)
        await stage.stop()
        assert outside.taken == []
        outside.answer = refuse(200)
        await stage.start()
        await outside.wait(lambda: len(outside.taken) == 4)
        assert outside.steps(1) == [CREATED, ASSIGNED, TAKEN, COMPLETED]


async def test_without_an_address_nothing_is_queued(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await live_through(stage)
        assert stage.rows("SELECT 1 FROM outbox WHERE kind = 'webhook'") == []


async def test_a_rating_and_the_words_to_it_are_told_with_the_contact(tmp_path: Path) -> None:
    async with (
        open_outside() as outside,
        open_stage(tmp_path, webhook_events_url=outside.url, webhook_events_secret=SECRET) as stage,
    ):
        anna, vera = await stage.hire("Anna"), await stage.client("Vera", text="Hello from Vera")
        await stage.complete(anna, "Hello from Vera")
        thanks = await stage.tap(await vera.wait_for(stage.bot, "is completed"), "👎", vera)
        await outside.wait(lambda: len(outside.taken) == 5)
        await vera.write(stage.bot, "Nobody came", reply_to=thanks.message_id)
        await outside.wait(lambda: len(outside.taken) == 6)
        await stage.settle()
        told = [told.event for told in outside.taken[4:]]
        assert [event["type"] for event in told] == ["contact.rated"] * 2
        assert [event["data"]["actor"] for event in told] == ["client"] * 2
        said = [event["data"]["contact"] for event in told]
        assert [one["rating"] for one in said] == ["bad", "bad"]
        assert [one["rating_comment"] for one in said] == [None, "Nobody came"]
        assert not any("Nobody" in row[0] for row in stage.rows("SELECT params FROM outbox"))
