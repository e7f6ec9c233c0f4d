"""Tags: by a hashtag in a note, by buttons in /mine, on the page of a request."""

import pytest

from tests.stage import Stage


async def test_a_hashtag_in_a_note_tags_the_request_and_a_new_one_joins_the_list(stage: Stage) -> None:
    await stage.command("/tags add VIP")
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    note = "// #vip, #звонить_позже see https://acme.example/#prices and #12"
    assert (await stage.reply(anna, card, note)).startswith("Noted.")
    card = await stage.look(card, anna)
    assert "\nTags: VIP, звонить_позже\n" in card.text
    listed = await stage.command("/tags")
    assert listed.endswith("\nVIP — 1\nзвонить_позже — 1")
    page = await stage.command("/contact 1")
    assert "tags: + VIP, + звонить_позже (Anna)" in page
    assert len(await stage.texts(vera)) == 1, "no client sees it"
    assert "#1 · Vera" in await stage.command("/find #vip")
    assert await stage.command("/find #gold") == "Nothing was found."


async def test_an_admins_note_tags_as_well(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert (await stage.ask("//#wholesale", reply_to=await stage.ask("/contact 1"))).text.startswith("Noted.")
    assert "\nTags: wholesale\n" in (await stage.look(card, anna)).text


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (f"// #{'x' * 65}", f"The name “{'x' * 65}” won't do"),
        ("// #new and #newer", "A list may have at most 30. Remove something first."),
    ],
)
async def test_a_hashtag_that_can_be_no_tag_is_refused_with_the_note(
    stage: Stage, note: str, said: str
) -> None:
    for n in range(29):
        await stage.command(f"/tags add tag {n} x")
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert (await stage.reply(anna, card, note)).startswith(said)
    assert stage.one("SELECT count(*) FROM labels") == 29
    assert stage.one("SELECT count(*) FROM events WHERE kind IN ('note', 'tagged')") == 0


async def test_what_looks_like_a_tag_is_that_tag(stage: Stage) -> None:
    await stage.command("/tags add call later")
    await stage.command("/tags add vip")
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.reply(anna, card, "// #call_later #vір")
    assert "\nTags: call later, vip\n" in (await stage.look(card, anna)).text
    assert stage.one("SELECT count(*) FROM labels") == 2


async def test_an_operator_chooses_tags_in_mine(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    one = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    assert "Tags" not in one.captions, "there are none"
    await stage.command("/tags add vip")
    await stage.command("/tags add <b>old</b>")
    one = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    choice = await stage.tap(one, "Tags", anna)
    assert choice.text == "Which tags has request #1? Press again to take one away."
    choice = await stage.tap(choice, "<b>old</b>", anna)
    choice = await stage.tap(choice, "vip", anna)
    assert choice.captions == ["✓ vip", "✓ <b>old</b>", "« Request #1"]
    choice = await stage.tap(choice, "✓ vip", anna)
    assert "\nTags: <b>old</b>\n" in (await stage.look(card, anna)).text
    back = await stage.tap(choice, "« Request #1", anna)
    assert "\nTags: <b>old</b>\n" in back.text
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card, to="By draw")
    await stage.card(boris, "Hello")
    query = await anna.forge_press(stage.bot, back.message_id, "tag:1:1:1")
    assert await anna.wait_answer(stage.bot, query) == "Request #1 is no longer with you."
    assert stage.rows("SELECT label_id FROM contact_tags") == [(2,)]


async def test_an_admin_chooses_tags_of_any_request_and_takes_removed_ones_away(stage: Stage) -> None:
    await stage.command("/tags add vip")
    await stage.command("/tags add old")
    await stage.client("Vera", text="Hello")
    await stage.settle()
    choice = await stage.tap(await stage.ask("/contact 1"), "Tags")
    choice = await stage.tap(choice, "vip")
    assert choice.captions == ["✓ vip", "old", "« Request #1"]
    await stage.command("/tags remove vip")
    choice = await stage.tap(await stage.tap(choice, "« Request #1"), "Tags")
    assert choice.captions == ["old", "✓ vip", "« Request #1"]
    choice = await stage.tap(choice, "✓ vip")
    assert choice.captions == ["old", "« Request #1"]
