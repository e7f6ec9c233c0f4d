"""People and tokens that Telegram refuses: contacts go to others, senders are told, nothing is lost."""

import logging

import pytest
import pytest_asyncio

from sandbox.client.person import Person
from sandbox.client.seen import Bot, ChatMessage
from tests.process.program import until
from tests.stage import Stage

LEFT = "⚠️ Anna has closed the chat with @acme_sales_bot and gets no new requests from there."
REFUSED = "⚠️ The bot @acme_help_bot is not working: Telegram refuses the token"
SENDS = ("sendMessage", "copyMessage", "copyMessages", "editMessageText")


async def make_calls(stage: Stage, method: str, anna: Person, card: ChatMessage, vera: Person) -> None:
    """Let something happen that Anna is told by this method."""
    match method:
        case "sendMessage":
            await stage.client("Karl", text="a new request")
        case "copyMessage":
            await vera.write(stage.bot, "another word")
        case "copyMessages":
            await vera.send_album(stage.bot, 2)
        case "editMessageText":
            await stage.telegram.add_fault("forbidden", method="sendMessage", person=anna)
            await anna.press(stage.bot, card, "Take")


@pytest.mark.parametrize("method", SENDS)
async def test_what_an_operator_cannot_be_told_goes_to_another_and_admins_hear_of_it_once(
    stage: Stage, method: str
) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris", weight=None)
    await stage.settle()
    await stage.telegram.add_fault("forbidden", method=method, person=anna)
    await make_calls(stage, method, anna, card, vera)
    await stage.settle()
    assert stage.rows("SELECT DISTINCT operator_id FROM contacts") == [(None,)], "they wait"
    await stage.command("/weight Boris acme_sales_bot 1")
    await stage.card(boris, "Hello")
    await stage.settle()
    assert stage.rows("SELECT DISTINCT operator_id FROM contacts") == [(2,)]
    assert await stage.tell_admins() == [LEFT]
    assert stage.rows("SELECT 1 FROM outbox WHERE state='dead' AND error NOT LIKE 'unreachable%'") == []


async def test_an_operator_who_writes_again_gets_what_waits(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    rule = await stage.telegram.add_fault("forbidden", person=anna)
    vera = await stage.client("Vera", text="Hello")
    await vera.write(stage.bot, "Anybody?")
    await stage.settle()
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", None)]
    await stage.telegram.clear_faults(rule)
    await anna.write(stage.bot, "I am back")
    card = await stage.card(anna, "Hello")
    assert (await anna.wait_for(stage.bot, "Anybody?")).reply_to == card.message_id
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", 1)]


@pytest.mark.parametrize("method", ["copyMessage", "copyMessages"])
async def test_who_answers_a_client_that_cannot_be_reached_is_told_once(stage: Stage, method: str) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await stage.settle()
    await stage.telegram.add_fault("forbidden", person=vera)
    if method == "copyMessage":
        sent = [await anna.write(stage.bot, "Are you there?", reply_to=card.message_id)]
    else:
        sent = await anna.send_album(stage.bot, 2, reply_to=card.message_id)
    report = await anna.wait_for(stage.bot, "the answer in request #1 was not delivered")
    assert report.reply_to in sent
    await stage.settle()
    assert len([text for text in await stage.texts(anna) if "was not delivered" in text]) == 1
    assert len(await stage.texts(vera)) == 1
    assert await stage.tell_admins() == []
    await stage.telegram.clear_faults()
    await anna.write(stage.bot, "And now?", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "And now?")


async def test_what_was_held_up_while_the_token_was_refused_comes_in_order(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await stage.hire("Anna")
    await stage.settle()
    with caplog.at_level(logging.INFO, "leadbot"):
        rule = await stage.telegram.add_fault("unauthorized", method="sendMessage")
        vera = await stage.client("Vera", text="Hello")
        for number in range(3):
            await vera.write(stage.bot, f"word {number}")
        await stage.telegram.clear_faults(rule)
        await vera.write(stage.bot, "the last word")
        await anna.wait_for(stage.bot, "the last word")
        await vera.wait_for(stage.bot, "received")
    await stage.settle()
    relayed = [m.text for m in await stage.copied(anna)]
    assert relayed == ["word 0", "word 1", "word 2", "the last word"]
    assert stage.bot.token.partition(":")[2] not in caplog.text


@pytest_asyncio.fixture
async def help_bot(stage: Stage) -> tuple[Stage, Bot]:
    """A business with a second bot."""
    other = await stage.add_bot()
    await stage.admin.open(other)
    await stage.admin.wait_for(other, "First steps")
    return stage, other


async def test_all_that_a_refused_bot_has_to_do_is_done_when_it_works_again(
    help_bot: tuple[Stage, Bot],
) -> None:
    stage, bot = help_bot
    anna = await stage.hire("Anna")
    await anna.open(bot)
    await anna.wait_for(bot, "Requests come here as cards")
    await stage.command("/weight Anna @acme_help_bot 1")
    vera = await stage.person("Vera")
    # The poll that waits still brings the message.
    await stage.telegram.add_fault("unauthorized", bot=bot)
    await vera.write(bot, "before")
    assert (await stage.admin.wait_for(stage.bot, "⚠️")).text == REFUSED
    await vera.write(bot, "meanwhile")
    await (await stage.client("Karl", text="elsewhere")).wait_for(stage.bot, "received")
    await stage.card(anna, "elsewhere")
    await stage.telegram.clear_faults()
    await stage.restart()
    card = await anna.wait_for(bot, "before")
    assert (await anna.wait_for(bot, "meanwhile")).reply_to == card.message_id
    await vera.wait_for(bot, "received")
    await stage.settle()
    assert await stage.alarms() == [REFUSED]


async def test_a_bot_that_is_refused_while_it_sends_gets_no_more_contacts(
    help_bot: tuple[Stage, Bot],
) -> None:
    stage, bot = help_bot
    await stage.telegram.add_fault("unauthorized", bot=bot, method="sendMessage")
    vera = await stage.person("Vera")
    await vera.write(bot, "Hello")
    await stage.admin.wait_for(stage.bot, REFUSED)
    await stage.telegram.revoke(bot)
    connected = "SELECT name FROM sources WHERE is_connected"
    await until(lambda: stage.rows(connected) == [(stage.bot.username,)], "one bot that works", 5)
    assert f"@{bot.username} — bot, not connected" in await stage.command("/sources")
