"""Notes to colleagues: `//` in a reply; who reads them, and that no client ever does."""

import pytest

from tests.stage import Stage


async def test_a_note_reaches_whoever_gets_the_request_and_never_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert (
        await stage.reply(anna, card, "// wants a <discount>")
        == "Noted. Colleagues see it, the client does not."
    )
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card)
    await stage.card(boris, "Hello")
    await boris.wait_for(stage.bot, "📝 Anna noted: wants a <discount>")
    assert "Anna noted: wants a <discount>" in await stage.command("/contact 1")
    await stage.settle()
    assert await stage.texts(vera) == ["Request #1 received. We will answer right here soon."]
    assert stage.rows("SELECT status, answered_at FROM contacts") == [("new", None)], "a note is no answer"


async def test_what_an_admin_notes_its_operator_reads(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    page = await stage.ask("/contact 1")
    assert (await stage.ask("//call him at ten", reply_to=page)).text.startswith("Noted.")
    await anna.wait_for(stage.bot, "📝 Olga noted: call him at ten")
    await stage.settle()
    assert len(await stage.texts(vera)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("//", "What is to be noted?"),
        (" //  ", "What is to be noted?"),
        (f"//{'x' * 1001}", "A text may have at most 1,000 characters."),
    ],
)
async def test_wrong_notes_are_explained_and_reach_nobody(stage: Stage, words: str, said: str) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert (await stage.reply(anna, card, words)).startswith(said)
    await stage.settle()
    assert len(await stage.texts(vera)) == 1
    assert stage.one("SELECT count(*) FROM events WHERE kind = 'note'") == 0


async def test_a_file_with_a_note_below_reaches_no_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await anna.send(stage.bot, "photo", caption="// his passport", reply_to=card.message_id)
    await anna.wait_for(stage.bot, "A note has words alone")
    await stage.settle()
    assert await stage.relayed(vera) == []


async def test_who_has_lost_the_request_notes_nothing_and_notes_go_with_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.reply(anna, card, "// secret of Vera")
    await stage.hire("Boris", weight=None)
    await stage.command("/assign 1 Boris")
    assert await stage.reply(anna, card, "// more") == "Request #1 is no longer with you."
    await stage.tap(await stage.ask("/forget 1"), "Forget")
    await stage.settle()
    stored = stage.rows("SELECT data FROM events UNION ALL SELECT params FROM outbox")
    assert not any("secret of Vera" in row[0] for row in stored)
    assert not any("secret of Vera" in row[0] for row in stage.rows("SELECT body FROM inbox"))


async def test_a_reply_to_a_colleagues_note_is_a_note_and_never_reaches_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.reply(anna, card, "// rude, be careful")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card)
    await stage.card(boris, "Hello")
    note = await boris.wait_for(stage.bot, "Anna noted: rude, be careful")
    assert await stage.reply(boris, note, "I know her") == "Noted. Colleagues see it, the client does not."
    await stage.settle()
    assert all("I know her" not in text for text in await stage.texts(vera))
