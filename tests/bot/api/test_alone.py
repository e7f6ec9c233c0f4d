"""The API without bots: it works alone, and knows on SQLite that no bot is connected any more."""

from tests.api_stage import ApiStage


async def test_without_tokens_the_api_works_alone_and_bots_count_as_gone(stage: ApiStage) -> None:
    await stage.hire("Anna")
    await stage.restart(bot_tokens=[])
    await stage.weigh(1, 1)
    waits = await stage.submit(phone="+79161234567")
    assert waits["operator_id"] is None, "no bot could show it to Anna"
    assert (await stage.api.get("/healthz")).status_code == 200
    assert stage.rows("SELECT is_connected FROM sources WHERE bot_id IS NOT NULL") == [(0,)]
