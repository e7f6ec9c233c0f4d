"""An answer that waits is sent as it stood when it was given: a refused edit does not go out with it."""

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

FRAUD = "pay to card 4000"
BOLD = {"type": "bold", "offset": 0, "length": 4}


async def meet(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    anna, vera = await stage.hire("Anna"), await stage.client("Vera", text="How much?")
    card = await stage.card(anna, "How much?")
    await stage.press(anna, card, "Take")
    await stage.settle()
    await stage.telegram.add_fault("flood", person=vera, times=1, retry_after=3)
    return anna, vera, card


async def dismiss(stage: Stage) -> None:
    """Dismiss Anna while her answers wait."""
    screen = await stage.ask("/operators dismiss Anna")
    await stage.press(stage.admin, screen, "Yes, dismiss")
    assert stage.rows("SELECT count(*) > 0 FROM outbox WHERE kind = 'relay' AND state = 'pending'") == [(1,)]


async def test_a_text_that_waits_is_sent_as_it_was_accepted(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    asked = (await vera.chat(stage.bot)).messages[0].message_id
    answer = await anna.write(
        stage.bot, "five euros", reply_to=card.message_id, quote="much", entities=[BOLD]
    )
    await dismiss(stage)
    await anna.edit(stage.bot, answer, FRAUD)
    shown = await vera.wait_for(stage.bot, "five euros")
    assert shown.html == "<b>five</b> euros"
    assert (shown.reply_to, shown.quote) == (asked, "much")
    await stage.settle()
    assert not [text for text in await stage.texts(vera) if FRAUD in text]


async def test_a_file_that_waits_keeps_its_caption_and_stays_the_same_file(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    with_words = await anna.send(stage.bot, "photo", caption="five euros", reply_to=card.message_id)
    without = await anna.send(stage.bot, "document", reply_to=card.message_id)
    replaced = await anna.send(stage.bot, "video", caption="a film", reply_to=card.message_id)
    album = await anna.send_album(stage.bot, 2, caption="an album", reply_to=card.message_id)
    await dismiss(stage)
    await anna.edit(stage.bot, with_words, FRAUD)
    await anna.edit(stage.bot, without, FRAUD)
    await anna.edit_media(stage.bot, replaced, kind="photo", caption=FRAUD)
    await anna.edit(stage.bot, album[0], FRAUD)
    await stage.settle()
    files = [(m.kind, m.text) for m in (await vera.chat(stage.bot)).from_bot if m.kind != "text"]
    assert files == [
        ("photo", "five euros"),
        ("document", ""),
        ("video", "a film"),
        ("photo", "an album"),
        ("photo", ""),
    ]
