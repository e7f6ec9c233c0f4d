"""The office of the demo over HTTP: its table, a rush, a day within seconds, and what it refuses."""

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from demo.office.crowd import list_lines, make_name
from demo.office.routes import Door
from sandbox.client.person import Person
from sandbox.client.seen import Bot, Chat
from sandbox.client.telegram import Telegram
from sandbox.serve import serve
from tests.demo.terminal import Terminal, run_demo
from tests.ports import find_port

PATIENCE = 60.0  # seconds; the machine may be busy with other tests
BOT = Bot(id=0, username="acme_sales_bot", name="", token="")
Json = dict[str, Any]
WRONG = {
    "/demo/rush": (
        "{}",
        '{"clients": 0}',
        '{"clients": 101}',
        '{"clients": -1}',
        '{"clients": 1.5}',
        '{"clients": 1e999}',
        '{"clients": true}',
        '{"clients": "5"}',
        '{"clients": null}',
        '{"clients": 5, "seed": 1}',
        '{"clients": NaN}',
    ),
    "/demo/day": ('{"seconds": 0}', '{"seconds": 601}', '{"seconds": "5"}', '{"seed": -1}', '{"clients": 5}'),
    "/demo/stop": ('{"what": "day"}', "[]"),
}
NO_JSON = ("{", "5", "null", "[]", '"x"', "\x00", "[" * 100_000, b"\xed\xa0\xbd")


class Page:
    """What the page does with the office."""

    def __init__(self, session: aiohttp.ClientSession, url: str, terminal: Terminal) -> None:
        self.session, self.url, self.terminal = session, url, terminal

    async def look(self) -> Json:
        """Return what the panel shows."""
        async with self.session.get("/demo/office") as answer:
            assert answer.status == 200
            shown: Json = await answer.json()
            return shown

    async def ask(self, path: str, body: str | bytes = "{}") -> tuple[int, Json]:
        """Press a button of the panel."""
        headers = {"Content-Type": "application/json"}
        async with self.session.post(path, data=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def look_until(self, is_so: Callable[[Json], object]) -> list[Json]:
        """Look again and again until something is so; returns all that was shown."""
        seen = [await self.look()]
        async with asyncio.timeout(PATIENCE):
            while not is_so(seen[-1]):
                await asyncio.sleep(0.1)  # as the page does; nothing tells it of news
                seen.append(await self.look())
        return seen


@asynccontextmanager
async def open_page(folder: Path, language: str = "en") -> AsyncIterator[Page]:
    """Start the demo, and look at its page's office."""
    port = find_port()
    async with run_demo(folder, "--language", language, "--port", str(port)) as terminal:
        await terminal.read_until("Ctrl-C")
        url = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession(url) as session:
            yield Page(session, url, terminal)


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with open_page(tmp_path) as opened:
        yield opened


def is_idle(shown: Json) -> bool:
    return shown["running"] is None


def row(shown: Json, name: str) -> Json:
    """Return the line of an operator."""
    found: Json = next(line for line in shown["operators"] if line["name"] == name)
    return found


async def test_the_shop_is_open_and_everybody_is_there(page: Page) -> None:
    shown = await page.look()
    assert (shown["language"], shown["bot"], shown["running"]) == ("en", "acme_sales_bot", None)
    assert (shown["waiting"], shown["contacts"], shown["completed"]) == (0, 0, 0)
    roles = [who["role"] for who in shown["cast"]]
    assert roles == ["admin", *["operator"] * 3, *["client"] * 9]
    people = [who["person"] for who in shown["cast"] if who["role"] == "operator"]
    assert [line["person"] for line in shown["operators"]] == people
    nothing = {"load": 0, "state": "working", "expected": None, "actual": None, "given": 0}
    limits = {"Anna": (1, 3), "Boris": (2, 2), "Clara": (3, 1)}
    for line in shown["operators"]:
        weight, limit = limits[line["name"]]
        assert {**line, **nothing} == line
        assert (line["weight"], line["limit"]) == (weight, limit)


async def test_thirty_clients_at_once_are_all_there_and_nobody_is_above_the_limit(page: Page) -> None:
    assert await page.ask("/demo/rush", '{"clients": 30}') == (202, {})
    # On a busy machine a rush may end before the last of them is a contact.
    seen = await page.look_until(lambda shown: is_idle(shown) and shown["contacts"] == 30)
    shown = seen[-1]
    assert (shown["contacts"], shown["waiting"]) == (30, 24)
    for line in (line for shown in seen for line in shown["operators"]):
        assert line["load"] <= line["limit"]
    assert sum(line["given"] for line in shown["operators"]) == 6
    for share in ("expected", "actual"):
        assert sum(line[share] for line in shown["operators"]) == pytest.approx(1)
    assert len([who for who in shown["cast"] if who["role"] == "client"]) == 9 + 30


async def test_the_live_board_stands_beside_the_page_and_opens_signed_in(page: Page) -> None:
    async with page.session.get("/demo/board", allow_redirects=False) as answer:
        assert answer.status == 303
        address, _, token = answer.headers["Location"].partition("/board/#in=")
    own = {"Origin": address, "Content-Type": "application/json"}
    async with aiohttp.ClientSession(address, cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.post(
            "/board/api/enter", data=json.dumps({"token": token}), headers=own
        ) as entered:
            assert entered.status == 204
        async with browser.get("/board/api/me") as told:
            me = await told.json()
    assert (me["name"], me["language"], me["rights"]["is_admin"]) == ("Olga", "en", True)


async def test_the_table_follows_what_people_do(page: Page) -> None:
    shown = await page.look()
    async with Telegram(page.url) as telegram:
        people = {line["name"]: line["person"] for line in shown["operators"]}
        act = {"bot": BOT.username}
        await telegram.post("write", **act, person=people["Anna"], text="/pause")
        await telegram.post("block", **act, person=people["Boris"])
        admin = shown["cast"][0]["person"]
        await telegram.post("write", **act, person=admin, text="/operators off Clara")
        await telegram.post("write", **act, person=admin, text="/operators add Dora 4")
    states = {"Anna": "paused", "Boris": "unreachable", "Clara": "off", "Dora": "unreachable"}
    await page.look_until(lambda shown: {o["name"]: o["state"] for o in shown["operators"]} == states)


def check_answer(chat: Chat) -> bool:
    """Whoever was told that it is completed was answered before, in the language of the question."""
    said = [message.text for message in chat.messages]
    languages = ("en", "ru")
    asked, answered = (
        [language for language in languages if {*said} & {*list_lines(language, kind)}]
        for kind in ("questions", "answers")
    )
    is_completed = any(re.search("is completed|завершено", text) for text in said)
    assert answered in ([], asked), said
    assert answered or not is_completed, said
    return is_completed


async def test_a_day_passes_by_what_people_do(page: Page) -> None:
    assert await page.ask("/demo/day", '{"seconds": 15}') == (202, {})
    seen = await page.look_until(is_idle)
    done = [shown["running"]["done"] for shown in seen[:-1]]
    assert done == sorted(done)
    assert all(line["load"] <= line["limit"] for shown in seen for line in shown["operators"])
    assert any(line["state"] == "paused" for shown in seen for line in shown["operators"])
    async with Telegram(page.url) as telegram:
        events = (await telegram.get("events", bot=BOT.username))["events"]
        people = [who["person"] for who in seen[-1]["cast"] if who["role"] == "client"][9:]
        chats = [await Person(telegram, number, "").chat(BOT) for number in people]
    assert sum(map(check_answer, chats)) > 5
    assert {line["state"] for line in seen[-1]["operators"]} <= {"working", "paused"}
    await page.look_until(lambda shown: {line["state"] for line in shown["operators"]} == {"working"})
    pressed = [event for event in events if event["kind"] == "press"]
    assert len(pressed) >= 2 * seen[-1]["completed"], "each was taken and completed by a button"


async def test_one_thing_runs_at_a_time_and_ends_when_told(page: Page) -> None:
    assert await page.ask("/demo/stop") == (200, {})
    assert await page.ask("/demo/day", '{"seconds": 600}') == (202, {})
    for path, body in (("/demo/day", "{}"), ("/demo/rush", '{"clients": 1}')):
        status, answer = await page.ask(path, body)
        assert (status, answer) == (
            409,
            {"error": "Something is running. Stop it first, or wait until it ends."},
        )
    assert (await page.look())["running"]["what"] == "day"
    assert await page.ask("/demo/stop") == (200, {})
    assert (await page.look())["running"] is None
    assert await page.ask("/demo/rush", '{"clients": 1}') == (202, {})
    await page.look_until(is_idle)


async def test_the_end_of_the_demo_ends_what_runs(page: Page) -> None:
    assert await page.ask("/demo/day") == (202, {})
    await page.look_until(lambda shown: shown["contacts"])
    page.terminal.process.send_signal(signal.SIGTERM)
    assert await page.terminal.end() == 0
    assert "Traceback" not in page.terminal.printed
    assert len(page.terminal.printed.splitlines()) == 5


async def test_wrong_input_is_refused_with_a_sentence(page: Page) -> None:
    for path, bodies in WRONG.items():
        for body in bodies:
            status, answer = await page.ask(path, body)
            assert (status, list(answer)) == (400, ["error"]), (path, body)
            assert answer["error"].endswith((".", "”")), answer
    for wrong in NO_JSON:
        assert (await page.ask("/demo/rush", wrong))[0] == 400, wrong[:20]
    assert (await page.look())["contacts"] == 0
    assert await page.ask("/demo/rush", '{"clients": 0}') == (
        400,
        {"error": "“clients” must be a whole number from 1 to 100."},
    )


async def test_refusals_are_in_the_language_of_the_demo(tmp_path: Path) -> None:
    async with open_page(tmp_path, "ru") as page:
        assert (await page.look())["language"] == "ru"
        assert (await page.ask("/demo/rush", '{"clients": 500}'))[1] == {
            "error": "«clients» — целое число от 1 до 100."
        }
        assert (await page.ask("/demo/rush"))[1] == {"error": "Не хватает поля «clients»."}


async def test_before_the_shop_is_open_the_page_hears_so() -> None:
    async with (
        serve(extend=Door("en").add_routes) as telegram,
        aiohttp.ClientSession(telegram.url) as session,
    ):
        async with session.get("/demo/office") as answer:
            assert answer.status == 503
            assert await answer.json() == {"error": "The shop is still opening. Try again in a moment."}
        async with session.get("/sandbox/faults") as answer:
            assert answer.status == 200


async def test_without_a_demo_there_is_no_office() -> None:
    async with (
        serve() as telegram,
        aiohttp.ClientSession(telegram.url) as session,
        session.get("/demo/office") as answer,
    ):
        assert answer.status == 404


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_two_clients_have_one_name(language: str) -> None:
    names = [make_name(language, number) for number in range(1000)]
    assert len({*names}) == len(names)
    assert not [name for name in names[:360] if re.search(r"\d", name)]
