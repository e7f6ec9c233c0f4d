"""Who gets a contact, that it never exceeds a limit, and that the stored decision can be drawn again."""

from functools import partial
from random import Random

from sqlalchemy import select

from models import Event, Operator, Status, actors
from services import events
from services.contacts.states import Action
from services.distribution import capacity
from tests.moments import first
from tests.services.replay import check_decisions
from tests.services.world import NOON, OTHER_BOT, World, last


def test_a_new_contact_belongs_to_the_drawn_operator_and_counts_for_him(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = last
    contact = world.write(1)
    assert (contact.status, contact.operator_id, contact.assignment_no) == (Status.NEW, boris.id, 1)
    assert (contact.created_at, contact.assigned_at, contact.taken_at) == (NOON, NOON, None)
    assert (anna.load, boris.load) == (0, 1)


def draw_of_ten(ticket: int, total: int) -> int:
    assert total == 10
    return ticket


def test_the_share_follows_weight_times_free_places(world: World) -> None:
    anna = world.operator("Anna", limit=4, weight=1)
    boris = world.operator("Boris", limit=2, weight=3)
    winners = []
    for ticket in range(10):
        world.chance = partial(draw_of_ten, ticket)
        nested = world.session.begin_nested()
        winners.append(world.write(1).operator_id)
        nested.rollback()
        world.session.expire_all()
    assert winners == [anna.id] * 4 + [boris.id] * 6


def test_a_slot_is_taken_only_while_there_is_one(world: World) -> None:
    anna = world.operator("Anna", limit=2)
    assert [capacity.reserve(world.session, anna.id) for _ in range(3)] == [True, True, False]
    assert anna.load == 2
    capacity.release(world.session, anna.id)
    assert anna.load == 1
    world.switch(anna, False)
    assert not capacity.reserve(world.session, anna.id)
    world.switch(anna, True)
    world.set_shift(anna, False)
    assert not capacity.reserve(world.session, anna.id)
    assert anna.load == 1


def test_a_slot_lost_while_drawing_goes_to_another_operator(world: World) -> None:
    """What another transaction does between our look and our update happens in `chance` here."""
    anna, boris = world.operator("Anna", limit=1), world.operator("Boris", limit=1)

    def while_anna_is_switched_off(_total: int) -> int:
        world.session.connection().exec_driver_sql("UPDATE operators SET is_active = 0 WHERE name = 'Anna'")
        return 0

    world.chance = while_anna_is_switched_off
    contact = world.write(1)
    world.session.expire_all()
    assert contact.operator_id == boris.id
    assert (anna.load, boris.load) == (0, 1)
    [decision] = world.decisions(contact)
    assert decision["excluded"] == [{"operator_id": anna.id, "reason": "off"}]


def test_the_decision_says_who_was_asked_with_what_and_who_was_not(world: World) -> None:
    anna = world.operator("Anna", limit=4, weight=2)
    boris = world.operator("Boris", limit=3, weight=5)
    weightless = world.operator("Weightless", weight=0)
    off, paused = world.operator("Off"), world.operator("Paused")
    world.switch(off, False)
    world.set_shift(paused, False)
    stranger = world.operator("Stranger", opened=(OTHER_BOT,))
    client = world.operator("Client himself", telegram_id=1)
    full = world.operator("Full", limit=0)
    world.chance = lambda total: {23: 8}[total]
    contact = world.write(1)
    [decision] = world.decisions(contact)
    assert decision == {
        "kind": "draw",
        "why": "new",
        "operator_id": boris.id,
        "from_operator_id": None,
        "assignment_no": 1,
        "ticket": 8,
        "total": 23,
        "weights_source_id": contact.source_id,
        "candidates": [
            {"operator_id": anna.id, "weight": 2, "load": 0, "limit": 4, "score": 8},
            {"operator_id": boris.id, "weight": 5, "load": 0, "limit": 3, "score": 15},
        ],
        "excluded": [
            {"operator_id": weightless.id, "reason": "no_weight"},
            {"operator_id": off.id, "reason": "off"},
            {"operator_id": paused.id, "reason": "paused"},
            {"operator_id": stranger.id, "reason": "unreachable"},
            {"operator_id": client.id, "reason": "own_contact"},
            {"operator_id": full.id, "reason": "full"},
        ],
        "excluded_counts": {
            "no_weight": 1,
            "off": 1,
            "paused": 1,
            "unreachable": 1,
            "own_contact": 1,
            "full": 1,
        },
    }


def test_at_most_twenty_excluded_operators_are_listed_but_all_are_counted(world: World) -> None:
    world.operator("Anna")
    for n in range(25):
        world.operator(f"Full {n}", limit=0)
    [decision] = world.decisions(world.write(1))
    assert len(decision["excluded"]) == 20
    assert decision["excluded_counts"] == {"full": 25}


def test_every_stored_decision_can_be_drawn_again_from_the_history_before_it(world: World) -> None:
    chance = world.chance = Random(7).randrange
    team = [world.operator(f"Operator {n}", limit=3, weight=n) for n in range(1, 5)]
    for client in range(1, 11):
        contact = world.write(client)
        if chance(2):
            world.press(world.session.get_one(Operator, contact.operator_id), Action.PASS_ON, contact)
        if chance(3) == 0:
            world.finish(contact)
    world.blocks(team[0])
    assert check_decisions(world.session) > 10
    whole_history = list(world.session.scalars(select(Event).order_by(Event.id)))
    rebuilt = events.rebuild_loads(whole_history)
    assert {o.id: rebuilt.get(o.id, 0) for o in team} == {o.id: o.load for o in team}


def test_a_reassignment_moves_the_place_and_says_from_whom(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    world.must_press(anna, Action.TAKE, Action.PASS_ON, contact=contact)
    assert (contact.operator_id, contact.status, contact.assignment_no) == (boris.id, Status.NEW, 2)
    assert contact.taken_at is None
    assert (anna.load, boris.load) == (0, 1)
    decision = world.decisions(contact)[-1]
    assert (decision["why"], decision["from_operator_id"]) == ("passed_on", anna.id)
    assert decision["excluded"] == [{"operator_id": anna.id, "reason": "had_it"}]
    assert world.history(contact)[-1].actor == actors.operator(anna.id)


def test_a_bot_without_operators_leaves_a_contact_waiting_with_no_decision(world: World) -> None:
    contact = world.write(1)
    assert contact.is_waiting
    assert (contact.assignment_no, contact.assigned_at) == (0, None)
    assert [event.kind for event in world.history(contact)] == ["created"]


def test_the_ticket_is_drawn_once_per_assignment(world: World) -> None:
    world.operator("Anna")
    drawn: list[int] = []

    def note(total: int) -> int:
        drawn.append(total)
        return 0

    world.chance = note
    contact = world.write(1)
    assert drawn == [5]
    assert contact.assignment_no == 1
