"""Who is no admin sees the chosen sources, does what is allowed, and hears at once when that changes."""

import asyncio
from typing import Any

import pytest

from api.board import acts, what_if
from models import Contact
from services.board import rights, sessions
from services.contacts import forms
from services.distribution import weights
from services.joining import board_rights
from services.leads import Identity
from services.refusals import Refused
from tests.api.board.conftest import OLGA, ROMAN, Browser, Office, give
from tests.services.world import BOT, World

BOT_SOURCE, SITE = 1, 2
POSTS: tuple[tuple[str, Any], ...] = (
    ("contacts/1/assign", {"operator_id": 2}),
    ("contacts/1/pass", {"operator_id": 2}),
    ("contacts/1/return", {}),
    ("contacts/1/complete", {}),
    ("contacts/1/answer", {"text": "hello"}),
    ("contacts/1/note", {"text": "hello"}),
    ("weights", {"source_id": BOT_SOURCE, "weights": {"1": 5}}),
    ("weights/undo", {"source_id": BOT_SOURCE}),
    ("what-if", {"source_id": BOT_SOURCE, "weights": {"1": 5}, "limits": {}, "days": 7}),
    ("what-if/1/apply", {}),
    ("what-if/1/beside", {}),
)
SIGHT = ["contacts", "happened", "sources"]


def open_site(world: World) -> None:
    """Let there be a site, whose requests Clara gets."""
    site = world.api_source("site")
    world.operator("Clara", limit=9, telegram_id=750, weight={site: 1})
    assert (world.find_bot(BOT).id, site.id) == (BOT_SOURCE, SITE)


def submit(world: World) -> int:
    """Let somebody fill in the form of the site."""
    person = Identity(phone="+79161234567")
    return forms.submit(world.session, SITE, person, "From the site", at=world.at).id


def count_changes(world: World) -> int:
    """Return how often weights were changed."""
    return len(weights.list_log(world.session))


async def let_in(office: Office, token: str = "roman") -> Browser:
    browser = office.open_browser()
    assert (await browser.enter(await office.link(token, ROMAN))).status_code == 204
    return browser


async def test_without_a_right_a_link_lets_nobody_in(office: Office) -> None:
    browser = office.open_browser()
    answer = await browser.enter(await office.link("roman", ROMAN))
    assert (answer.status_code, answer.json()["reason"]) == (403, "link_expired")


@pytest.mark.parametrize(("path", "body"), POSTS)
async def test_who_may_only_look_does_nothing_by_any_address(office: Office, path: str, body: Any) -> None:
    await office.do(give(steers=False))
    number = await office.do(lambda world: world.write(1, "Hello").id)
    browser = await let_in(office)
    before, changes = (await browser.get(f"contacts/{number}")).json(), await office.do(count_changes)
    assert before["may"] == []
    for wrong in (body, {"anything": 1}):
        answer = await browser.post(path, wrong)
        assert (answer.status_code, answer.json()["reason"]) == (403, "not_allowed")
    assert (await browser.get(f"contacts/{number}")).json() == before
    assert await office.do(count_changes) == changes
    assert (await browser.post("leave")).status_code == 204


def test_the_table_above_has_every_address_that_changes_something() -> None:
    routes = [*acts.router.routes, *what_if.router.routes]
    paths = {route.path.removeprefix("/board/api/") for route in routes}  # type: ignore[attr-defined]
    assert paths == {path.replace("/1/", "/{number}/") for path, _ in POSTS}


async def test_a_supervisor_of_some_sources_sees_nothing_of_the_others(office: Office) -> None:
    await office.do(open_site)
    await office.do(give(sees=[SITE]))
    hidden = await office.do(lambda world: world.write(1, "To the bot").id)
    seen = await office.do(submit)
    browser = await let_in(office)
    me = (await browser.get("me")).json()
    assert me["rights"] == {"is_admin": False, "may_steer": True, "source_ids": [SITE]}
    assert (await browser.get(f"contacts/{seen}")).json()["may"] != []
    answer = await browser.get(f"contacts/{hidden}")
    assert (answer.status_code, answer.json()["reason"]) == (404, "no_such_contact")
    async with browser.watch() as read_next:
        _, state = await asyncio.wait_for(read_next(), 10)
        assert [row["id"] for row in state["sources"]] == [SITE]
        assert [row["id"] for row in state["contacts"]] == [seen]
        assert {row["contact_id"] for row in state["happened"]} == {seen}
        assert {row["source_id"] for row in state["today"]["shares"]} == {SITE}
        assert state["today"]["came"] == 1
        await office.do(lambda world: world.write(2, "To the bot, too").id)
        await office.do(lambda world: world.finish(world.session.get_one(Contact, hidden)))
        later = await office.do(submit)
        told: list[Any] = []
        while not any(row["id"] == later for change in told for row in change.get("contacts", ())):
            told.append((await asyncio.wait_for(read_next(), 10))[1])
        assert {row["id"] for change in told for row in change.get("contacts", ())} == {later}
        assert {row["contact_id"] for change in told for row in change.get("happened", ())} <= {later}
        assert [change for change in told if "gone" in change] == []


async def test_what_a_supervisor_does_not_see_he_can_not_change(office: Office) -> None:
    await office.do(open_site)
    await office.do(give(sees=[SITE]))
    hidden = await office.do(lambda world: world.write(1, "To the bot").id)
    assert hidden == 1
    browser = await let_in(office)
    for path, body in POSTS:
        if path.startswith("what-if/"):  # of these `test_what_if` tells
            continue
        answer = await browser.post(path, body)
        wanted = "no_such_contact" if path.startswith("contacts") else "no_such_source"
        assert (answer.status_code, answer.json()["reason"]) == (404, wanted), path
    seen = await office.do(submit)
    for path in (f"contacts/{seen}/note", f"contacts/{seen}/complete"):
        body = {"text": "mine"} if path.endswith("note") else {}
        assert (await browser.post(path, body)).status_code == 200, path
    changed = {"source_id": SITE, "weights": {"3": 4}}
    assert (await browser.post("weights", changed)).status_code == 200
    assert (await browser.post("weights/undo", {"source_id": SITE})).status_code == 200


async def test_what_a_supervisor_does_stands_in_the_history_as_a_supervisors(office: Office) -> None:
    await office.do(give())
    number = await office.do(lambda world: world.write(1, "Hello").id)
    browser = await let_in(office)
    for path, body in (
        ("answer", {"text": "It is on its way."}),
        ("note", {"text": "a good client"}),
        ("return", {}),
        ("complete", {}),
    ):
        assert (await browser.post(f"contacts/{number}/{path}", body)).status_code == 200, path
    detail = (await browser.get(f"contacts/{number}")).json()
    said = [(message["name"], message["text"]) for message in detail["messages"]]
    assert said == [(None, "Hello"), ("Roman", "It is on its way."), ("Roman", "a good client")]
    acts = {fact["kind"] for fact in detail["history"] if fact["actor"] == "supervisor"}
    assert {"answered", "note", "unassigned", "completed"} <= acts
    assert "admin" not in {fact["actor"] for fact in detail["history"]}


async def test_rights_that_change_end_the_stream_and_what_comes_next_is_narrower(office: Office) -> None:
    await office.do(open_site)
    await office.do(give(sees=None))
    await office.do(lambda world: world.write(1, "To the bot").id)
    browser = await let_in(office)
    async with browser.watch() as read_next:
        _, state = await asyncio.wait_for(read_next(), 10)
        assert len(state["contacts"]) == 1
        await office.do(give(steers=False, sees=[SITE]))
        assert await asyncio.wait_for(read_next(), 5) == ("end", None), "it breaks off, so the page asks anew"
    assert (await browser.get("me")).json()["rights"] == {
        "is_admin": False,
        "may_steer": False,
        "source_ids": [SITE],
    }
    async with browser.watch() as read_next:
        assert (await asyncio.wait_for(read_next(), 10))[1]["contacts"] == []


async def test_a_right_that_is_taken_ends_the_session(office: Office) -> None:
    right = await office.do(give())
    browser = await let_in(office)
    async with browser.watch() as read_next:
        assert (await asyncio.wait_for(read_next(), 10))[0] == "state"
        await office.do(lambda world: board_rights.remove(world.session, right, at=world.at))
        assert (await asyncio.wait_for(read_next(), 5))[0] == "over"
    for path in ("me", "stream", "contacts/1"):
        assert (await browser.get(path)).status_code == 401
    await office.do(give())
    assert (await browser.get("me")).status_code == 401, "a new right is not for an old session"


async def test_admins_and_who_sees_less_watch_the_same_day(office: Office) -> None:
    await office.do(open_site)
    await office.do(give(sees=[SITE]))
    olga, roman = await office.let_in("olga"), await let_in(office)
    async with olga.watch() as read_olga, roman.watch() as read_roman:
        whole, part = (await read_olga())[1], (await read_roman())[1]
        assert [len(whole[name]) for name in SIGHT] == [0, 0, 2]
        assert [len(part[name]) for name in SIGHT] == [0, 0, 1]
        assert part["operators"] == whole["operators"]


async def test_everybody_ends_the_own_sessions_and_an_admin_all(office: Office) -> None:
    await office.do(give())
    await let_in(office, "roman")
    await office.let_in("olga")

    def end_as_roman(world: World) -> None:
        for number in (1, 2):
            sessions.end(world.session, number, ROMAN, at=world.at)

    await office.do(end_as_roman)
    left = await office.do(
        lambda world: [s.account for s in sessions.list_lasting(world.session, at=world.at)]
    )
    assert left == [OLGA]


async def test_who_does_it_in_the_same_moment_as_the_right_is_taken_is_refused(office: Office) -> None:
    """The services ask again, within the change itself."""
    await office.do(give(steers=False))

    def check(world: World) -> str:
        try:
            rights.check_contact(world.session, ROMAN, 1, at=world.at)
        except Refused as refusal:
            return refusal.reason.value
        return ""

    assert await office.do(check) == "not_allowed"
