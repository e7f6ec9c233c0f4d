"""Who gets in: an admin, once for each link; and nothing else works, from wherever it is tried."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from models import Account, BoardSession
from services.board import sessions
from services.clock import utc_now
from tests.api.board.conftest import OLGA, Office
from tests.services.world import World

FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Content-Type": "text/plain"},
    {"Content-Type": "application/x-www-form-urlencoded"},
)


async def test_a_link_lets_in_once(office: Office) -> None:
    browser = await office.let_in()
    assert (await browser.get("me")).json()["name"] == "Olga"
    other = office.open_browser()
    assert ((await other.enter("good")).status_code, (await other.get("me")).status_code) == (403, 401)


async def test_the_session_is_for_the_browser_alone_and_for_this_page(office: Office) -> None:
    browser = office.open_browser()
    cookie = (await browser.enter(await office.link())).headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/board"):
        assert word in cookie
    stored = await office.do(lambda world: world.session.query(BoardSession).one())
    assert stored.token_hash not in cookie
    assert "good" not in (stored.link_hash, stored.token_hash), "only hashes are stored"


@pytest.mark.parametrize("token", ["", "wrong", "x" * 101, "good ", None, 5])
async def test_what_is_no_link_lets_nobody_in(office: Office, token: Any) -> None:
    await office.link()
    browser = office.open_browser()
    answer = await browser.post("enter", {"token": token})
    assert answer.status_code in (403, 422)
    assert (await browser.get("me")).status_code == 401


async def test_a_link_ends_after_five_minutes(office: Office) -> None:
    await office.link()
    past = utc_now() - timedelta(seconds=1)
    await office.do(lambda world: world.session.execute(update(BoardSession).values(link_expires_at=past)))
    assert (await office.open_browser().enter("good")).json()["reason"] == "link_expired"


async def test_a_link_of_who_is_no_admin_lets_nobody_in(office: Office) -> None:
    await office.link(account=Account(5))
    assert (await office.open_browser().enter("good")).status_code == 403


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_what_another_page_sends_changes_nothing(office: Office, headers: dict[str, str]) -> None:
    contact = await office.do(lambda world: world.write(1).id)
    browser = await office.let_in()
    for path, body in ((f"contacts/{contact}/complete", {}), ("leave", {}), ("enter", {"token": "x"})):
        assert (await browser.post(path, body, **headers)).status_code in (403, 422)
    assert (await browser.get("me")).status_code == 200
    assert (await browser.get(f"contacts/{contact}")).json()["status"] == "new"


async def test_without_a_session_there_is_nothing_to_see_or_do(office: Office) -> None:
    await office.do(lambda world: world.write(1))
    stranger = office.open_browser()
    for path in ("me", "stream", "contacts/1"):
        assert (await stranger.get(path)).status_code == 401
    for path in ("leave", "weights", "contacts/1/complete", "contacts/1/note"):
        assert (await stranger.post(path, {"text": "x", "source_id": 1, "weights": {}})).status_code in (
            401,
            422,
        )
    assert (await office.http.get("/board/api/me")).status_code == 401, "the key of the API is none here"


async def test_a_session_ends_when_it_is_ended_left_old_or_idle(office: Office) -> None:
    browser = await office.let_in("one")
    assert (await browser.post("leave")).status_code == 204
    assert (await browser.get("me")).status_code == 401
    for token, given in (
        ("two", {"ended_at": utc_now()}),
        ("three", {"seen_at": utc_now() - sessions.IDLE}),
        ("four", {"entered_at": utc_now() - sessions.LONGEST}),
        ("five", {"account": 5}),
    ):
        browser = await office.let_in(token)

        def change(world: World, given: Any = given) -> None:
            world.session.execute(update(BoardSession).values(**given))

        await office.do(change)
        assert (await browser.get("me")).status_code == 401, token


async def test_who_watches_is_let_go_within_a_second_of_the_end(office: Office) -> None:
    browser = await office.let_in()
    async with browser.watch() as read_next:
        assert (await read_next())[0] == "state"
        await office.do(lambda world: sessions.end(world.session, 1, at=world.at))
        assert (await read_next())[0] == "over"
        assert (await read_next())[0] == "end"


async def test_an_admin_can_see_and_end_what_lasts(office: Office) -> None:
    await office.let_in()
    lasting = await office.do(
        lambda world: [s.account for s in sessions.list_lasting(world.session, at=world.at)]
    )
    assert lasting == [OLGA]


async def test_the_page_is_for_everybody_and_says_nothing(office: Office) -> None:
    stranger = office.open_browser()
    page = await stranger.http.get("/board/")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (await stranger.http.get("/board/page/app/main.js")).status_code == 200
    assert (await stranger.http.get("/board/page/web/vendor/preact.mjs")).status_code == 200
    for path in ("../door.py", "%2e%2e/door.py", "app/../../door.py", "none.js", "/etc/passwd"):
        assert (await stranger.http.get(f"/board/page/{path}")).status_code == 404
