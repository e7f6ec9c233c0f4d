"""A day on the board: what is seen, how soon, and what is done by it as by the buttons of an admin."""

import asyncio
from functools import partial
from typing import Any

import pytest

from models import Contact, LabelKind, OutboxKind
from services.distribution import weights
from services.labels import lists
from services.team import operators
from tests.api.board.conftest import Browser, Office
from tests.services.world import World


async def wait_for(read_next: Any, key: str) -> Any:
    """Return what is told of this the next time."""
    while True:
        _, data = await asyncio.wait_for(read_next(), 10)
        if key in data:
            return data[key]


async def test_the_whole_board_comes_first_and_then_what_changes(office: Office) -> None:
    browser = await office.let_in()
    async with browser.watch() as read_next:
        name, state = await read_next()
        assert name == "state"
        assert [(o["name"], o["load"], o["limit"], o["state"]) for o in state["operators"]] == [
            ("Anna", 0, 1, "on"),
            ("Boris", 0, 3, "on"),
        ]
        assert (state["contacts"], state["today"]["came"]) == ([], 0)
        await office.do(lambda world: world.write(1, "Is it open today?"))
        [row] = await wait_for(read_next, "contacts")
        assert (row["words"], row["status"]) == ("Is it open today?", "new")
        await office.do(lambda world: world.finish(world.session.get_one(Contact, row["id"])))
        assert await wait_for(read_next, "gone") == [row["id"]]


async def test_the_queue_says_why_it_waits(office: Office) -> None:
    for client in range(5):
        await office.do(partial(World.write, client=client))
    browser = await office.let_in()
    async with browser.watch() as read_next:
        _, state = await read_next()
    waiting = [row for row in state["contacts"] if row["operator_id"] is None]
    assert [row["reason"] for row in waiting] == ["all_full"]
    assert sum(o["load"] for o in state["operators"]) == 4


async def test_everybody_who_watches_is_told_the_same(office: Office) -> None:
    one, other = await office.let_in("one"), await office.let_in("two")
    async with one.watch() as read_one, other.watch() as read_other:
        assert (await read_one())[1]["operators"] == (await read_other())[1]["operators"]
        await office.do(lambda world: world.write(1))
        assert await wait_for(read_one, "contacts") == await wait_for(read_other, "contacts")


async def make_contact(office: Office, browser: Browser) -> tuple[int, int]:
    """Let a client write; returns the contact and whose it is."""
    number = await office.do(lambda world: world.write(1, "Hello <b>").id)
    detail = (await browser.get(f"contacts/{number}")).json()
    return number, detail["operator_id"]


async def test_a_contact_opens_with_its_words_its_history_and_why(office: Office) -> None:
    browser = await office.let_in()
    number, operator = await make_contact(office, browser)
    detail = (await browser.get(f"contacts/{number}")).json()
    assert [(m["by"], m["text"]) for m in detail["messages"]] == [("client", "Hello <b>")]
    assert [fact["kind"] for fact in detail["history"]] == ["created", "assigned"]
    chances = {c["name"]: c["chance"] for c in detail["why"]["chances"]}
    assert chances == {"Anna": 0.25, "Boris": 0.75}
    assert sum(c["is_chosen"] for c in detail["why"]["chances"]) == 1
    assert operator is not None


async def test_what_is_done_here_is_what_the_services_do(office: Office) -> None:
    await office.do(lambda world: lists.add(world.session, LabelKind.OUTCOME, "sold", at=world.at))
    browser = await office.let_in()
    number, first = await make_contact(office, browser)
    other = 3 - first
    for path, body in (
        ("assign", {"operator_id": other}),
        ("note", {"text": "Call back."}),
        ("pass", {"operator_id": first, "note": "Yours."}),
        ("return", {}),
        ("complete", {"outcome": "sold"}),
    ):
        answer = await browser.post(f"contacts/{number}/{path}", body)
        assert answer.status_code == 200, (path, answer.text)
    detail = (await browser.get(f"contacts/{number}")).json()
    assert detail["status"] == "completed"
    notes = [m["text"] for m in detail["messages"] if m["by"] == "note"]
    assert notes == ["Call back.", "Yours."]
    acts = {(fact["kind"], fact["actor"]) for fact in detail["history"]}
    assert {("assigned", "admin"), ("note", "admin"), ("completed", "admin")} <= acts
    await office.do(lambda world: world.check_loads())


async def test_words_to_a_client_are_signed_and_a_note_is_none_of_them(office: Office) -> None:
    browser = await office.let_in()
    number, _ = await make_contact(office, browser)
    for text in ("It is on its way.", "// a good client"):
        assert (await browser.post(f"contacts/{number}/answer", {"text": text})).status_code == 200
    detail = (await browser.get(f"contacts/{number}")).json()
    said = [(message["name"], message["text"]) for message in detail["messages"]]
    assert said == [(None, "Hello <b>"), ("Olga", "It is on its way."), ("Olga", "a good client")]
    told = await office.do(lambda world: world.told(1, kind=OutboxKind.RELAY))
    assert [row.params["signed"] for row in told] == ["Olga"]


WRONG: tuple[tuple[str, Any, int, str | None], ...] = (
    ("contacts/99/complete", {}, 404, "no_such_contact"),
    ("contacts/0/complete", {}, 404, "no_such_contact"),
    ("contacts/1/assign", {"operator_id": 99}, 404, "no_such_operator"),
    ("contacts/1/assign", {}, 422, None),
    ("contacts/1/assign", {"operator_id": "1"}, 422, None),
    ("contacts/1/assign", {"operator_id": 1, "more": 1}, 422, None),
    ("contacts/1/note", {"text": "  "}, 409, "empty_note"),
    ("contacts/1/note", {"text": 5}, 422, None),
    ("contacts/1/answer", {"text": " "}, 409, "empty_note"),
    ("contacts/1/answer", {"text": "x" * 4001}, 422, None),
    ("contacts/1/complete", {"outcome": "never heard of"}, 404, "no_such_outcome"),
    ("weights", {"source_id": 99, "weights": {"1": 1}}, 404, "no_such_source"),
    ("weights", {"source_id": 1, "weights": {"99": 1}}, 404, "no_such_operator"),
    ("weights", {"source_id": 1, "weights": {"x": 1}}, 404, "no_such_operator"),
    ("weights", {"source_id": 1, "weights": {"1": 1001}}, 422, None),
    ("weights", {"source_id": 1, "weights": {"1": -1}}, 422, None),
    ("weights/undo", {"source_id": 1}, 409, "changed_since"),
)


@pytest.mark.parametrize(("path", "body", "status", "reason"), WRONG)
async def test_wrong_wishes_are_refused_and_change_nothing(
    office: Office, path: str, body: Any, status: int, reason: str | None
) -> None:
    browser = await office.let_in()
    number, first = await make_contact(office, browser)
    before = (await browser.get(f"contacts/{number}")).json()
    answer = await browser.post(path, body)
    assert answer.status_code == status, answer.text
    if reason is not None:
        assert answer.json()["reason"] == reason
    assert (await browser.get(f"contacts/{number}")).json() == before
    assert first is not None


async def test_nobody_is_put_above_the_limit_from_here(office: Office) -> None:
    browser = await office.let_in()
    for client in range(4):
        await office.do(partial(World.write, client=client))
    waiting = await office.do(lambda world: world.write(9).id)
    answer = await browser.post(f"contacts/{waiting}/assign", {"operator_id": 1})
    assert (answer.status_code, answer.json()["reason"]) == (409, "operator_full")


async def test_of_two_who_do_contrary_things_at_once_one_hears_why_not(office: Office) -> None:
    one, other = await office.let_in("one"), await office.let_in("two")
    number, _ = await make_contact(office, one)
    answers = await asyncio.gather(
        one.post(f"contacts/{number}/complete"), other.post(f"contacts/{number}/complete")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_weights_are_set_together_and_put_back_together(office: Office) -> None:
    def read(world: World) -> list[int | None]:
        source = world.find_bot()
        return [
            weights.find_weight(world.session, o, source) for o in operators.list_operators(world.session)
        ]

    browser = await office.let_in()
    assert (await browser.post("weights", {"source_id": 1, "weights": {"1": 5, "2": 2}})).status_code == 200
    assert await office.do(read) == [5, 2]
    by = await office.do(
        lambda world: [event.data["by"] for event, *_ in weights.list_log(world.session, limit=2)]
    )
    assert by == ["Olga", "Olga"], "the log says who"
    assert (await browser.post("weights/undo", {"source_id": 1})).status_code == 200
    assert await office.do(read) == [1, 1]


async def test_of_weights_that_can_not_all_be_set_none_is(office: Office) -> None:
    browser = await office.let_in()
    answer = await browser.post("weights", {"source_id": 1, "weights": {"1": 5, "99": 2}})
    assert answer.status_code == 404
    shares = await office.do(
        lambda w: [s.weight for s in weights.show_source(w.session, w.find_bot(), at=w.at).shares]
    )
    assert shares == [1, 1]
