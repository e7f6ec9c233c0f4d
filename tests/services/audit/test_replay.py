"""A history is drawn again without a difference; whatever is changed in it afterwards is found and named."""

from typing import Any

import pytest
from sqlalchemy import select, text, update

from models import Event, Mode, actors
from services.audit.facts import Span
from services.audit.replay import Difference, replay
from services.audit.skipping import Skip
from services.audit.tally import tally
from services.contacts.states import Action
from services.distribution import weights
from services.distribution.decisions import DecisionKind
from services.distribution.modes import choice
from services.team import transfers
from tests.services.world import World


@pytest.fixture
def history(world: World) -> list[Event]:
    """Two operators with draws, a pass, an assignment by hand and an end."""
    anna, boris = world.operator("Anna", weight=3), world.operator("Boris")
    contacts = [world.write(client) for client in range(1, 6)]
    world.finish(contacts[0])
    holder = anna if contacts[1].operator_id == anna.id else boris
    world.must_press(holder, Action.TAKE, Action.PASS_ON, contact=contacts[1])
    other = boris if contacts[2].operator_id == anna.id else anna
    transfers.give(world.session, contacts[2].id, other, actor=actors.admin(1), at=world.at)
    world.write(9)
    world.session.flush()
    rows = select(Event).where(Event.kind == "assigned").order_by(Event.id)
    return list(world.session.scalars(rows))


def change(world: World, event: Event, **data: Any) -> None:
    world.session.execute(update(Event).where(Event.id == event.id).values(data={**event.data, **data}))


def test_what_nobody_has_changed_has_no_difference(world: World, history: list[Event]) -> None:
    found = replay(world.session)
    assert (found.count, found.differing, found.first) == (len(history), 0, None)
    assert found.kinds[DecisionKind.BY_HAND] == 1


def raise_score(data: dict[str, Any]) -> dict[str, Any]:
    first, *others = data["candidates"]
    return {"candidates": [{**first, "score": first["score"] + 1}, *others]}


def lower_load(data: dict[str, Any]) -> dict[str, Any]:
    candidates = [{**c, "load": c["load"] + 1, "score": c["score"] - c["weight"]} for c in data["candidates"]]
    total = sum(c["score"] for c in candidates)
    return {
        "candidates": candidates,
        "total": total,
        "ticket": 0,
        "operator_id": candidates[0]["operator_id"],
    }


@pytest.mark.parametrize(
    ("difference", "forge"),
    [
        (Difference.WINNER, lambda data: {"operator_id": 3 - data["operator_id"]}),
        (Difference.TICKET, lambda data: {"ticket": data["total"]}),
        (Difference.TOTAL, lambda data: {"total": data["total"] + 1}),
        (Difference.SCORE, raise_score),
        (Difference.LOAD, lower_load),
        (Difference.ORDER, lambda data: {"candidates": data["candidates"][::-1]}),
        (Difference.UNREADABLE, lambda data: {"candidates": "none"}),
    ],
)
def test_a_forged_decision_is_found_and_named(
    world: World, history: list[Event], difference: Difference, forge: Any
) -> None:
    change(world, history[0], **forge(history[0].data))
    found = replay(world.session)
    assert found.first is not None
    assert (found.first.difference, found.first.event_id) == (difference, history[0].id)
    assert found.first.contact_id == history[0].contact_id


def test_a_load_is_rebuilt_from_what_happened_before(world: World, history: list[Event]) -> None:
    world.session.execute(update(Event).where(Event.kind == "completed").values(kind="note"))
    found = replay(world.session)
    assert found.first is not None
    assert found.first.difference is Difference.LOAD


def test_what_is_forgotten_is_counted_and_no_difference(world: World, history: list[Event]) -> None:
    world.session.execute(update(Event).where(Event.id == history[1].id).values(data={}))
    found = replay(world.session)
    assert (found.forgotten, found.differing, found.count) == (1, 0, len(history) - 1)
    assert found.taken == 2, "the next decision says what each had"


def test_a_history_whose_beginning_is_gone_begins_with_its_first_decision(
    world: World, history: list[Event]
) -> None:
    gone = select(Event).where(Event.id < history[2].id, Event.contact_id.is_not(None))
    for event in world.session.scalars(gone).all():
        world.session.delete(event)
    world.session.flush()
    found = replay(world.session)
    assert (found.differing, found.taken, found.count) == (0, 2, len(history) - 2)


def test_only_the_span_is_judged_and_what_came_before_still_counts(
    world: World, history: list[Event]
) -> None:
    change(world, history[0], ticket=-1)
    found = replay(world.session, Span(since=history[0].at, before=history[0].at))
    assert (found.count, found.differing) == (0, 0)


def test_turns_are_found_again_and_a_wrong_one_is_named(world: World) -> None:
    for name in ("Anna", "Boris", "Clara"):
        world.operator(name)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    for client in range(1, 8):
        world.write(client)
    world.session.flush()
    found = replay(world.session)
    assert (found.kinds, found.differing) == ({DecisionKind.TURN: 7}, 0)
    last = world.session.scalars(
        select(Event).where(Event.kind == "assigned").order_by(Event.id.desc())
    ).first()
    assert last is not None
    other = next(
        c["operator_id"] for c in last.data["candidates"] if c["operator_id"] != last.data["operator_id"]
    )
    change(world, last, operator_id=other)
    first = replay(world.session).first
    assert first is not None
    assert (first.event_id, first.difference, first.stored) == (last.id, Difference.WINNER, other)


def test_credits_that_nobody_earned_are_named(world: World) -> None:
    for name in ("Anna", "Boris"):
        world.operator(name)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    for client in range(1, 5):
        world.write(client)
    world.session.flush()
    rows = select(Event).where(Event.kind == "assigned").order_by(Event.id)
    third = world.session.scalars(rows).all()[2]
    first, second = third.data["candidates"]
    forged = [{**first, "credit": first["credit"] + 1}, {**second, "credit": second["credit"] - 1}]
    change(world, third, candidates=forged)
    found = replay(world.session).first
    assert found is not None
    assert (found.event_id, found.difference, found.operator_id) == (third.id, Difference.CREDIT, 1)


def test_another_mode_or_a_weight_taken_back_lets_all_begin_anew(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris", weight=3)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    world.write(1)
    choice.choose(world.session, world.find_bot(), Mode.DRAW, at=world.at)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    world.write(2)
    clara = world.operator("Clara", weight=0)
    event = weights.set_weight(world.session, clara, world.find_bot(), 5, at=world.at)
    world.write(3)
    weights.undo(world.session, event.id, actor=actors.admin(1), by="Olga", at=world.at)
    world.write(4)
    event = weights.set_weight(world.session, clara, world.find_bot(), 0, at=world.at)
    weights.undo(world.session, event.id, actor=actors.admin(1), by="Olga", at=world.at)
    world.write(5)
    world.session.flush()
    assert replay(world.session).differing == 0
    assert anna.load + boris.load + clara.load == 5


def test_who_is_left_out_of_turns_is_skipped(world: World) -> None:
    for name in ("Anna", "Boris", "Clara"):
        world.operator(name)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    world.wait(minutes=5)
    world.write(1)
    world.session.flush()
    event = world.session.scalars(select(Event).where(Event.kind == "assigned")).one()
    change(world, event, candidates=event.data["candidates"][:2])
    found = tally(world.session)
    assert [(one.operator_id, one.skip) for one in found.skipped] == [(3, Skip.MISSING)]


def test_a_decision_that_is_no_json_differs_and_one_that_is_forgotten_does_not(
    world: World, history: list[Event]
) -> None:
    world.session.execute(update(Event).where(Event.id == history[0].id).values(data={}))
    found = replay(world.session)
    assert (found.forgotten, found.differing) == (1, 0)
    world.session.execute(text("UPDATE events SET data = '{broken' WHERE id = :id"), {"id": history[1].id})
    first = replay(world.session).first
    assert first is not None
    assert (first.event_id, first.difference) == (history[1].id, Difference.UNREADABLE)
