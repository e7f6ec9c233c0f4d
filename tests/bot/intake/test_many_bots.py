"""Several bots in one process: each speaks to its own people, and none can stop another."""

from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from tests.bot.updates import message
from tests.process.program import until
from tests.stage import Stage, find_start, open_stage

BLOCKED = "SELECT 1 FROM chats WHERE NOT is_reachable"


@dataclass
class Company:
    """A business with two bots; one operator has opened only the first of them, the other one both."""

    stage: Stage
    help: Bot
    anna: Person
    boris: Person


@pytest_asyncio.fixture
async def company(stage: Stage) -> Company:
    other = await stage.add_bot()
    # Alerts come through the bot whose /start was handled first.
    await stage.admin.open(other)
    await stage.admin.wait_for(other, "First steps")
    anna = await stage.hire("Anna", limit=1)
    boris = await stage.hire("Boris", limit=2)
    await boris.open(other)
    await boris.wait_for(other, "Requests come here as cards")
    for name in ("Anna", "Boris"):
        await stage.command(f"/weight {name} @acme_help_bot 1")
    return Company(stage, other, anna, boris)


async def test_everything_about_a_contact_goes_through_the_bot_the_client_wrote_to(company: Company) -> None:
    stage, help_bot, boris = company.stage, company.help, company.boris
    vera = await stage.person("Vera")
    await vera.write(help_bot, "Help me")
    card = await boris.wait_for(help_bot, "Help me")
    assert "@acme_help_bot" in card.text
    await boris.write(help_bot, "How?", reply_to=card.message_id)
    await vera.wait_for(help_bot, "How?")
    # The same person in the other bot is the same lead with a contact of its own.
    await vera.write(stage.bot, "And a quote please")
    await vera.wait_for(stage.bot, "Request #2 received")
    await stage.settle()
    assert stage.rows("SELECT lead_id, source_id FROM contacts ORDER BY id") == [(1, 2), (1, 1)]
    assert not any("Help me" in text for text in await stage.texts(boris))
    assert not any("quote" in text for text in await stage.texts(vera, help_bot))


async def test_who_has_not_opened_a_bot_gets_none_of_its_contacts_until_then(company: Company) -> None:
    stage, help_bot, anna = company.stage, company.help, company.anna
    clients = [await stage.person(f"Client {n}") for n in range(3)]
    for number, client in enumerate(clients, 1):
        await client.write(help_bot, f"question {number}")
    await clients[2].wait_for(help_bot, "you are next in line")
    assert stage.rows("SELECT operator_id FROM contacts ORDER BY id") == [(2,), (2,), (None,)]
    await anna.open(help_bot)
    await anna.wait_for(help_bot, "question 3")


async def test_who_joins_is_asked_to_open_the_other_bots_too(company: Company) -> None:
    stage = company.stage
    start = find_start(await stage.command("/operators add Clara"))
    clara = await stage.person("Clara")
    await clara.open(stage.bot, start=start)
    welcome = await clara.wait_for(stage.bot, "Welcome, Clara!")
    assert welcome.text.endswith("Still to open, or you get no requests from there: @acme_help_bot")
    assert welcome.captions == ["@acme_help_bot"]


async def test_blocking_one_bot_leaves_the_contacts_of_the_others(company: Company) -> None:
    stage, help_bot, boris = company.stage, company.help, company.boris
    await stage.command("/operators off Anna")
    vera = await stage.person("Vera")
    for bot in (stage.bot, help_bot):
        await vera.write(bot, f"to {bot.username}")
        await boris.wait_for(bot, f"to {bot.username}")
    await boris.block(help_bot)
    await until(lambda: stage.rows(BLOCKED), "that it is known")  # each bot handles what comes to it
    await vera.write(help_bot, "is anybody there?")
    await vera.write(stage.bot, "and here?")
    await boris.wait_for(stage.bot, "and here?")
    assert stage.rows("SELECT source_id, operator_id FROM contacts ORDER BY id") == [(1, 2), (2, None)]
    await boris.unblock(help_bot)
    await boris.wait_for(help_bot, "is anybody there?")


async def test_a_token_refused_at_the_start_stops_only_its_own_bot(company: Company) -> None:
    stage, tokens = company.stage, company.stage.settings.bot_tokens
    await stage.restart(bot_tokens=["999:AAnobody", *tokens])
    for bot in (stage.bot, company.help):
        vera = await stage.person("Vera")
        await vera.write(bot, "Hello")
        await vera.wait_for(bot, "received")
    alarm = await stage.admin.wait_for(stage.bot, "⚠️ The bot 999")
    assert alarm.text == "⚠️ The bot 999 is not working: Telegram refuses the token"


async def test_a_token_revoked_later_stops_only_its_own_bot_and_loses_nothing(company: Company) -> None:
    stage, help_bot, boris = company.stage, company.help, company.boris
    vera = await stage.person("Vera")
    await vera.write(help_bot, "before")
    card = await boris.wait_for(help_bot, "before")
    await stage.settle()
    await stage.telegram.revoke(help_bot)
    await vera.write(help_bot, "after")
    karl = await stage.client("Karl", text="to the other bot")
    await karl.wait_for(stage.bot, "received")
    renewed = await stage.telegram.renew_token(help_bot)
    await stage.restart(bot_tokens=[stage.bot.token, renewed.token])
    relayed = await boris.wait_for(help_bot, "after")
    assert relayed.reply_to == card.message_id
    assert stage.rows("SELECT count(*) FROM sources") == [(2,)]


async def test_a_bot_whose_token_is_gone_is_shown_so_and_blocks_nothing(company: Company) -> None:
    stage, help_bot = company.stage, company.help
    vera = await stage.person("Vera")
    await vera.write(help_bot, "waits for better times")
    await company.boris.wait_for(help_bot, "waits for better times")
    await stage.settle()
    await stage.restart(bot_tokens=[stage.bot.token])
    assert (await stage.command("/sources")).splitlines()[:3] == [
        "Sources",
        "1. @acme_sales_bot — bot; 0 today",
        "2. @acme_help_bot — bot, not connected; 1 today",
    ]
    assert "@acme_help_bot" in await stage.command("/weight")
    await (await stage.client("Karl", text="Hello")).wait_for(stage.bot, "received")
    await stage.restart(bot_tokens=[stage.bot.token, help_bot.token])
    await vera.write(help_bot, "still here")
    await company.boris.wait_for(help_bot, "still here")


async def test_a_source_follows_the_username_of_its_bot(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        name = "ACME_New_Bot"
        await stage.hire("Anna")
        await stage.stop()
        async with serve_telegram() as server, Telegram(server.url) as renamed:
            stage.telegram, stage.settings.telegram_api = renamed, server.url
            stage.bot = await renamed.add_bot(name, token=stage.bot.token)
            stage.admin = await renamed.add_person("Olga", id=stage.admin.id, language_code="en")
            # Update ids go on where they were, as with the same Telegram.
            group = {"chat": {"id": -100, "type": "group", "title": "A group"}}
            silent = message(stage.admin, 900, text="Hello") | group
            await renamed.inject(stage.bot, {"update_id": 4_200_000_000, "message": silent})
            await stage.start()
            assert f"1. @{name} — bot" in await stage.command("/sources")
            assert "Anna, " in await stage.command(f"/weight Anna @{name} 2")
            await stage.stop()
        assert stage.rows("SELECT name FROM sources") == [(name,)]
