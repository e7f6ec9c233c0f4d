"""Every command on the pages is taken by a running bot, and the screens shown are what it answers."""

import re
from itertools import chain

import pytest

from bot.runtime.menus import ADMIN, CLIENT, OPERATOR
from sandbox.client.person import Person
from tests.docs import business
from tests.docs.pages import Row, list_blocks, list_pages, page
from tests.stage import Stage, find_start

COMMAND = re.compile(r"/([a-z]+)( .*)?")
REFERENCE = page("docs/reference/commands.md")
FIRST_STEPS = ("README.md", "README.ru.md", "docs/start/first-bot.md")
GUIDES = [page for page in list_pages() if re.match("docs/(how-to|explanation)/", page.path)]


def find_commands(rows: list[Row]) -> list[str]:
    """Return the commands in the cells of a table."""
    return [code for row in rows for cell in row for code in cell.codes if COMMAND.fullmatch(code)]


def is_for(command: str, names: tuple[str, ...]) -> bool:
    """Tell whether a command is one of these."""
    found = COMMAND.fullmatch(command)
    return found is not None and found[1] in names


async def take_all(stage: Stage, commands: list[str], who: Person | None = None) -> None:
    """Let somebody, else the admin, send every command; none of them is a mistake."""
    assert commands
    for command in commands:
        business.check(await stage.ask(command, who), command)


async def be_ready(stage: Stage, language: str = "en") -> tuple[Person, Person]:
    """Open the business of the examples, where Boris has request 12; returns Anna and Vera."""
    anna, *_ = await business.fill(stage, language)
    await business.weigh(stage, business.NAMES[language][1], 1)
    vera = await business.come_as_number_12(stage)
    await stage.run(business.take_for_one, 12)
    return anna, vera


async def test_every_command_of_the_reference_is_taken(stage: Stage) -> None:
    anna, vera = await be_ready(stage)
    clients, operators, admins = [
        find_commands(rows[1:]) for rows in REFERENCE.tables if rows[0][0].text == "writes, for example"
    ]
    await take_all(stage, clients, vera)
    await stage.command("/operators limit Boris 9")  # else nobody has a place for what is passed on
    await take_all(stage, operators, anna)
    await take_all(stage, admins)
    for commands, names in ((clients, (*CLIENT, "start")), (operators, OPERATOR), (admins, ADMIN)):
        assert {command[1:].split()[0] for command in commands} == set(names), "each is in the table"


@pytest.mark.parametrize(("path", "language"), [("README.md", "en"), ("README.ru.md", "ru")])
async def test_the_first_ten_commands_are_taken(stage: Stage, path: str, language: str) -> None:
    anna, _ = await be_ready(stage, language)
    [rows] = [rows for rows in page(path).tables if len(rows[0]) == 3]
    commands = find_commands(rows)
    assert len(commands) == 10
    of_operators = [command for command in commands if is_for(command, OPERATOR)]
    await take_all(stage, of_operators, anna)
    await take_all(stage, [command for command in commands if command not in of_operators])


async def test_every_command_of_the_guides_is_taken(stage: Stage) -> None:
    anna, _ = await be_ready(stage)
    codes = dict.fromkeys(chain.from_iterable(page.codes for page in GUIDES))
    await take_all(stage, [code for code in codes if is_for(code, OPERATOR)], anna)
    await take_all(stage, [code for code in codes if is_for(code, ADMIN)])


@pytest.mark.parametrize("path", FIRST_STEPS)
async def test_the_first_steps_lead_a_client_to_an_operator(stage: Stage, path: str) -> None:
    anna = await stage.person("Anna")
    commands = [code for code in page(path).codes if is_for(code, ADMIN)]
    adding, weighing, *later = commands[: commands.index("/stats 1") + 1 if "/stats 1" in commands else 2]
    await anna.open(stage.bot, start=find_start(await stage.command(adding)))
    await anna.wait_for(stage.bot, adding.split()[2])
    business.check(await stage.ask(weighing.replace("your_bot", stage.bot.username)), weighing)
    await stage.client(text="Hello!")
    card = await stage.card(anna, "Hello!")
    assert await stage.press(anna, card, "Take") == "Request #1 is yours"
    for command in later:
        business.check(await stage.ask(command), command)


async def test_the_screens_shown_are_what_the_bot_answers(stage: Stage) -> None:
    await business.fill(stage)
    blocks = [block for block in list_blocks("text") if block.info == "text screens"]
    screens = [screen for block in blocks for screen in re.split(r"\n\n(?=/)", block.text.strip())]
    assert len(screens) > 2
    is_there = False
    for screen in sorted(screens, key=lambda screen: "12" in screen.partition("\n")[0]):
        command, _, shown = screen.partition("\n")
        await business.weigh_all(stage)
        if "12" in command and not is_there:
            is_there = bool(await business.come_as_number_12(stage))
        answer = business.draw_screen(await stage.ask(command))
        assert business.level(answer) == business.level(shown), command
