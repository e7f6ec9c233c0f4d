"""An operator types behind the bot's name, chooses a quick answer, and one client reads it, the right one."""

import asyncio
from pathlib import Path

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage, InlineResult
from tests.api_stage import open_api_stage
from tests.stage import Stage

FOR_OTHER = (
    "This text was filled in for another client or has changed since, so the client of request #{} was not"
    " sent it. Look it up again."
)


async def meet(stage: Stage, *answers: str) -> tuple[Person, Person, ChatMessage]:
    """Let the bot have inline mode and quick answers, and Anna a request of Vera's."""
    await stage.telegram.set_inline_mode(stage.bot)
    for answer in answers:
        await stage.command(f"/answers add {answer}")
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="How much?")
    return anna, vera, await stage.card(anna, "How much?")


async def find(stage: Stage, person: Person, typed: str = "") -> dict[str, InlineResult]:
    """Return what somebody is offered in the chat with the bot, by title."""
    asked = await person.ask_inline(stage.bot, typed)
    return {result.title: result for result in await person.inline_results(stage.bot, asked)}


async def choose(
    stage: Stage, person: Person, title: str, reply_to: ChatMessage | None = None, typed: str = ""
) -> int:
    """Let somebody look for quick answers, and send one."""
    asked = await person.ask_inline(stage.bot, typed)
    result = next(r for r in await person.inline_results(stage.bot, asked) if r.title == title)
    return await person.choose(asked, result, reply_to.message_id if reply_to else None)


async def hear(stage: Stage, person: Person, sent: int) -> str:
    return (await person.wait_for(stage.bot, lambda m: m.reply_to == sent)).text


async def test_one_that_replies_to_the_card_is_an_answer_with_name_and_number(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "price: Hello, {name}! It is 5 & <b>more</b>. №{number}, {operator}")
    text = "Hello, Vera! It is 5 & <b>more</b>. №1, Anna"
    assert (await find(stage, anna, "pri"))["price"].text == text
    sent = await choose(stage, anna, "price", card)
    await vera.wait_for(stage.bot, text)
    assert "Complete" in (await stage.look(card, anna)).captions, "it is taken"
    assert "price · all sources · 1 time" in await stage.command("/answers")
    await anna.write(stage.bot, "/withdraw", reply_to=sent)
    await anna.wait_for(stage.bot, "Withdrawn: the client of request #1")


async def test_the_most_used_come_first_and_letters_leave_those_that_have_them(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "Price: It is 5.", "Hours: From 9 to 18.", "Way: By the river.")
    assert list(await find(stage, anna)) == ["Price", "Hours", "Way"]
    await choose(stage, anna, "Way", card)
    await vera.wait_for(stage.bot, "By the river.")
    assert list(await find(stage, anna)) == ["Way", "Price", "Hours"]
    assert list(await find(stage, anna, "PRI")) == ["Price"]
    assert list(await find(stage, anna, "the riv")) == ["Way"], "the text counts, too"
    assert list(await find(stage, anna, "hours 18")) == ["Hours"], "all words have to be there"
    for nothing in ("x" * 256, "😀" * 128, "price hours", "\u202e\u200b</b>'\"%_\\"):
        assert await find(stage, anna, nothing) == {}, nothing
    assert list(await find(stage, anna, " \n ")) == ["Way", "Price", "Hours"]


async def test_those_of_another_bot_are_not_offered(stage: Stage) -> None:
    other = await stage.add_bot()
    anna, _, _ = await meet(stage, "price: It is 5.", f"@{other.username} there: Only there.")
    assert list(await find(stage, anna)) == ["price"]


async def test_of_several_requests_each_has_its_own_text(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "price: {name}, it is 5.", "hours: From 9 to 18.")
    boris = await stage.client("Boris", text="And for me?")
    other = await stage.card(anna, "And for me?")
    found = await find(stage, anna)
    assert sorted(found) == ["hours", "price → Boris, #2", "price → Vera, #1"]
    assert list(await find(stage, anna, "vera pri")) == ["price → Vera, #1"]
    sent = await choose(stage, anna, "price → Vera, #1", other)
    assert await hear(stage, anna, sent) == FOR_OTHER.format(2)
    await choose(stage, anna, "price → Boris, #2", other)
    await boris.wait_for(stage.bot, "Boris, it is 5.")
    await choose(stage, anna, "hours", card)
    await vera.wait_for(stage.bot, "From 9 to 18.")
    assert [message.text for message in await stage.relayed(boris)] == ["Boris, it is 5."]
    assert stage.rows("SELECT used FROM quick_answers ORDER BY id") == [(1,), (1,)]


async def test_a_plain_line_is_offered_only_to_whom_it_was_filled_in_for(stage: Stage) -> None:
    anna, vera, _ = await meet(stage, "price: {name}, it is 5.", "hours: From 9 to 18.")
    boris = await stage.client("Boris", text="And for me?")
    await stage.card(anna, "And for me?")
    sent = await choose(stage, anna, "price → Vera, #1")
    question = await anna.wait_for(stage.bot, lambda m: m.reply_to == sent)
    assert question.captions == ["Send to Vera"]
    query = await anna.forge_press(stage.bot, question.message_id, "send:2")
    assert await anna.wait_answer(stage.bot, query) == FOR_OTHER.format(2)
    assert (await stage.tap(question, "Send to Vera", anna)).text == "Sent to Vera, request #1."
    await vera.wait_for(stage.bot, "Vera, it is 5.")
    sent = await choose(stage, anna, "hours")
    question = await anna.wait_for(stage.bot, lambda m: m.reply_to == sent)
    assert question.captions == ["Send to Boris", "Send to Vera"]
    assert await stage.relayed(boris) == []


async def test_what_has_changed_since_it_was_looked_up_is_not_sent(stage: Stage) -> None:
    anna, vera, card = await meet(stage, "price: It is 5.")
    asked = await anna.ask_inline(stage.bot, "")
    result = (await anna.inline_results(stage.bot, asked))[0]
    await stage.command("/answers text price It is 6.")
    sent = await anna.choose(asked, result, card.message_id)
    assert await hear(stage, anna, sent) == FOR_OTHER.format(1)
    sent = await anna.choose(asked, result)
    assert "fits none of your open requests" in await hear(stage, anna, sent)
    assert await stage.relayed(vera) == []


async def test_a_reply_in_own_words_through_another_bot_goes_as_ever(stage: Stage) -> None:
    other = await stage.telegram.add_bot("gif_bot")
    anna, _, card = await meet(stage, "price: {name}, it is 5.")
    shown = (await anna.chat(stage.bot)).messages[-1]
    message = {
        "message_id": 5_000,
        "date": 1_900_000_000,
        "chat": {"id": anna.id, "type": "private", "first_name": "Anna"},
        "from": {"id": anna.id, "is_bot": False, "first_name": "Anna"},
        "text": "Boris, it is 5.",
        "via_bot": {"id": other.id, "is_bot": True, "first_name": "Gif", "username": "gif_bot"},
        "reply_to_message": {
            "message_id": card.message_id,
            "date": shown.date,
            "chat": {"id": anna.id, "type": "private", "first_name": "Anna"},
            "text": card.text,
        },
    }
    await stage.telegram.inject(stage.bot, {"message": message})
    await stage.settle()
    assert stage.rows("SELECT text FROM messages WHERE author = 'operator'") == [("Boris, it is 5.",)]


@pytest.mark.parametrize("who", ["stranger", "client", "admin", "idle colleague", "dismissed"])
async def test_nobody_else_sees_any_and_nothing_is_kept_of_the_question(stage: Stage, who: str) -> None:
    anna, vera, _ = await meet(stage, "price: {name}, it is 5.")
    match who:
        case "stranger":
            person = await stage.person("Mallory")
        case "client":
            person = vera
        case "admin":
            person = stage.admin
        case "idle colleague":
            person = await stage.hire("Clara", weight=0)
        case _:
            await stage.tap(await stage.ask("/operators dismiss Anna"), "Yes, dismiss")
            person = anna
    await stage.settle()
    counts = (
        "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM contacts), (SELECT count(*) FROM chats)"
    )
    before = stage.rows(counts)
    assert await find(stage, person) == {}
    await stage.settle()
    assert stage.rows(counts) == before


@pytest.mark.parametrize("chat_type", ["private", "group", "supergroup", "channel"])
async def test_in_other_chats_no_client_is_named(stage: Stage, chat_type: str) -> None:
    anna, _, _ = await meet(stage, "price: {name}, it is 5.")
    asked = await anna.ask_inline(stage.bot, "price", chat_type=chat_type)
    assert await anna.inline_results(stage.bot, asked) == []


async def test_names_of_clients_are_cached_for_nobody(stage: Stage) -> None:
    anna, _, _ = await meet(stage, "price: {name}, it is 5.")
    await find(stage, anna)
    await stage.client("Boris", text="And for me?")
    await stage.card(anna, "And for me?")
    assert len(await find(stage, anna)) == 2
    calls = await stage.telegram.calls(stage.bot, "answerInlineQuery")
    assert {(call.params["cache_time"], call.params["is_personal"]) for call in calls} == {(0, True)}


async def test_a_crowd_that_types_holds_up_no_message(stage: Stage) -> None:
    anna, vera, _ = await meet(stage, "price: It is 5.")
    crowd = [await stage.person(f"Stranger {number}") for number in range(30)]
    rule = await stage.telegram.add_fault("slow", method="answerInlineQuery", seconds=3.0)
    for letters in ("p", "pr", "pri"):
        await asyncio.gather(*(person.ask_inline(stage.bot, letters) for person in crowd))
    await vera.write(stage.bot, "Hello?")
    await anna.wait_for(stage.bot, "Hello?", timeout=3)
    await stage.telegram.clear_faults(rule)
    assert await stage.alarms() == []


async def test_an_answer_that_telegram_refuses_is_lost_and_nothing_else(stage: Stage) -> None:
    anna, _, _ = await meet(stage, "price: It is 5.")
    await stage.telegram.add_fault("server_error", method="answerInlineQuery", times=1)
    await anna.ask_inline(stage.bot, "p")
    async with asyncio.timeout(30):
        # else it is replaced by the next
        while not await stage.telegram.calls(stage.bot, "answerInlineQuery"):  # noqa: ASYNC110 (a server)
            await asyncio.sleep(0.02)
    assert list(await find(stage, anna, "pr")) == ["price"]
    calls = await stage.telegram.calls(stage.bot, "answerInlineQuery")
    assert [call.ok for call in calls] == [False, True], "it is not tried again"


@pytest.mark.parametrize("query", ["x", 1, None, {}, {"id": "1"}, {"id": 1, "from": {"id": "x"}}])
async def test_a_malformed_query_is_dropped(stage: Stage, query: object) -> None:
    anna, _, _ = await meet(stage, "price: It is 5.")
    await stage.telegram.inject(stage.bot, {"inline_query": query})
    assert list(await find(stage, anna)) == ["price"]
    assert stage.rows("SELECT count(*) FROM inbox WHERE body LIKE '%inline_query%'") == [(0,)]


async def test_the_admins_screen_says_how_to_switch_it_on_and_whether_it_is(stage: Stage) -> None:
    await stage.command("/answers add price: It is 5.")
    assert "@BotFather: /setinline, then @acme_sales_bot" in await stage.command("/answers")
    await stage.telegram.set_inline_mode(stage.bot)
    await stage.restart()
    assert "typing @acme_sales_bot and a few letters" in await stage.command("/answers")


async def test_the_buttons_tell_operators_of_it_once_it_is_on(stage: Stage) -> None:
    anna, _, card = await meet(stage, "price: It is 5.")
    await find(stage, anna)
    await stage.press(anna, card, "Quick answer")
    choice = await anna.wait_for(stage.bot, "Which answer", after=card.message_id)
    hint = "Or type @acme_sales_bot and a few letters of it, as a reply to the card."
    assert choice.text.splitlines()[1:] == [hint]
    back = await stage.tap(await stage.tap(choice, "price", anna), "« Back", anna)
    assert back.text == choice.text


async def test_by_webhook_it_is_the_same_and_nothing_is_stored(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, by_webhook=True) as stage:
        anna, vera, card = await meet(stage, "price: {name}, it is 5.")
        await choose(stage, anna, "price", card)
        await vera.wait_for(stage.bot, "Vera, it is 5.")
        assert stage.rows("SELECT count(*) FROM inbox WHERE body LIKE '%inline_query%'") == [(0,)]
