"""The first steps of a new owner: they tick themselves off, and each is a press away."""

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage, find_start

DONE = "✅"
LANGUAGES = {"en": "First steps", "ru": "Первые шаги"}


def count_done(screen: ChatMessage) -> int:
    """Return how many steps are ticked off."""
    return screen.text.count(DONE)


async def test_an_empty_bot_shows_what_is_to_be_done(stage: Stage) -> None:
    start = await stage.ask("/start")
    assert start.text.startswith("First steps")
    assert "✅ The bot is connected: @acme_sales_bot" in start.text
    assert "from another phone open t.me/acme_sales_bot" in start.text
    assert count_done(start) == 1
    assert start.captions == ["➕ Add an operator", "I answer myself", "🔄 Refresh", "☰ Menu"]


async def test_each_step_is_ticked_off_when_it_is_done(stage: Stage) -> None:
    start = await stage.ask("/start")
    await stage.press(stage.admin, start, "Add an operator")
    asked = await stage.admin.wait_for(stage.bot, lambda m: m.asks_reply is not None)
    added = await stage.ask("Anna", reply_to=asked)
    link = await stage.admin.wait_for(stage.bot, "?start=op_", after=added.message_id)
    start = await stage.tap(start, "Refresh")
    assert "Anna has not joined yet" in start.text
    assert {"Link for Anna", "Weight 1 for Anna"} <= set(start.captions)
    await stage.join("Anna", link.text)
    start = await stage.tap(start, "Refresh")
    assert "✅ Anna answers clients" in start.text
    start = await stage.tap(start, "Weight 1 for Anna")
    assert count_done(start) == 3
    assert "Try as a client" in start.captions
    await stage.client("Vera", text="Hello")
    await stage.settle()
    ready = await stage.tap(start, "Refresh")
    assert ready.text == "✅ Everything is ready: clients write, and somebody answers."
    assert "Operators" in ready.captions
    assert (await stage.ask("/start")).text.startswith("Menu")


async def test_an_admin_answers_himself_after_one_press(stage: Stage) -> None:
    start = await stage.tap(await stage.ask("/start"), "I answer myself")
    assert start.text.startswith("Olga, you are an operator now")
    assert count_done(start) == 3
    rows = "SELECT o.name, o.telegram_id, w.weight FROM operators o, operator_source_weights w"
    assert stage.rows(rows) == [("Olga", stage.admin.id, 1)]
    await stage.client("Vera", text="Is it in stock?")
    card = await stage.card(stage.admin, "Is it in stock?")
    await stage.admin.write(stage.bot, "Yes", reply_to=card.message_id)
    await stage.settle()
    assert stage.rows("SELECT answered_at IS NOT NULL FROM contacts") == [(1,)]


async def test_a_second_press_makes_no_second_operator(stage: Stage) -> None:
    start = await stage.ask("/start")
    await stage.press(stage.admin, start, "I answer myself")
    await stage.admin.forge_press(stage.bot, start.message_id, "step:me:0")
    await stage.settle()
    assert stage.rows("SELECT name FROM operators") == [("Olga",)]


@pytest.mark.parametrize(("name", "becomes"), [("Olga", "Olga 2"), ("😀", "😀"), ("12", "Admin")])
async def test_whoever_cannot_be_called_so_gets_another_name(stage: Stage, name: str, becomes: str) -> None:
    await stage.command("/operators add Olga")
    ivan = await stage.person(name)
    await stage.appoint(ivan)
    await ivan.open(stage.bot)
    start = await ivan.wait_for(stage.bot, "First steps")
    await stage.tap(start, "I answer myself", ivan)
    (operator,) = stage.rows("SELECT name FROM operators WHERE telegram_id IS NOT NULL")
    assert operator == (becomes,)


async def test_with_two_operators_it_is_the_admin_who_says_who_gets_a_weight(stage: Stage) -> None:
    await stage.hire("Anna", weight=None)
    await stage.hire("Boris", weight=None)
    start = await stage.ask("/start")
    assert "Weights" in start.captions
    assert not any(caption.startswith("Weight 1") for caption in start.captions)
    assert (await stage.tap(start, "Weights")).text.startswith("Weights")


async def test_a_weight_that_is_there_is_not_replaced_by_a_stale_button(stage: Stage) -> None:
    await stage.hire("Anna", weight=None)
    start = await stage.ask("/start")
    await stage.command(f"/weight Anna {stage.bot.username} 7")
    await stage.tap(start, "Weight 1 for Anna")
    assert stage.rows("SELECT weight FROM operator_source_weights") == [(7,)]


async def test_who_is_no_admin_can_not_press_the_steps(stage: Stage) -> None:
    anna = await stage.hire("Anna", weight=None)
    hint = await stage.ask("/help", anna)
    for data in ("step:me:0", "step:weight:1", "menu:operators", "menu:all"):
        query = await anna.forge_press(stage.bot, hint.message_id, data)
        await anna.wait_answer(stage.bot, query)
    vera = await stage.client()
    greeting = await open_as_client(stage, vera)
    for data in ("step:me:0", "menu:operators", "menu:all", "menu:"):
        await vera.wait_answer(stage.bot, await vera.forge_press(stage.bot, greeting.message_id, data))
    await stage.settle()
    assert stage.rows("SELECT name FROM operators") == [("Anna",)]
    assert stage.rows("SELECT weight FROM operator_source_weights") == []
    shown = [*await stage.texts(anna), *await stage.texts(vera)]
    assert not any("Operators" in text or "First steps" in text for text in shown)


async def open_as_client(stage: Stage, client: Person) -> ChatMessage:
    """Let a client open the bot; returns the greeting."""
    await client.open(stage.bot)
    return await client.wait_for(stage.bot, "Write what you need")


async def test_the_link_is_sent_again_by_a_button(stage: Stage) -> None:
    await stage.command("/operators add Anna")
    start = await stage.ask("/start")
    await stage.press(stage.admin, start, "Link for Anna")
    link = await stage.admin.wait_for(stage.bot, "?start=op_", after=start.message_id)
    await stage.join("Anna", f"?start={find_start(link.text)}")
    assert stage.rows("SELECT telegram_id IS NULL FROM operators") == [(0,)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_steps_speak_the_admins_language(stage: Stage, language: str) -> None:
    ivan = await stage.person("Иван", language)
    await stage.appoint(ivan)
    await ivan.open(stage.bot)
    start = await ivan.wait_for(stage.bot, LANGUAGES[language])
    assert "t.me/acme_sales_bot" in start.text
