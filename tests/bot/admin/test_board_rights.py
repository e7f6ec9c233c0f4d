"""Who may look at the live board, decided by buttons: what is seen, what is done, and when it is taken."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.api_stage import ApiStage, open_api_stage
from tests.launches import sign
from tests.stage import find_start

LINK = re.compile(r"http://127\.0\.0\.1:\d+/board/#in=([\w-]{30,})")
RIGHTS = "SELECT telegram_id, is_read_only, source_ids FROM board_rights ORDER BY id"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[ApiStage]:
    async with open_api_stage(tmp_path) as stage:
        yield stage


async def open_rights(stage: ApiStage) -> ChatMessage:
    return await stage.tap(await stage.ask("/board"), "👥 Who may look")


async def invite(stage: ApiStage, page: ChatMessage) -> str:
    """Let the admin make a link; returns what it starts the bot with."""
    await stage.press(stage.admin, page, "🔗 Link to forward")
    link = await stage.admin.wait_for(stage.bot, "?start=see_", after=page.message_id)
    return find_start(link.text)


async def let_look(stage: ApiStage, *, steers: bool = False, sees: str = "") -> Person:
    """Let Roman join by a link that the admin has made by buttons."""
    page = await stage.tap(await open_rights(stage), "Invite somebody")
    if steers:
        page = await stage.tap(page, "Looks and steers")
    if sees:
        page = await stage.tap(await stage.tap(page, "Choose sources"), sees)
        page = await stage.tap(page, "« Back")
    roman = await stage.person("Roman")
    await roman.open(stage.bot, start=await invite(stage, page))
    await roman.wait_for(stage.bot, "You may look at the live board now.")
    await stage.admin.wait_for(stage.bot, "📺 May look at the live board now")
    return roman


async def enter(stage: ApiStage, person: Person) -> int:
    """Let somebody follow the link of /board; returns the status of the answer."""
    found = LINK.search((await stage.ask("/board", person)).text)
    assert found is not None
    address = str(stage.api.base_url).rstrip("/")
    own = {"Origin": address, "Content-Type": "application/json"}
    answer = await stage.api.post("/board/api/enter", json={"token": found[1]}, headers=own)
    return answer.status_code


async def test_somebody_is_invited_comes_in_and_is_shown_out(stage: ApiStage) -> None:
    page = await stage.tap(await open_rights(stage), "Invite somebody")
    assert page.text.startswith("Invited, not here yet\nOnly looks\nSees: All sources\nGiven by Olga, ")
    assert "✓ Only looks" in page.captions
    seen = await stage.tap(page, "Choose sources")
    assert seen.captions[:3] == ["✓ All sources", "@acme_sales_bot", "Website"]
    seen = await stage.tap(seen, "Website")
    assert seen.captions[:3] == ["All sources", "@acme_sales_bot", "✓ Website"]
    page = await stage.tap(await stage.tap(seen, "« Back"), "Looks and steers")
    assert "Looks and steers\nSees: Website\n" in page.text
    roman = await stage.person("Roman")
    await roman.open(stage.bot, start=await invite(stage, page))
    await roman.wait_for(stage.bot, "You may look at the live board now. Send /board here")
    news = await stage.admin.wait_for(stage.bot, "📺 May look at the live board now")
    assert "Roman" in news.text
    assert stage.rows(RIGHTS) == [(roman.id, 0, f"[{stage.site}]")]
    assert await enter(stage, roman) == 204
    me = (await stage.api.get("/board/api/me")).json()
    wanted = {"is_admin": False, "may_steer": True, "source_ids": [stage.site]}
    assert (me["name"], me["rights"]) == ("Roman", wanted)
    listed = await stage.tap(news, "👥 Who may look")
    assert "#1 Roman · Looks and steers · Website" in listed.text
    page = await stage.tap(listed, "Roman · 1")
    asked = await stage.tap(page, "Take it away")
    assert asked.text == "Take the live board away from Roman? Every open session ends at once."
    gone = await stage.tap(asked, "Take it away")
    assert gone.text.startswith("Roman may not look at the live board any more.")
    assert (await stage.api.get("/board/api/me")).status_code == 401
    assert "There is no such command" in (await stage.ask("/board", roman)).text
    assert stage.count("contacts") == 0


async def test_who_may_look_has_the_own_sessions_alone_and_no_button_of_admins(stage: ApiStage) -> None:
    roman = await let_look(stage)
    assert await enter(stage, stage.admin) == 204
    assert await enter(stage, roman) == 204
    screen = await stage.ask("/board", roman)
    assert "#3 Roman" in screen.text
    assert "Olga" not in screen.text
    assert screen.captions == ["End #3, Roman", "🔗 Another link"]
    assert LINK.search((await stage.tap(screen, "🔗 Another link", roman)).text)
    ended = await stage.tap(screen, "End #3, Roman", roman)
    assert ended.text == "Nobody is in the live board now."
    assert (await stage.api.get("/board/api/me")).status_code == 401


async def test_a_button_that_is_forged_by_who_may_look_changes_nothing(stage: ApiStage) -> None:
    roman = await let_look(stage)
    assert await enter(stage, stage.admin) == 204
    shown = (await stage.ask("/board", roman)).message_id
    before = stage.rows(RIGHTS)
    for data in ("steer:1:0:1", "all:1:0:0", "source:1:1:1", "add:0:0:0", "removed:1:0:0", "invite:1:0:0"):
        query = await roman.forge_press(stage.bot, shown, f"board:{data}")
        refusal = "On the board you may only look; an admin can change that."
        assert await roman.wait_answer(stage.bot, query) == refusal
    query = await roman.forge_press(stage.bot, shown, "board:end:1:0:0")
    await roman.wait_answer(stage.bot, query)
    assert stage.rows(RIGHTS) == before
    assert (await stage.api.get("/board/api/me")).json()["name"] == "Olga"


async def test_a_link_is_good_for_one_person_and_for_no_admin(stage: ApiStage) -> None:
    page = await stage.tap(await open_rights(stage), "Invite somebody")
    start = await invite(stage, page)
    refused = await stage.ask(f"/start {start}")
    assert refused.text.startswith("You are an admin, so the board is yours already")
    vera = await stage.client("Vera")
    await vera.write(stage.bot, f"/start {start}")
    await vera.wait_for(stage.bot, "You may look at the live board now.")
    other = await stage.person("Ivan", "ru")
    await other.open(stage.bot, start=start)
    await other.wait_for(stage.bot, "Эта ссылка уже не действует")
    dead = await stage.ask(f"/start {start}")
    assert dead.text.startswith("This link no longer works.")
    assert stage.count("contacts") == 0


async def test_what_was_taken_meanwhile_is_said_so(stage: ApiStage) -> None:
    page = await stage.tap(await open_rights(stage), "Invite somebody")
    asked = await stage.tap(page, "Withdraw")
    assert asked.text == "Withdraw the invitation? Its link opens nothing then."
    await stage.tap(asked, "Withdraw")
    for data in (
        "show:1:0:0",
        "steer:1:0:1",
        "invite:1:0:0",
        "removed:1:0:0",
        "sources:1:9:0",
        "source:1:1:1",
    ):
        query = await stage.admin.forge_press(stage.bot, page.message_id, f"board:{data}")
        said = await stage.admin.wait_answer(stage.bot, query)
        assert said == "This was taken away meanwhile. Please look again.", data


async def test_a_source_or_a_page_that_there_is_not_is_no_trouble(stage: ApiStage) -> None:
    page = await stage.tap(await open_rights(stage), "Invite somebody")
    query = await stage.admin.forge_press(stage.bot, page.message_id, "board:source:1:99:1")
    assert "There is no source" in await stage.admin.wait_answer(stage.bot, query)
    await stage.admin.forge_press(stage.bot, page.message_id, "board:sources:1:99:0")
    shown = await stage.look(page)
    assert "✓ All sources" in shown.captions


async def test_sessions_are_ended_from_the_settings_too(stage: ApiStage) -> None:
    assert await enter(stage, stage.admin) == 204
    screen = await stage.tap(await stage.ask("/settings"), "📺 Live board: who is in")
    assert "#1 Olga" in screen.text
    ended = await stage.tap(screen, "End #1, Olga")
    assert ended.text == "Nobody is in the live board now."
    assert (await stage.api.get("/board/api/me")).status_code == 401
    assert stage.count("board_sessions") == 1, "to look is no new link"


async def test_an_operator_who_may_look_stays_one(stage: ApiStage) -> None:
    anna = await stage.hire("Anna")
    page = await stage.tap(await open_rights(stage), "Invite somebody")
    await anna.write(stage.bot, f"/start {await invite(stage, page)}")
    await anna.wait_for(stage.bot, "You may look at the live board now.")
    assert await enter(stage, anna) == 204
    helps = (await stage.ask("/help", anna)).text
    assert "/mine" in helps
    assert "/board – the live board in a browser" in helps


async def test_in_russian(stage: ApiStage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    page = await stage.tap(await stage.tap(await stage.ask("/board"), "👥 Кому видна"), "Пригласить")
    assert page.text.startswith("Приглашение, ещё не принято\nТолько смотрит\nЧто видит: Все источники")
    page = await stage.tap(await stage.tap(page, "Выбрать источники"), "Website")
    page = await stage.tap(page, "@acme_sales_bot")
    assert "Что видит: @acme_sales_bot, Website" in page.text
    page = await stage.tap(page, "✓ Website")
    assert page.text.endswith("Что видит: @acme_sales_bot")


async def test_the_board_opens_within_telegram_where_it_has_a_public_address(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path, board_url="https://leads.example.com") as stage:
        roman = await let_look(stage)
        for person in (stage.admin, roman):
            screen = await stage.ask("/board", person)
            apps = [button.app for row in screen.buttons for button in row if button.app]
            assert apps == ["https://leads.example.com/board/"]
            assert "https://leads.example.com/board/#in=" in screen.text, "a link for a browser stays"
        address = str(stage.api.base_url).rstrip("/")
        own = {"Origin": address, "Content-Type": "application/json"}
        for person, name in ((stage.admin, "Olga"), (roman, "Roman")):
            body = {"init_data": sign(stage.bot.token, person.id, name=name)}
            answer = await stage.api.post("/board/api/enter", json=body, headers=own)
            assert answer.status_code == 204
            assert "secure" in answer.headers["set-cookie"].lower()
        foreign = {"init_data": sign("7:of-another-bot", stage.admin.id)}
        answer = await stage.api.post("/board/api/enter", json=foreign, headers=own)
        assert (answer.status_code, answer.json()["reason"]) == (403, "launch_unknown")
        assert "Roman, since" in (await stage.ask("/board")).text
