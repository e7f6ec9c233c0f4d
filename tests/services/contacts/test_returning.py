"""Back to the queue: a contact waits there with its old number, and not for who has put it back."""

import pytest

from models import Contact, Operator, actors
from services.contacts.states import Action
from services.contacts.transitions import perform
from services.distribution import queue
from services.distribution.candidates import evaluate
from services.distribution.queue import WaitReason
from services.distribution.routing import Exclusion
from services.refusals import Reason, Refused
from services.team import operators, transfers
from tests.moments import first
from tests.services.world import World, reason

CLIENT, OTHER, THIRD = 1, 2, 3


def fill(world: World, operator: Operator) -> None:
    """Leave an operator no place."""
    world.set_limit(operator, operator.load)


def exclusion(world: World, contact: Contact, operator: Operator) -> Exclusion | None:
    found = evaluate(world.session, contact, at=world.at).candidates
    return next(c.exclusion for c in found if c.operator_id == operator.id)


@pytest.fixture
def anna(world: World) -> Operator:
    world.chance = first
    return world.operator("Anna")


@pytest.fixture
def boris(world: World, anna: Operator) -> Operator:
    boris = world.operator("Boris")
    fill(world, boris)
    return boris


def test_who_puts_a_contact_back_is_rid_of_it_though_nobody_else_is_free(
    world: World, anna: Operator, boris: Operator
) -> None:
    contact = world.write(CLIENT)
    created = contact.created_at
    world.wait(minutes=7)
    assert world.press(anna, Action.RETURN, contact) is None
    assert (contact.is_waiting, contact.waiting_since, anna.load) == (True, created, 0)
    assert exclusion(world, contact, anna) is Exclusion.GAVE_BACK
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.ALL_FULL
    assert queue.drain_all(world.session, at=world.at) == 0
    world.check_loads()


def test_what_was_put_back_goes_first_to_the_next_who_is_free(
    world: World, anna: Operator, boris: Operator
) -> None:
    old = world.write(CLIENT)
    fill(world, anna)
    newer = world.write(OTHER)
    assert newer.is_waiting
    world.press(anna, Action.RETURN, old)
    assert newer.operator_id == anna.id, "her place goes to who waits behind it"
    world.set_limit(boris, 1)
    assert old.operator_id == boris.id
    world.check_loads()


def test_a_contact_put_back_by_everybody_else_returns_to_who_may_take_it(
    world: World, anna: Operator, boris: Operator
) -> None:
    contact = world.write(CLIENT)
    world.press(anna, Action.RETURN, contact)
    world.set_limit(boris, 1)
    refusal = world.press(boris, Action.RETURN, contact)
    assert reason(refusal) is Reason.NO_SUCCESSOR, "Anna has put it back"
    assert contact.operator_id == boris.id


def test_it_may_come_back_once_nobody_else_works_here(world: World, anna: Operator, boris: Operator) -> None:
    contact = world.write(CLIENT)
    world.press(anna, Action.RETURN, contact)
    operators.set_active(world.session, boris, False, at=world.at)
    queue.drain_all(world.session, at=world.at)
    assert contact.operator_id == anna.id


def test_alone_nobody_puts_anything_back(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT)
    assert reason(world.press(anna, Action.RETURN, contact)) is Reason.NO_SUCCESSOR
    assert contact.operator_id == anna.id
    with pytest.raises(Refused):
        perform(world.session, contact.id, Action.RETURN, actor=actors.API, at=world.at)


def test_an_admin_may_give_it_to_who_has_put_it_back(world: World, anna: Operator, boris: Operator) -> None:
    contact = world.write(CLIENT)
    world.press(anna, Action.RETURN, contact)
    transfers.give(world.session, contact.id, anna, actor=actors.admin(90), at=world.at)
    assert contact.operator_id == anna.id


def test_its_history_says_who_put_it_back(world: World, anna: Operator, boris: Operator) -> None:
    contact = world.write(CLIENT)
    perform(world.session, contact.id, Action.RETURN, actor=actors.admin(90), at=world.at)
    fact = world.history(contact)[-1]
    assert (fact.kind, fact.actor, fact.data) == (
        "unassigned",
        actors.admin(90),
        {"operator_id": anna.id, "reason": "returned"},
    )


def test_the_client_is_not_told_twice_and_his_new_words_reach_the_next(
    world: World, anna: Operator, boris: Operator
) -> None:
    contact = world.write(CLIENT, "first")
    world.press(anna, Action.RETURN, contact)
    world.deliver_all()
    world.write(CLIENT, "second")
    world.set_limit(boris, 1)
    assert contact.operator_id == boris.id
    assert [row.params.get("key", row.kind) for row in world.told(boris.telegram_id or 0)] == [
        "card",
        "relay",
    ]


def move_away(world: World, operator: Operator) -> list[transfers.Transfer]:
    """Give all that somebody has open to whom the draw names."""
    plan = transfers.preview(world.session, operator, None, at=world.at)
    done = transfers.transfer(
        world.session,
        operator,
        None,
        transfers.hash_plan(plan),
        planned_chance=world.at.chance,
        actor=actors.admin(90),
        at=world.at,
    )
    assert done == plan
    return done


def test_what_an_absent_operator_has_waits_if_nobody_has_a_place(
    world: World, anna: Operator, boris: Operator
) -> None:
    first_one, second = world.write(CLIENT), world.write(OTHER)
    operators.set_active(world.session, anna, False, at=world.at)
    world.set_limit(boris, 1)
    newcomer = world.write(THIRD)
    assert newcomer.operator_id == boris.id
    assert [move.waits for move in move_away(world, anna)] == [True, True]
    world.set_limit(boris, 2)
    latest = world.write(4)
    assert first_one.operator_id == boris.id
    assert second.is_waiting
    assert latest.is_waiting
    world.set_limit(boris, 3)
    assert second.operator_id == boris.id, "before the newcomer"
    assert latest.is_waiting
    world.check_loads()


def test_who_is_there_keeps_what_nobody_else_can_take(world: World, anna: Operator, boris: Operator) -> None:
    contact = world.write(CLIENT)
    assert [(move.operator_id, move.waits) for move in move_away(world, anna)] == [(None, False)]
    assert contact.operator_id == anna.id
