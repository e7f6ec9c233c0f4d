"""What clients send arrives as it was sent: every kind of message, every character, every edit, the phone."""

from typing import Any

from bot.ui.isolation import isolate
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.names import clean, drop_directions
from tests.stage import Stage

KINDS = [
    *("photo", "document", "video", "audio", "voice", "animation", "video_note", "sticker"),
    *("location", "dice", "poll", "contact_of"),
]
AWKWARD = [
    '<b>Bold</b> & "Co" <script>alert(1)</script> &amp; </a>',
    "\u202eהפוך \u200fשלום‏ <i>",
    "👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚀" * 3 + "é\u0301",
    "{ $number } %s {0} \\n `code` *stars* _lines_",
]


async def relayed(stage: Stage, operator: Person) -> list[ChatMessage]:
    await stage.settle()
    return await stage.copied(operator)


async def test_every_kind_of_message_arrives_as_a_copy_that_replies_to_the_card(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Look at these")
    other = await stage.person("Someone")
    card = await stage.card(anna, "Look at these")
    sent = []
    for kind in KINDS:
        given: dict[str, Any] = {"other_person": other.id} if kind == "contact_of" else {}
        if kind in ("photo", "document", "voice"):
            given["caption"] = f"see the <{kind}> & answer"
        sent.append(await vera.send(stage.bot, kind, **given))
    copies = await relayed(stage, anna)
    originals = {m.message_id: m for m in (await vera.chat(stage.bot)).messages}
    assert [copy.source for copy in copies] == [{"chat_id": vera.id, "message_id": id_} for id_ in sent]
    assert {copy.reply_to for copy in copies} == {card.message_id}
    for copy, id_ in zip(copies, sent, strict=True):
        original = originals[id_]
        assert (copy.kind, copy.text, copy.file_unique_id) == (
            original.kind,
            original.text,
            original.file_unique_id,
        )
    assert stage.rows("SELECT count(*) FROM contacts") == [(1,)]
    assert stage.rows("SELECT phone FROM leads") == [(None,)]


async def test_a_first_message_that_is_no_text_is_named_on_the_card_and_follows_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    await vera.send(stage.bot, "photo", caption="this one")
    card = await stage.card(anna, "[a photo] this one")
    (copy,) = await relayed(stage, anna)
    assert (copy.kind, copy.text, copy.reply_to) == ("photo", "this one", card.message_id)
    karl = await stage.client("Karl")
    await karl.send(stage.bot, "sticker")
    card = await stage.card(anna, "[a sticker]")
    assert (await relayed(stage, anna))[-1].reply_to == card.message_id


async def test_texts_are_shown_as_written_and_names_but_for_marks_of_direction(stage: Stage) -> None:
    for number, text in enumerate(AWKWARD, 1):
        name, called = text[:64].strip(), clean(f"O{number} {text}"[:64])
        operator = await stage.hire(called, limit=1)
        client = await stage.person(name)
        await client.write(stage.bot, text)
        card = await stage.card(operator, f"Request #{number} ")
        assert f"Client: {isolate(drop_directions(name))}\n" in card.text
        assert f"\n\n{text}\n\n" in card.text
        await client.write(stage.bot, text)
        await operator.wait_for(stage.bot, lambda m, t=text: m.text == t)  # type: ignore[misc]
        await operator.write(stage.bot, text, reply_to=card.message_id)
        await client.wait_for(stage.bot, f"{isolate(called)} is answering you.")
        await client.wait_for(stage.bot, lambda m, t=text: m.text == t)  # type: ignore[misc]


async def test_a_very_long_message_is_cut_on_the_card_and_follows_whole(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for text in ("<&>" + "word " * 818 + "end", "👍🏽" * 1024):
        await stage.client("Vera", text=text)
        await anna.wait_for(stage.bot, lambda m, t=text: m.text == t)  # type: ignore[misc]
        card = await stage.card(anna, text[:50])
        assert f"\n{text[:1000]}… the whole message is below\n" in card.text


async def test_the_own_phone_is_kept_and_asked_for_only_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera", phone="+79161234567")
    await vera.write(stage.bot, "Call me")
    await stage.card(anna, "Call me")
    await stage.settle()
    await vera.share_phone(stage.bot)
    await vera.wait_for(stage.bot, "Thank you! We have saved your number +7 916 123-45-67.")
    card = await stage.card(anna, "Client: Vera, +7 916 123-45-67")
    assert (await vera.chat(stage.bot)).keyboard is None
    assert stage.rows("SELECT phone, phone_verified FROM leads") == [("+79161234567", 1)]
    removals = [c for c in await stage.telegram.calls(stage.bot) if "remove_keyboard" in str(c.params)]
    assert [call.params["chat_id"] for call in removals] == [vera.id]
    await stage.press(anna, card, "Take")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await stage.card(anna, "Completed")
    await vera.share_phone(stage.bot, force=True)
    await vera.write(stage.bot, "Hello again")
    await vera.wait_for(stage.bot, "Request #2 received")
    assert (await vera.chat(stage.bot)).keyboard is None
    assert stage.count("contacts") == 2


async def test_a_forwarded_card_of_ones_own_proves_no_number(stage: Stage) -> None:
    """It says which number the author once had."""
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Vera"}
    mine = {"phone": "+79031112233", "first_name": "Vera", "other_person": vera.id}
    await vera.send(stage.bot, "contact_of", forward_origin=origin, **mine)
    await anna.wait_for(stage.bot, lambda m: m.kind == "contact")
    assert stage.rows("SELECT phone, phone_verified FROM leads") == [(None, 0)]


async def test_somebody_elses_number_or_an_impossible_one_is_an_ordinary_message(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Call my friend")
    await stage.card(anna, "Call my friend")
    await vera.send(stage.bot, "contact_of", phone="+79160000000", first_name="Friend")
    await vera.share_phone(stage.bot, "12", force=True)
    copies = await relayed(stage, anna)
    assert [copy.contact and copy.contact["phone_number"] for copy in copies] == ["+79160000000", "12"]
    assert stage.rows("SELECT phone FROM leads") == [(None,)]


async def test_edits_are_shown_in_reply_to_what_they_change(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    first = await vera.write(stage.bot, "I need 10")
    card = await stage.card(anna, "I need 10")
    second = await vera.write(stage.bot, "blue ones")
    third = await vera.send(stage.bot, "photo", caption="like this")
    copies = await relayed(stage, anna)
    await vera.edit(stage.bot, first, "I need 100 <b>")
    await vera.edit(stage.bot, second, "blue ones")
    await vera.edit(stage.bot, second, "red ones")
    await vera.edit(stage.bot, third, "like that")
    await vera.edit(stage.bot, third, "like that")
    await stage.settle()
    edits = [m for m in (await anna.chat(stage.bot)).from_bot if m.text.startswith("edited:")]
    assert [(edit.text, edit.reply_to) for edit in edits] == [
        ("edited: I need 100 <b>", card.message_id),
        ("edited: red ones", copies[0].message_id),
        ("edited: like that", copies[1].message_id),
    ]
    assert (await stage.card(anna, "I need 100 <b>")).message_id == card.message_id
    assert stage.rows("SELECT text, edited_at IS NOT NULL FROM messages ORDER BY id") == [
        ("I need 100 <b>", 1),
        ("red ones", 1),
        ("like that", 1),
    ]


async def test_an_edit_made_while_waiting_is_simply_what_the_operator_reads(stage: Stage) -> None:
    vera = await stage.client("Vera")
    first = await vera.write(stage.bot, "I need 10")
    second = await vera.write(stage.bot, "blue ones")
    await vera.edit(stage.bot, first, "I need 100")
    await vera.edit(stage.bot, second, "red ones")
    await stage.settle()
    anna = await stage.hire("Anna")
    await stage.card(anna, "I need 100")
    assert [copy.text for copy in await relayed(stage, anna)] == ["red ones"]
    assert not any("edited" in text for text in await stage.texts(anna))


async def test_a_caption_that_is_taken_away_is_an_edit_too(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    photo = await vera.send(stage.bot, "photo", caption="my address")
    (copy,) = await relayed(stage, anna)
    await vera.edit(stage.bot, photo, "")
    edit = await anna.wait_for(stage.bot, "edited: the text was removed")
    assert edit.reply_to == copy.message_id
