"""A shared pool in Telegram: a card for everybody, one press that counts, and what the others read then."""

from bot.ui.keyboards import PoolCallback
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage


async def set_scene(stage: Stage, language: str = "en") -> list[tuple[Person, ChatMessage]]:
    """Anna, Boris and Clara share a pool, and Vera has written."""
    if language == "ru":
        stage.admin = await stage.person("Ольга", "ru")
        await stage.appoint(stage.admin)
    team = [await stage.hire(name, language=language) for name in ("Anna", "Boris", "Clara")]
    await stage.command("/sources mode 1 pool")
    await stage.client("Vera", language, text="Do you deliver?")
    return [(one, await stage.card(one, "Do you deliver?")) for one in team]


async def read(stage: Stage, person: Person, card: ChatMessage) -> ChatMessage:
    return await stage.look(card, person)


async def press_late(stage: Stage, person: Person, card: ChatMessage) -> str:
    """Press the button of a card as it was, which the person's phone still shows; returns what pops up."""
    data = PoolCallback(contact=1, assignment=1).pack()
    return await person.wait_answer(stage.bot, await person.forge_press(stage.bot, card.message_id, data))


async def test_the_first_press_counts_and_the_others_read_who_was_quicker(stage: Stage) -> None:
    (anna, hers), (boris, his), (clara, other) = await set_scene(stage)
    assert hers.captions == ["Take"]
    assert "It goes to the first who presses Take, or replies." in hers.text
    assert await stage.press(anna, hers, "Take") == "Request #1 is yours"
    card = await read(stage, anna, hers)
    assert "In progress" in card.text
    assert "Complete" in card.captions
    line = await read(stage, boris, his)
    assert (line.text, line.captions) == ("Request #1: Anna took it.", [])
    assert (await read(stage, clara, other)).text == "Request #1: Anna took it."


async def test_who_is_too_late_is_told_who_has_it(stage: Stage) -> None:
    (anna, hers), (boris, his), _ = await set_scene(stage)
    await stage.press(anna, hers, "Take")
    await stage.settle()
    assert await press_late(stage, boris, his) == "Anna has request #1 already."
    assert await press_late(stage, anna, hers) == "Request #1 is in progress already."


async def test_a_reply_to_the_card_takes_it_and_reaches_the_client(stage: Stage) -> None:
    (anna, hers), (boris, his), _ = await set_scene(stage)
    await boris.write(stage.bot, "Yes, we do", reply_to=his.message_id)
    await stage.settle()
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("in_progress", 2)]
    assert "Boris took it" in (await read(stage, anna, hers)).text


async def test_the_queue_and_why_speak_of_the_pool(stage: Stage) -> None:
    (anna, hers), *_ = await set_scene(stage)
    assert "in the shared pool, nobody has taken it yet" in await stage.command("/queue")
    await stage.press(anna, hers, "Take")
    told = await stage.command("/why 1")
    assert "Had the card in the pool (weight, and what was open of the limit):" in told
    assert "Boris: weight 1, open 0 of 5" in told
    assert "Anna was the first to press Take." in told


async def test_the_pool_speaks_russian(stage: Stage) -> None:
    (anna, hers), (boris, his), _ = await set_scene(stage, "ru")
    assert "Обращение достаётся тому, кто первым нажмёт «В работу» или ответит." in hers.text
    await stage.press(anna, hers, "В работу")
    assert (await read(stage, boris, his)).text == "Обращение №1 в работе: Anna."
    assert await press_late(stage, boris, his) == "Обращение №1 уже взято: Anna."
    assert "Anna — первое нажатие «В работу»." in await stage.command("/why 1")


async def test_what_is_passed_on_without_a_name_is_offered_to_all_others(stage: Stage) -> None:
    (anna, hers), (boris, _), _ = await set_scene(stage)
    await stage.press(anna, hers, "Take")
    card = await read(stage, anna, hers)
    await stage.press(anna, card, "Pass on")
    asked = await anna.wait_for(stage.bot, "on to whom?")
    done = await stage.tap(asked, "To whoever takes it first", anna)
    assert done.text == "Request #1 is in the pool again: the others have its card."
    assert "no longer with you" in (await read(stage, anna, hers)).text
    again = await boris.wait_for(stage.bot, lambda m: "Do you deliver?" in m.text and bool(m.buttons))
    assert again.captions == ["Take"]
    assert "in the pool again" in await stage.command("/contact 1")


async def test_mine_lists_what_can_be_taken_with_a_button_that_takes_it(stage: Stage) -> None:
    (anna, hers), (boris, his), _ = await set_scene(stage)
    for one in (anna, boris):
        mine = await stage.ask("/mine", one)
        assert "🤝 In the pool, for whoever takes it first:" in mine.text
        assert "#1 · Vera · waits for less than a minute" in mine.text
    late = mine
    mine = await stage.tap(await stage.ask("/mine", anna), "Take #1 Vera", anna)
    assert "You have 1 open request:" in mine.text
    assert "In the pool" not in mine.text
    assert mine.captions == ["#1 Vera", "« Menu"]
    assert "In progress" in (await read(stage, anna, hers)).text
    assert (await read(stage, boris, his)).text == "Request #1: Anna took it."
    assert await stage.press(boris, late, "Take #1 Vera") == "Anna has request #1 already."
    assert (await stage.ask("/mine", boris)).text == "You have no open requests."
