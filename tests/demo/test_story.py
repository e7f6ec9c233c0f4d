"""The played story: it holds in both languages, and it fails when something is not as expected."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from demo import script
from demo.cast import Company, assemble
from demo.opening import Shop
from demo.stage import ExpectationError, Stage
from demo.story import story
from demo.story.rush import expect_rest
from demo.transcript import open_transcript
from demo.watch import watching
from sandbox.client.telegram import Telegram
from sandbox.serve import serve
from tests.demo.terminal import left_in, run_demo

SCENES = ("opening", "hello", "hand-over", "rush", "drain", "block", "form", "closing")
SHOWN = {
    "en": (
        "Vera  →  Hello! Is the blue lamp still in stock?",
        "[Take] [Pass on]",
        "(card #1) ✅ Completed [Reopen]",
        "✗ Request #1 is no longer with you.",
        "Igor  ←  Обращение №",
        "1. Anna — 3 of 3 · working",
        "Dasha ←  Обращение №10 принято.",
        "3. Clara — 0 of 1 · has closed the chat with the bot",
        "For example: /operators limit",
        "All went as expected: 11 requests answered",
        "Anna 3 of 3, Boris 2 of 2, Clara 1 of 1.",
    ),
    "ru": (
        "Вера  →  Здравствуйте! Синяя лампа ещё есть?",
        "[В работу] [Передать]",
        "(карточка №1) ✅ Завершено [Вернуть в работу]",
        "✗ Обращение №1 теперь не у вас.",
        "Тим   ←  Request #",
        "1. Анна — 3 из 3 · на месте",
        "Даша  ←  Обращение №10 принято.",
        "Например: /operators limit",
        "Всё вышло как надо: завершено 11 обращений",
        "Анна 3 из 3, Борис 2 из 2, Клара 1 из 1.",
    ),
}


@pytest_asyncio.fixture
async def company() -> AsyncIterator[Company]:
    """Everybody is there, but no bot answers."""
    async with serve() as server, Telegram(server.url) as telegram:
        yield await assemble(telegram, "en")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_story_happens_as_told(language: str, tmp_path: Path) -> None:
    async with run_demo(tmp_path, "--play", "--fast", "--language", language) as terminal:
        code = await terminal.end()

    assert code == 0, terminal.printed
    assert not [shown for shown in SHOWN[language] if shown not in terminal.printed]
    headings = [terminal.printed.index(f"── {script.tell(language, scene)} ──") for scene in SCENES]
    assert headings == sorted(headings)
    assert max(map(len, terminal.printed.splitlines())) <= 100
    assert "\x1b" not in terminal.printed, "colours outside a terminal"
    assert not left_in(tmp_path), "something of the demo is left, or it touched the real database"


async def test_a_story_without_a_bot_fails_and_says_what_was_expected(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await story.play(company, "en", patience=0.25) == 1

    printed = capsys.readouterr().out
    assert "This was expected and did not happen:\n  Olga gets “First steps” within 1.5 s" in printed
    assert "Olga sees:\n    → /start" in printed
    assert "All went as expected" not in printed


async def test_a_story_whose_people_cannot_act_fails(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    await company.admin.person.deactivate()

    assert await story.play(company, "en", patience=0.2) == 1
    assert "is deactivated" in capsys.readouterr().out


async def test_a_message_of_the_bot_that_nothing_expected_fails_the_story(company: Company) -> None:
    vera = company["vera"]
    async with watching(company.telegram, company.bot) as watch:
        stage = Stage(company, watch, open_transcript(company, "en"), "en", patience=1)
        await vera.person.write(company.bot, "Hello!")
        await expect_rest(stage)

        await send(company, vera.person.id, "A surprise")
        await watch.until(lambda: watch.from_bot(vera.person.id) or None, 5)

        with pytest.raises(ExpectationError) as failure:
            await expect_rest(stage)
    assert failure.value.seen == "Vera ← A surprise"


async def test_an_operator_above_the_limit_fails_the_story(company: Company) -> None:
    async with watching(company.telegram, company.bot) as watch:
        stage = Stage(company, watch, open_transcript(company, "en"), "en", patience=1)
        await company.admin.person.open(company.bot)
        lie = (
            "Operators\n1. Anna — 4 of 3 · working\n2. Boris — 0 of 2 · working\n3. Clara — 0 of 1 · working"
        )
        await send(company, company.admin.person.id, lie)

        with pytest.raises(ExpectationError, match="nobody above the limit"):
            await Shop(stage).list_operators()


async def send(company: Company, person_id: int, text: str) -> None:
    """Write in the bot's name."""
    address = f"{company.telegram.url}/bot{company.bot.token}/sendMessage"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, json={"chat_id": person_id, "text": text}) as answer,
    ):
        assert answer.status == 200
