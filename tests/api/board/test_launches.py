"""The board within Telegram: opened by whom Telegram vouches for, once, within minutes; by nobody else."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.reading.launches import read_launch
from models import BoardSession
from models.database.protocol import Database
from services.board import sessions
from services.joining import board_rights
from tests.api.board.conftest import OLGA, POLICY, ROMAN, TOKENS, Office, give, open_business
from tests.api.conftest import open_api
from tests.launches import find_hash, sign
from tests.services.world import World

NOW = datetime.now(UTC)


def change(init_data: str, **fields: str | None) -> str:
    """Return the same with other fields, None: without it; the hash stays."""
    known = {**dict(parse_qsl(init_data)), **fields}
    return urlencode({name: value for name, value in known.items() if value is not None})


def count_sessions(world: World) -> int:
    return world.session.query(BoardSession).count()


@pytest.mark.parametrize("token", TOKENS)
async def test_whoever_opens_any_of_our_bots_is_in_with_his_rights(office: Office, token: str) -> None:
    browser = office.open_browser()
    entered = await browser.launch(sign(token, OLGA, name="Ольга"))
    assert entered.status_code == 204
    cookie = entered.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/board"))
    me = (await browser.get("me")).json()
    assert (me["name"], me["rights"]["is_admin"]) == ("Ольга", True)
    await office.do(give(steers=False, sees=[1]))
    other = office.open_browser()
    assert (await other.launch(sign(token, ROMAN, name="Roman"))).status_code == 204
    assert (await other.get("me")).json()["rights"] == {
        "is_admin": False,
        "may_steer": False,
        "source_ids": [1],
    }


GOOD = sign(TOKENS[0], OLGA)
UNKNOWN: dict[str, Any] = {
    "a foreign token": sign("44:of-somebody-else", OLGA),
    "another person": change(GOOD, user=dict(parse_qsl(sign(TOKENS[0], ROMAN)))["user"]),
    "a younger date": change(GOOD, auth_date=str(int(NOW.timestamp()) + 5)),
    "one field more": change(GOOD, is_admin="1"),
    "one field less": change(GOOD, query_id=None),
    "without a hash": change(GOOD, hash=None),
    "an empty hash": change(GOOD, hash=""),
    "a hash of other letters": change(GOOD, hash="é" * 64),
    "a hash twice": f"{GOOD}&hash={'0' * 64}",
    "a hash of the token as it stands": change(GOOD, hash="0" * 64),
    "nobody": urlencode(
        (nobody := {"auth_date": str(int(NOW.timestamp()))}) | {"hash": find_hash(TOKENS[0], nobody)}
    ),
    "no words of Telegram": "hello",
    "only a name": "user=%7B%22id%22%3A900%7D",
}


@pytest.mark.parametrize("init_data", UNKNOWN.values(), ids=UNKNOWN.keys())
async def test_what_telegram_has_not_said_lets_nobody_in(office: Office, init_data: str) -> None:
    browser = office.open_browser()
    answer = await browser.launch(init_data)
    assert (answer.status_code, answer.json()["reason"]) == (403, "launch_unknown")
    assert "set-cookie" not in answer.headers
    assert (await browser.get("me")).status_code == 401
    assert await office.do(count_sessions) == 0


@pytest.mark.parametrize("age", [timedelta(minutes=5, seconds=5), timedelta(days=1), -timedelta(minutes=2)])
async def test_what_it_said_too_long_ago_or_will_say_lets_nobody_in(office: Office, age: timedelta) -> None:
    browser = office.open_browser()
    answer = await browser.launch(sign(TOKENS[0], OLGA, at=datetime.now(UTC) - age))
    assert (answer.status_code, answer.json()["reason"]) == (403, "launch_over")
    assert await office.do(count_sessions) == 0


async def test_it_lets_in_once(office: Office) -> None:
    init_data = sign(TOKENS[0], OLGA)
    browser = office.open_browser()
    assert (await browser.launch(init_data)).status_code == 204
    stolen = office.open_browser()
    answer = await stolen.launch(init_data)
    assert (answer.status_code, answer.json()["reason"]) == (403, "launch_over")
    assert (await stolen.get("me")).status_code == 401
    assert (await browser.get("me")).status_code == 200


async def test_who_has_no_rights_is_not_let_in_and_a_session_ends_with_them(office: Office) -> None:
    browser = office.open_browser()
    answer = await browser.launch(sign(TOKENS[0], ROMAN))
    assert (answer.status_code, answer.json()["reason"]) == (403, "no_right")
    assert await office.do(count_sessions) == 0
    await office.do(give())
    assert (await browser.launch(sign(TOKENS[0], ROMAN))).status_code == 204
    await office.do(lambda world: sessions.end(world.session, 1, ROMAN, at=world.at))
    assert (await browser.get("me")).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": "good", "init_data": GOOD},
        {"init_data": ""},
        {"init_data": 5},
        {"init_data": "x" * 4097},
    ],
)
async def test_what_is_neither_a_link_nor_a_launch_is_no_request(office: Office, body: Any) -> None:
    await office.link("good")
    answer = await office.open_browser().post("enter", body)
    assert answer.status_code == 422
    assert (await office.open_browser().enter("good")).status_code == 204, "nothing was used up"


async def test_another_page_can_not_launch_it(office: Office) -> None:
    browser = office.open_browser()
    body = {"init_data": sign(TOKENS[0], OLGA)}
    answer = await browser.post("enter", body, Origin="https://evil.example")
    assert (answer.status_code, answer.json()["reason"]) == (403, "foreign_page")
    assert await office.do(count_sessions) == 0


async def test_words_that_are_no_text_are_no_request(office: Office) -> None:
    answer = await office.open_browser().launch("\ud800")
    assert answer.status_code == 422


async def test_of_two_who_use_the_same_words_at_once_one_is_in(either_database: Database) -> None:
    reader = partial(read_launch, TOKENS)
    async with open_api(either_database, policy=POLICY, read_launch=reader) as caller:
        office = Office(either_database, caller)
        await office.do(open_business)
        right = await office.do(give(sees=[1]))
        browsers, init_data = [office.open_browser() for _ in range(4)], sign(TOKENS[1], ROMAN)
        answers = await asyncio.gather(*(browser.launch(init_data) for browser in browsers))
        assert sorted(answer.status_code for answer in answers) == [204, 403, 403, 403]
        [inside] = [one for one, answer in zip(browsers, answers, strict=True) if answer.status_code == 204]
        assert (await inside.get("me")).json()["rights"]["source_ids"] == [1]
        await office.do(lambda world: board_rights.remove(world.session, right, at=world.at))
        assert (await inside.get("me")).status_code == 401
        for browser in browsers:
            await browser.http.aclose()
