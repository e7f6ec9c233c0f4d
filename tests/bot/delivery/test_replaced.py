"""A message with another file than before: the other side sees the new one in reply to the old."""

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage


async def files(stage: Stage, person: Person) -> list[ChatMessage]:
    await stage.settle()
    return [m for m in (await person.chat(stage.bot)).from_bot if m.kind != "text"]


async def test_another_photo_is_shown_to_the_operator_though_the_words_are_the_same(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    sent = await vera.send(stage.bot, "photo", caption="like <this>")
    (former,) = await files(stage, anna)
    await vera.edit_media(stage.bot, sent)
    _, new = await files(stage, anna)
    assert (new.text, new.reply_to) == ("edited: like <this>", former.message_id)
    assert new.file_unique_id != former.file_unique_id
    await vera.edit_media(stage.bot, sent, kind="video", caption="")
    *_, newest = await files(stage, anna)
    assert (newest.kind, newest.text, newest.reply_to) == ("video", "edited", new.message_id)
    await anna.write(stage.bot, "I see", reply_to=newest.message_id)
    await vera.wait_for(stage.bot, "I see")


async def test_another_photo_with_other_words_is_shown_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    sent = await vera.send(stage.bot, "photo", caption="like this")
    await files(stage, anna)
    await vera.edit_media(stage.bot, sent, caption="like that")
    assert [m.text for m in await files(stage, anna)] == ["like this", "edited: like that"]
    assert (await stage.texts(anna)).count("edited: like that") == 1


async def test_another_file_in_an_answer_replaces_the_one_the_client_has(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    sent = await anna.send(stage.bot, "document", caption="the price", reply_to=card.message_id)
    (former,) = await files(stage, vera)
    await anna.edit_media(stage.bot, sent)
    (new,) = await files(stage, vera)
    assert (new.kind, new.text, new.message_id) == ("document", "the price", former.message_id)
    assert new.file_unique_id != former.file_unique_id
    await stage.restart(reopen_window_minutes=10)
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await anna.edit_media(stage.bot, sent)
    (newest,) = await files(stage, vera)
    assert newest.file_unique_id != new.file_unique_id, (
        "she must not go by the wrong file after completion either"
    )
    assert stage.rows("SELECT count(*) FROM events WHERE kind='edited'") == [(2,)]


async def test_a_photo_on_the_card_that_is_replaced_follows_the_card(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    sent = await vera.send(stage.bot, "photo", caption="this one")
    await stage.card(anna, "[a photo] this one")
    (former,) = await files(stage, anna)
    await vera.edit_media(stage.bot, sent, kind="video", caption="that one")
    _, new = await files(stage, anna)
    assert (new.kind, new.text, new.reply_to) == ("video", "edited: that one", former.message_id)
    await stage.card(anna, "[a video] that one")


async def test_a_caption_too_long_for_another_word_is_left_as_it_is(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    sent = await vera.send(stage.bot, "photo", caption="👍" * 510)
    (former,) = await files(stage, anna)
    await vera.edit_media(stage.bot, sent)
    _, new = await files(stage, anna)
    assert (new.text, new.reply_to) == ("👍" * 510, former.message_id)


async def test_edits_of_a_part_of_an_album_point_to_its_copy(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    sent = await vera.send_album(stage.bot, 2, caption="two", media_group_id="77")
    await files(stage, anna)
    await vera.send(stage.bot, "photo", media_group_id="77")
    first, second, _ = await files(stage, anna)
    await vera.edit(stage.bot, sent[0], "three")
    edit = await anna.wait_for(stage.bot, "edited: three")
    assert edit.reply_to == first.message_id
    await vera.edit_media(stage.bot, sent[1])
    *_, new = await files(stage, anna)
    assert (new.text, new.reply_to) == ("edited", second.message_id)
    answer = await anna.send_album(stage.bot, 2, caption="ours", reply_to=card.message_id)
    _, shown = await files(stage, vera)
    await anna.edit_media(stage.bot, answer[1], caption="this one")
    *_, new = await files(stage, vera)
    assert (new.text, new.message_id) == ("this one", shown.message_id)
