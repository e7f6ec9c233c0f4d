"""Contacts transferred by hand: one to an operator, or all as a preview showed; never above a limit."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models import Contact, Operator, OutboxKind, Status, actors
from services.contacts.states import Action
from services.distribution import capacity
from services.refusals import Reason, Refused
from services.team import operators, transfers
from tests.moments import first
from tests.services.replay import check_decisions
from tests.services.world import OTHER_BOT, World
from tests.stored import read_rows


def dump(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, past what the session remembers."""
    session.flush()
    return read_rows(session)


def give(world: World, contact: Contact, operator: Operator) -> Contact:
    given = transfers.give(world.session, contact.id, operator, actor=actors.admin(90), at=world.at)
    world.session.flush()
    return given


def refuse(world: World, contact: Contact, operator: Operator) -> Reason:
    """Return why a contact can't be given to an operator; nothing has changed then."""
    before = dump(world.session)
    with pytest.raises(Refused) as refused:
        give(world, contact, operator)
    assert dump(world.session) == before
    return refused.value.reason


def test_a_waiting_contact_is_given_to_whom_the_admin_chooses_weight_or_not(world: World) -> None:
    contact = world.write(1)
    anna = world.operator("Anna", weight=0)
    give(world, contact, anna)
    assert (contact.operator_id, contact.status, contact.assignment_no) == (anna.id, Status.NEW, 1)
    assert contact.waiting_since is None
    [decision] = world.decisions(contact)
    assert (decision["why"], decision["ticket"], decision["weight"]) == ("manual", None, 0)
    assert world.history(contact)[-1].actor == actors.admin(90)
    assert [row.contact_id for row in world.told(anna.telegram_id or 0, kind=OutboxKind.CARD)] == [contact.id]
    world.check_loads()


def test_a_contact_in_work_goes_over_as_new_and_its_place_is_given_to_who_waits(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    contact, waiting = world.write(1), world.write(2)
    world.must_press(anna, Action.TAKE, contact=contact)
    boris = world.operator("Boris", limit=1, weight=0)
    give(world, contact, boris)
    assert (contact.operator_id, contact.status, contact.taken_at) == (boris.id, Status.NEW, None)
    assert world.decisions(contact)[-1]["from_operator_id"] == anna.id
    assert waiting.operator_id == anna.id, "her place is free, so nobody waits"
    world.check_loads()
    check_decisions(world.session)


def test_who_had_a_contact_before_may_be_given_it_again(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    boris = world.operator("Boris")
    give(world, contact, boris)
    give(world, contact, anna)
    assert (contact.operator_id, contact.assignment_no) == (anna.id, 3)
    world.check_loads()


OBSTACLES: dict[Reason, Callable[[World, Operator], object]] = {
    Reason.OPERATOR_OFF: lambda world, operator: world.switch(operator, False),
    Reason.OPERATOR_PAUSED: lambda world, operator: world.set_shift(operator, False),
    Reason.OPERATOR_UNREACHABLE: lambda world, operator: world.blocks(operator),
    Reason.OPERATOR_FULL: lambda world, operator: world.set_limit(operator, 0),
}


@pytest.mark.parametrize("reason", OBSTACLES)
def test_what_keeps_an_operator_from_the_draw_keeps_him_from_a_gift(world: World, reason: Reason) -> None:
    contact = world.write(1)
    anna = world.operator("Anna", weight=0)
    OBSTACLES[reason](world, anna)
    assert refuse(world, contact, anna) is reason
    assert contact.is_waiting


def test_a_full_operator_is_given_nothing_even_by_hand(world: World) -> None:
    anna, boris = world.operator("Anna", limit=1), world.operator("Boris", limit=1)
    world.chance = first
    one, two = world.write(1), world.write(2)
    assert refuse(world, one, boris) is Reason.OPERATOR_FULL
    assert (one.operator_id, two.operator_id) == (anna.id, boris.id)


def raise_limit_and_give(world: World, contact: Contact, operator: Operator, limit: int) -> None:
    transfers.raise_limit_and_give(
        world.session, contact.id, operator, limit, actor=actors.admin(90), at=world.at
    )


def refuse_to_raise(world: World, contact: Contact, operator: Operator, limit: int) -> Reason:
    """Return why a contact can't be given with a limit; nothing has changed then."""
    before = dump(world.session)
    with pytest.raises(Refused) as refused:
        raise_limit_and_give(world, contact, operator, limit)
    assert dump(world.session) == before
    return refused.value.reason


@pytest.mark.parametrize("lowered", [None, 0, 1])
def test_a_limit_that_is_raised_for_one_contact_goes_to_no_other(world: World, lowered: int | None) -> None:
    anna = world.operator("Anna", limit=2)
    for client in (1, 2):
        world.write(client)
    first_in_line, chosen = world.write(3), world.write(4)
    if lowered is not None:
        world.set_limit(anna, lowered)
    raise_limit_and_give(world, chosen, anna, 3)
    assert (chosen.operator_id, first_in_line.is_waiting) == (anna.id, True)
    assert (anna.load, anna.max_active_leads) == (3, 3)
    world.check_loads()
    check_decisions(world.session)


def test_a_limit_is_raised_by_no_more_than_the_admin_has_seen(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    world.write(1)
    world.operator("Boris", limit=1)
    contact = world.write(2)
    assert refuse_to_raise(world, contact, anna, 3) is Reason.CHANGED_SINCE
    world.set_limit(anna, 5)
    raise_limit_and_give(world, contact, anna, 2)
    assert (contact.operator_id, anna.load, anna.max_active_leads) == (anna.id, 2, 5)


@pytest.mark.parametrize("reason", [reason for reason in OBSTACLES if reason is not Reason.OPERATOR_FULL])
def test_a_raised_limit_brings_nobody_back(world: World, reason: Reason) -> None:
    contact = world.write(1)
    anna = world.operator("Anna", weight=0, limit=0)
    OBSTACLES[reason](world, anna)
    assert refuse_to_raise(world, contact, anna, 1) is reason


def test_a_limit_out_of_range_is_refused(world: World) -> None:
    contact = world.write(1)
    assert (
        refuse_to_raise(world, contact, world.operator("Anna", weight=0, limit=0), 10**6) is Reason.BAD_LIMIT
    )


def test_nobody_is_given_his_own_contact(world: World) -> None:
    contact = world.write(1)
    assert refuse(world, contact, world.operator("Client", telegram_id=1, weight=0)) is Reason.OWN_CONTACT


def test_who_has_a_contact_already_and_a_completed_one_are_refused(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    assert refuse(world, contact, anna) is Reason.HAS_IT
    world.finish(contact)
    assert refuse(world, contact, world.operator("Boris")) is Reason.COMPLETED


def test_there_is_an_example_only_where_somebody_can_be_given_something(world: World) -> None:
    assert transfers.find_possible(world.session, at=world.at) is None
    contact = world.write(1)
    anna = world.operator("Anna", weight=0)
    assert transfers.find_possible(world.session, at=world.at) == (contact, anna)
    give(world, contact, anna)
    assert transfers.find_possible(world.session, at=world.at) is None
    world.switch(world.operator("Boris"), False)
    assert transfers.find_possible(world.session, at=world.at) is None


def preview(
    world: World, operator: Operator, target: Operator | None, seed: int = 0
) -> list[transfers.Transfer]:
    at = replace(world.at, chance=Random(seed).randrange)
    return transfers.preview(world.session, operator, target, at=at)


def transfer(
    world: World, operator: Operator, target: Operator | None, plan: int
) -> list[transfers.Transfer]:
    return transfers.transfer(
        world.session,
        operator,
        target,
        plan,
        planned_chance=Random(0).randrange,
        actor=actors.admin(90),
        at=world.at,
    )


def crowd(world: World, limits: list[int]) -> tuple[Operator, list[Operator]]:
    """Let Anna have five contacts, one of them in work, with colleagues who have these limits."""
    anna = world.operator("Anna", limit=6)
    held = [world.write(client) for client in range(1, 6)]
    world.must_press(anna, Action.TAKE, contact=held[0])
    others = [world.operator(f"O{n}", limit=limit, weight=n + 1) for n, limit in enumerate(limits)]
    world.session.flush()
    return anna, others


ANY_TEAM = {
    "limits": st.lists(st.integers(0, 4), max_size=4),
    "target": st.none() | st.integers(0, 3),
    "off": st.booleans(),
}


@pytest.mark.long
@settings(max_examples=40, suppress_health_check=list(HealthCheck), derandomize=True)
@given(**ANY_TEAM)
def test_a_preview_changes_nothing_and_is_then_done_exactly(
    world: World, limits: list[int], target: int | None, off: bool
) -> None:
    nested = world.session.begin_nested()
    anna, others = crowd(world, limits)
    if off:
        world.switch(anna, False)
    chosen = others[target] if target is not None and target < len(others) else None
    before = dump(world.session)
    plan = preview(world, anna, chosen)
    assert dump(world.session) == before
    assert [move.contact_id for move in plan] == [c.id for c in operators.list_open(world.session, anna.id)]
    done = transfer(world, anna, chosen, transfers.hash_plan(plan))
    world.session.flush()
    world.session.expire_all()
    assert done == plan
    for move in done:
        contact = world.session.get_one(Contact, move.contact_id)
        assert contact.operator_id == (None if move.waits else move.operator_id or anna.id)
        assert move.waits <= off, "who is there keeps what nobody else can take"
    assert all(other.load <= other.max_active_leads for other in others)
    free = sum(limits) if chosen is None else chosen.max_active_leads
    assert sum(move.operator_id is not None for move in done) == min(free, 5)
    world.check_loads()
    check_decisions(world.session)
    nested.rollback()
    world.session.expire_all()


def test_a_plan_that_fits_no_more_is_refused_and_changes_nothing(world: World) -> None:
    anna, [boris, clara] = crowd(world, [3, 3])
    plan = transfers.hash_plan(preview(world, anna, boris))
    world.set_limit(boris, 2)
    before = dump(world.session)
    for target, number in ((boris, plan), (clara, plan), (None, plan), (boris, 0)):
        with pytest.raises(Refused) as refused:
            transfer(world, anna, target, number)
        assert refused.value.reason is Reason.CHANGED_SINCE
        assert dump(world.session) == before


def test_a_move_to_who_has_not_opened_the_bot_leaves_everything(world: World) -> None:
    anna, _ = crowd(world, [])
    stranger = world.operator("Stranger", opened=(OTHER_BOT,))
    plan = preview(world, anna, stranger)
    assert {move.operator_id for move in plan} == {None}


def test_places_that_a_move_frees_go_to_who_waits(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    held, waiting = world.write(1), world.write(2)
    boris = world.operator("Boris", limit=1, weight=0)
    transfer(world, anna, boris, transfers.hash_plan(preview(world, anna, boris)))
    world.session.flush()
    assert (held.operator_id, waiting.operator_id) == (boris.id, anna.id)
    assert [d["why"] for d in (*world.decisions(held), *world.decisions(waiting))] == [
        "new",
        "manual",
        "queue",
    ]
    world.check_loads()


def test_a_place_lost_while_giving_is_not_taken_twice(world: World) -> None:
    contact = world.write(1)
    anna = world.operator("Anna", limit=1, weight=0)
    assert capacity.reserve(world.session, anna.id)
    assert refuse(world, contact, anna) is Reason.OPERATOR_FULL
