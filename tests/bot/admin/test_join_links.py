"""A link to join is a key: it opens once, for whom it is meant, and nobody else ever reads it."""

import pytest
from sqlalchemy.orm import Session

from bot.intake.salvage import salvage
from services.clock import utc_now
from tests.bot.updates import message
from tests.complaints import read_complaints
from tests.moments import make_moment
from tests.stage import Stage, find_start

HINTS = {
    "en": "This message has a link by which somebody joins as an operator or an admin, so nobody was shown",
    "ru": "В сообщении — ссылка для входа оператора или администратора, поэтому его никто не увидел.",
}


async def invite(stage: Stage, name: str = "Dora") -> str:
    return find_start(await stage.command(f"/operators add {name}"))


@pytest.mark.parametrize("words", ["x", "\nhello there", "and 5 more words"])
async def test_words_behind_the_token_do_not_make_it_a_request(stage: Stage, words: str) -> None:
    start = await invite(stage)
    dora = await stage.person("Dora")
    await dora.write(stage.bot, f"/start {start} {words}")
    await dora.wait_for(stage.bot, "Welcome, Dora!")
    await dora.write(stage.bot, f"/start {start} {words}")
    await dora.wait_for(stage.bot, "This link no longer works.")
    assert stage.count("contacts") == 0


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("text", ["https://t.me/{bot}?start={start}", "see {start}, is it mine?", "{token}"])
async def test_a_living_link_in_words_is_shown_to_nobody(
    stage: Stage, language: str, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.hire("Anna")
    start = await invite(stage)
    text = text.format(bot=stage.bot.username, start=start, token=start.removeprefix("op_"))
    stranger = await stage.person("Stranger", language)
    await stranger.write(stage.bot, text)
    await stranger.wait_for(stage.bot, HINTS[language])
    await stage.settle()
    assert (stage.count("contacts"), stage.count("messages")) == (0, 0)
    assert start.removeprefix("op_") not in caplog.text
    assert read_complaints(caplog) == []


async def test_a_living_link_gets_by_no_other_way_into_a_request(stage: Stage) -> None:
    """By an edit, behind other words, in a caption, as an answer to a client."""
    anna = await stage.hire("Anna")
    start = await invite(stage)
    url = f"https://t.me/{stage.bot.username}?start={start}"
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    said = await vera.write(stage.bot, "more")
    await vera.edit(stage.bot, said, f"more {url}")
    await vera.wait_for(stage.bot, HINTS["en"])
    link = [{"type": "text_link", "offset": 0, "length": 4, "url": url}]
    await vera.write(stage.bot, "here", entities=link)
    await vera.send(stage.bot, "photo", caption=url)
    assert HINTS["en"] in await stage.reply(anna, card, f"/join {url}")
    await stage.settle()
    assert stage.rows("SELECT text FROM messages ORDER BY id") == [("Hello",), ("more",)]
    assert start not in await stage.command("/contact 1")
    await stage.join("Dora", url)


async def test_a_dead_link_in_words_is_a_request_like_any_other(stage: Stage) -> None:
    start = await invite(stage)
    await stage.join("Dora", f"?start={start}")
    vera = await stage.client("Vera", text=f"What is ?start={start} for?")
    await vera.wait_for(stage.bot, "Request #1 received")


async def test_a_living_link_in_an_update_that_cannot_be_read_is_shown_to_nobody(stage: Stage) -> None:
    start = await invite(stage)
    vera = await stage.person("Vera")
    broken = message(
        vera, 900, text=f"t.me/x?start={start}", forward_origin={"type": "new_origin", "date": 1}
    )

    def save(session: Session) -> None:
        salvage(session, stage.bot.id, {"message": broken}, at=make_moment(utc_now()))

    await stage.run(save)
    assert stage.count("contacts") == 0
