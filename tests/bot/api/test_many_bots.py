"""Contacts of the API with several bots: whoever can be reached at all keeps them, and sees them there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from tests.api_stage import SITE, ApiStage, open_api_stage
from tests.bot.clock import let_pass
from tests.process.program import until

BLOCKED = "SELECT 1 FROM chats WHERE NOT is_reachable"


@dataclass
class Company:
    """Anna has opened both bots, the first one first."""

    stage: ApiStage
    help: Bot
    anna: Person
    number: int  # of the contact that Anna has


@pytest_asyncio.fixture
async def company(tmp_path: Path) -> AsyncIterator[Company]:
    async with open_api_stage(tmp_path, accept_timeout_minutes=5) as stage:
        other = await stage.add_bot()
        anna = await stage.hire_for_both("Anna")
        await anna.open(other)
        await anna.wait_for(other, "Requests come here as cards")
        number = (await stage.submit("Do you deliver?"))["id"]
        await stage.card_of(anna, number)
        await stage.settle()
        yield Company(stage, other, anna, number)


async def test_who_blocks_one_bot_works_on_in_the_other(company: Company) -> None:
    stage, anna = company.stage, company.anna
    await anna.block(stage.bot)
    card = await anna.wait_for(company.help, "Do you deliver?")
    await anna.press(company.help, card, "Take")
    await anna.wait_for(company.help, lambda m: m.message_id == card.message_id and "In progress" in m.text)
    sent = await anna.write(company.help, "Hello?", reply_to=card.message_id)
    advice = await anna.wait_for(company.help, lambda m: m.reply_to == sent)
    assert advice.text.endswith("Reach the client at +7 916 123-45-67")
    await anna.unblock(stage.bot)
    await stage.move(company.number, "completed")
    await anna.wait_for(company.help, lambda m: m.message_id == card.message_id and "Completed" in m.text)


async def test_who_blocks_all_bots_loses_them_at_once(company: Company) -> None:
    stage, anna = company.stage, company.anna
    await anna.block(company.help)
    await until(lambda: stage.rows(BLOCKED), "that it is known")  # each bot handles what comes to it
    await anna.block(stage.bot)
    await stage.settle()
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", None)]
    boris = await stage.hire_for_both("Boris")
    await stage.card_of(boris, company.number)
    await anna.unblock(stage.bot)
    await anna.wait_for(stage.bot, f"Request #{company.number} is no longer with you.")


async def test_a_bot_whose_token_is_gone_leaves_its_cards_to_the_other(company: Company) -> None:
    anna = company.anna
    await company.stage.restart(bot_tokens=[company.help.token])
    card = await anna.wait_for(company.help, "Do you deliver?")
    await anna.press(company.help, card, "Take")
    await anna.wait_for(company.help, lambda m: m.message_id == card.message_id and "In progress" in m.text)


async def test_a_bot_whose_token_is_refused_leaves_its_cards_to_the_other(company: Company) -> None:
    await company.stage.telegram.revoke(company.stage.bot)
    await company.anna.wait_for(company.help, "Do you deliver?")


async def test_a_form_that_nobody_takes_in_time_goes_on(company: Company) -> None:
    stage = company.stage
    boris = await stage.hire_for_both("Boris")
    await let_pass(stage, minutes=6)
    await stage.card_of(boris, company.number)
    told = await company.anna.wait_for(stage.bot, "was not taken in time")
    assert told.text.startswith(f"Request #{company.number} ")
    assert SITE in stage.rows("SELECT name FROM sources WHERE id=2")[0]
