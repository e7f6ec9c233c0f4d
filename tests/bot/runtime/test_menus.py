"""The menu of commands next to the input field: by role, in the person's language, set when it changes."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.orm import Session

from bot.runtime import menus
from bot.runtime.menus import ADMIN, CLIENT, OPERATOR, VIEWER
from models import actors
from sandbox.client.person import Person
from sandbox.client.seen import ApiCall
from services.clock import utc_now
from services.joining import board_rights
from tests.complaints import read_complaints
from tests.moments import make_moment
from tests.process.program import until
from tests.stage import Stage, find_start, open_stage

HANDLERS = Path(__file__).resolve().parents[3] / "bot" / "handlers"


@pytest_asyncio.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(menus, "APART", 0.05)
    async with open_stage(tmp_path) as stage:
        yield stage


async def wait_for_menu(stage: Stage, person: Person, commands: tuple[str, ...]) -> dict[str, str]:
    """Wait until somebody sees these commands; returns their descriptions."""
    seen: dict[str, str] = {}
    for _ in range(100):
        seen = {c["command"]: c["description"] for c in await person.commands(stage.bot)}
        if tuple(seen) == commands:
            return seen
        await asyncio.sleep(0.05)
    raise AssertionError(f"{person.first_name} sees {list(seen)} instead of {commands}")


async def calls(stage: Stage) -> list[ApiCall]:
    return [call for call in await stage.telegram.calls(stage.bot) if call.method.endswith("MyCommands")]


async def test_everybody_sees_the_commands_of_their_role_in_their_language(stage: Stage) -> None:
    vera, ivan = await stage.person("Vera"), await stage.person("Иван", "ru")
    karl = await stage.person("Karl", "de")
    assert await wait_for_menu(stage, vera, CLIENT) == {"help": "Help"}
    for person in (ivan, karl):  # the default language is Russian
        assert await wait_for_menu(stage, person, CLIENT) == {"help": "Помощь"}
    assert (await wait_for_menu(stage, stage.admin, ADMIN))["stats"] == "How the last days went"
    anna = await stage.hire("Анна", language="ru")
    assert (await wait_for_menu(stage, anna, OPERATOR))["mine"] == "Мои открытые обращения"


async def test_who_may_look_at_the_board_is_offered_it_until_that_is_taken(stage: Stage) -> None:
    vera = await stage.client("Vera")
    right = await stage.run(let_look, vera.id)
    assert "/board – the live board" in (await stage.ask("/help", vera)).text
    assert (await wait_for_menu(stage, vera, ("board", "help")))["board"] == "The live board in a browser"
    await stage.run(lambda session: board_rights.remove(session, right, at=make_moment(utc_now())))
    assert "/board" not in (await stage.ask("/help", vera)).text
    await wait_for_menu(stage, vera, CLIENT)


def let_look(session: Session, account: int) -> int:
    """Let somebody look at the board; returns the right."""
    at = make_moment(utc_now())
    right = board_rights.add(session, actor=actors.admin(1), by="Olga", at=at)
    right.telegram_id = account
    return right.id


async def test_an_admin_who_is_an_operator_sees_both_and_help_last(stage: Stage) -> None:
    link = await stage.command("/operators add Olga")
    await stage.admin.open(stage.bot, start=find_start(link))
    asked = await stage.admin.wait_for(stage.bot, lambda m: "Yes, I am Olga" in m.captions)
    await stage.press(stage.admin, asked, "Yes, I am Olga")
    await wait_for_menu(stage, stage.admin, (*OPERATOR[:-1], *ADMIN))


async def test_who_is_no_operator_any_more_sees_what_clients_see(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await wait_for_menu(stage, anna, OPERATOR)
    other = await stage.person("Anna's other phone")
    link = await stage.command("/operators link Anna")
    await other.open(stage.bot, start=find_start(link))
    await wait_for_menu(stage, other, OPERATOR)
    await wait_for_menu(stage, anna, CLIENT)
    # Telegram shows it a moment before it is written down.
    noted = "SELECT count(*) FROM chats WHERE chat_id = ? AND menu IS NULL"
    await until(lambda: stage.rows(noted, anna.id) == [(1,)], "a menu that is noted as gone")
    assert stage.rows(noted, other.id) == [(0,)]


async def test_menus_are_set_once_and_not_again_after_a_restart(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await wait_for_menu(stage, anna, OPERATOR)
    await wait_for_menu(stage, stage.admin, ADMIN)
    await stage.stop()
    before = await calls(stage)
    assert len(before) == 5  # for everybody in three languages, the admin, Anna
    await stage.start()
    boris = await stage.hire("Boris")
    await wait_for_menu(stage, boris, OPERATOR)
    after = await calls(stage)
    assert [call.params["scope"] for call in after[len(before) :]] == [{"type": "chat", "chat_id": boris.id}]


async def test_who_is_no_admin_any_more_loses_the_menu_at_the_next_start(stage: Stage) -> None:
    await wait_for_menu(stage, stage.admin, ADMIN)
    await stage.restart(admin_ids=())
    await wait_for_menu(stage, stage.admin, CLIENT)


async def test_a_menu_that_fails_is_tried_again_later_and_stops_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(menus, "MINUTE", 0.2)
    monkeypatch.setattr(menus, "TIMEOUT", 0.0001)
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    said = "".join(record.getMessage() for record in caplog.records if "menu" in record.getMessage())
    assert "could not be set" in said
    assert stage.bot.token not in said
    assert read_complaints(caplog) == []
    monkeypatch.setattr(menus, "TIMEOUT", 15)
    await wait_for_menu(stage, anna, OPERATOR)


async def test_a_bot_whose_token_is_refused_is_left_alone(tmp_path: Path) -> None:
    async with open_stage(tmp_path, running=False) as stage:
        await stage.telegram.revoke(stage.bot)
        await stage.start()
        await asyncio.sleep(0.5)
        assert await calls(stage) == []


def test_every_command_that_is_handled_is_in_the_menu_of_its_role() -> None:
    text = "".join(path.read_text("utf-8") for path in HANDLERS.rglob("*.py"))
    commands, spoken = (
        {
            name
            for names in re.findall(rf"{called}\(([^)]*)\)", text)
            for name in re.findall(r'"(\w+)"', names)
        }
        for called in ("AdminCommand", r"roles\.command")
    )
    assert commands, "the search itself must work"
    assert commands - {*ADMIN} == set()
    assert spoken - {*CLIENT, *OPERATOR, *VIEWER, "start"} == set()
    assert {*CLIENT, *OPERATOR, *VIEWER} - spoken == set()
