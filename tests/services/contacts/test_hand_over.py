"""Passing on, reopening and leaving: a contact goes only into free hands, and is never lost on the way."""

from collections.abc import Callable

import pytest

from models import Operator, OutboxKind, Status
from services.contacts.states import Action
from services.refusals import Reason
from tests.moments import first
from tests.services.contacts.test_follow_ups import off, paused
from tests.services.world import BOT, OTHER_BOT, World, reason


def test_nobody_else_means_the_contact_stays_and_its_operator_is_told(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.must_press(anna, Action.TAKE, contact=contact)
    history = len(world.history(contact))
    assert reason(world.press(anna, Action.PASS_ON, contact)) is Reason.NOBODY_ELSE
    assert (contact.operator_id, contact.status, contact.assignment_no) == (anna.id, Status.IN_PROGRESS, 1)
    assert len(world.history(contact)) == history, "who tried is no one who passed it on"
    world.check_loads()


def test_a_contact_passed_on_leaves_its_place_to_who_waits(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    contact = world.write(1)
    boris = world.operator("Boris", limit=1)
    world.set_limit(boris, 0)
    waiting = world.write(2)
    assert waiting.is_waiting
    boris.max_active_leads = 1
    world.session.flush()
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert (contact.operator_id, waiting.operator_id) == (boris.id, anna.id)
    world.check_loads()


def test_the_operators_and_the_client_hear_of_a_hand_over(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    world.deliver_all()
    world.must_press(anna, Action.PASS_ON, contact=contact)
    [closed] = world.told(anna.telegram_id or 0)
    [shown] = world.told(boris.telegram_id or 0)
    assert (closed.kind, closed.assignment_no) == (OutboxKind.CARD, 1)
    assert (shown.kind, shown.assignment_no) == (OutboxKind.CARD, 2)
    assert world.told(1) == [], "the client hears when somebody takes it"


def full(world: World, anna: Operator) -> None:
    world.set_limit(anna, 0)


def newer(world: World, _anna: Operator) -> None:
    world.write(1, "newer")


@pytest.mark.parametrize(
    ("hindrance", "expected"),
    [(full, Reason.FULL), (off, Reason.OFF), (paused, Reason.PAUSED), (newer, Reason.NEWER_CONTACT)],
)
def test_a_contact_is_not_reopened_when(
    world: World, hindrance: Callable[[World, Operator], None], expected: Reason
) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.finish(contact)
    hindrance(world, anna)
    load = anna.load
    assert reason(world.press(anna, Action.REOPEN, contact)) is expected
    assert (contact.status, anna.load) == (Status.COMPLETED, load)
    world.check_loads()


def test_reopening_fills_the_last_place_and_no_more(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    one = world.write(1)
    world.finish(one)
    two = world.write(2)
    world.finish(two)
    world.must_press(anna, Action.REOPEN, contact=one)
    assert (one.status, anna.load) == (Status.IN_PROGRESS, 1)
    assert reason(world.press(anna, Action.REOPEN, two)) is Reason.FULL
    assert world.write(3).is_waiting
    world.check_loads()


def test_after_a_newer_contact_is_completed_the_older_one_may_be_reopened(world: World) -> None:
    anna = world.operator("Anna")
    older = world.write(1)
    world.finish(older)
    newer_one = world.write(1)
    world.finish(newer_one)
    world.must_press(anna, Action.REOPEN, contact=older)
    assert world.write(1, "joins") is older
    assert reason(world.press(anna, Action.REOPEN, newer_one)) is Reason.NEWER_CONTACT


def test_the_client_is_told_of_each_turn(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.must_press(anna, Action.TAKE, Action.COMPLETE, Action.REOPEN, contact=contact)
    assert world.notices(1) == ["client-accepted", "client-taken", "client-completed", "client-reopened"]
    assert all(row.contact_id == contact.id and row.assignment_no is None for row in world.told(1))


def test_contacts_of_an_operator_who_blocks_the_bot_go_to_others_or_wait(world: World) -> None:
    anna = world.operator("Anna", limit=3)
    contacts = [world.write(client) for client in (1, 2, 3)]
    world.must_press(anna, Action.TAKE, contact=contacts[0])
    boris = world.operator("Boris", limit=2)
    world.blocks(anna)
    assert [c.operator_id for c in contacts] == [boris.id, boris.id, None]
    assert [c.status for c in contacts] == [Status.NEW] * 3
    assert (anna.load, boris.load) == (0, 2)
    assert [c.assignment_no for c in contacts] == [2, 2, 2]
    lost = world.history(contacts[2])[-1]
    assert (lost.kind, lost.data) == ("unassigned", {"operator_id": anna.id, "reason": "unreachable"})
    world.check_loads()


def test_contacts_of_a_completed_past_stay_with_who_blocked(world: World) -> None:
    anna = world.operator("Anna")
    done = world.write(1)
    world.finish(done)
    world.operator("Boris")
    world.blocks(anna)
    assert (done.operator_id, done.status) == (anna.id, Status.COMPLETED)


def test_blocking_one_bot_keeps_the_contacts_of_another(world: World) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    anna = world.operator("Anna", opened=(BOT, OTHER_BOT), weight={world.find_bot(): 1, other: 1})
    here, there = world.write(1), world.write(1, bot_id=OTHER_BOT)
    world.blocks(anna, BOT)
    assert (here.operator_id, there.operator_id) == (None, anna.id)
    world.check_loads()


def test_places_freed_by_blocking_one_bot_serve_the_queue_of_another(world: World) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    anna = world.operator("Anna", limit=1, opened=(BOT, OTHER_BOT), weight={world.find_bot(): 1, other: 1})
    world.write(1)
    waiting = world.write(2, bot_id=OTHER_BOT)
    world.blocks(anna, BOT)
    assert waiting.operator_id == anna.id
    world.check_loads()


def test_a_contact_that_nobody_can_take_comes_back_to_who_unblocks(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.blocks(anna)
    assert contact.is_waiting
    world.wait(seconds=1)
    world.opens(anna)
    assert (contact.operator_id, contact.assignment_no) == (anna.id, 3)
    world.check_loads()


def test_an_operator_without_a_weight_any_more_keeps_and_finishes_what_is_open(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.set_weight(anna, world.find_bot(), 0)
    assert contact.operator_id == anna.id
    assert world.write(2).is_waiting
    world.finish(contact)
    assert contact.status is Status.COMPLETED
    world.check_loads()
