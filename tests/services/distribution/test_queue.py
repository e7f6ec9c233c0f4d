"""Nobody waits while somebody may take it: what frees a place gives it away at once, oldest first."""

from collections.abc import Callable

import pytest

from models import Contact, Operator
from services import leads
from services.chats import ChatRef
from services.clients import phones
from services.contacts import settlement
from services.contacts.states import Action
from services.distribution import queue
from services.leads import Identity
from services.team import identity
from tests.moments import first
from tests.services.world import BOT, OTHER_BOT, World

PHONE = "+79161234567"


def fill(world: World, *operators: Operator) -> list[Contact]:
    """Let clients come until these operators are full."""
    contacts = []
    client = 9000
    while any(operator.load < operator.max_active_leads for operator in operators):
        contacts.append(world.write(client := client + 1))
    return contacts


def queue_up(world: World, *clients: int) -> list[Contact]:
    waiting = [world.write(client) for client in clients]
    assert all(contact.is_waiting for contact in waiting)
    return waiting


def pass_on(world: World, anna: Operator) -> None:
    """Anna, full, passes one on to Boris, who has just got a place."""
    contact = world.session.get_one(Contact, 1)
    boris = world.operator("Boris", limit=0)
    boris.max_active_leads = 1
    world.session.flush()
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert contact.operator_id == boris.id


FREEING: dict[str, Callable[[World, Operator], object]] = {
    "a contact is completed": lambda world, anna: world.finish(world.session.get_one(Contact, 1)),
    "a contact is passed on": pass_on,
    "the limit is raised": lambda world, anna: world.set_limit(anna, 2),
}


@pytest.mark.parametrize("event", FREEING)
def test_the_place_of_a_full_operator_goes_to_who_waited_longest_when(world: World, event: str) -> None:
    anna = world.operator("Anna", limit=1)
    fill(world, anna)
    oldest, younger = queue_up(world, 1, 2)
    FREEING[event](world, anna)
    assert (oldest.operator_id, younger.operator_id) == (anna.id, None)
    assert world.decisions(oldest)[0]["why"] == "queue"
    world.check_loads()


def switch_on(world: World, anna: Operator) -> Callable[[], object]:
    world.switch(anna, False)
    return lambda: world.switch(anna, True)


def come_back(world: World, anna: Operator) -> Callable[[], object]:
    world.set_shift(anna, False)
    return lambda: world.set_shift(anna, True)


def get_a_weight(world: World, anna: Operator) -> Callable[[], object]:
    world.set_weight(anna, world.find_bot(), 0)
    return lambda: world.set_weight(anna, world.find_bot(), 3)


def unblock_the_bot(world: World, anna: Operator) -> Callable[[], object]:
    world.blocks(anna)
    world.wait(seconds=1)
    return lambda: change_membership(world, anna)


def write_again(world: World, anna: Operator) -> Callable[[], object]:
    world.blocks(anna)
    world.wait(seconds=1)
    return lambda: world.opens(anna)


def open_the_bot(world: World, anna: Operator) -> Callable[[], object]:
    world.session.delete(world.chat(anna.telegram_id or 0))
    world.session.flush()
    return lambda: world.opens(anna)


def join_from_another_account(world: World, anna: Operator) -> Callable[[], object]:
    world.session.delete(world.chat(anna.telegram_id or 0))
    world.meet(4321)
    return lambda: world.join(anna, 4321)


def join_for_the_first_time(world: World, anna: Operator) -> Callable[[], object]:
    anna.telegram_id = None
    world.meet(4321)
    return lambda: world.join(anna, 4321)


def change_membership(world: World, operator: Operator) -> None:
    assert operator.telegram_id is not None
    identity.change_membership(
        world.session,
        ChatRef(BOT, operator.telegram_id),
        is_member=True,
        language=None,
        at=world.at,
    )


RETURNING = [
    switch_on,
    come_back,
    get_a_weight,
    unblock_the_bot,
    write_again,
    open_the_bot,
    join_from_another_account,
    join_for_the_first_time,
]


@pytest.mark.parametrize("prepare", RETURNING)
def test_who_becomes_available_gets_the_queue_at_once_and_in_order(
    world: World, prepare: Callable[[World, Operator], Callable[[], object]]
) -> None:
    anna = world.operator("Anna", limit=2)
    make_available = prepare(world, anna)
    waiting = queue_up(world, 1, 2, 3)
    make_available()
    assert [contact.operator_id for contact in waiting] == [anna.id, anna.id, None]
    world.check_loads()


def test_a_merge_by_phone_drains_what_waits_for_the_person(world: World) -> None:
    site = world.api_source()
    anna = world.operator("Anna", limit=0, weight={site: 1})
    lead = leads.resolve(world.session, Identity(external_id="form:1", phone=PHONE), at=world.at)
    contact = Contact(lead_id=lead.id, source_id=site.id, message="", assignment_no=0, created_at=world.now)
    world.session.add(contact)
    anna.max_active_leads = 1  # as nobody does who goes through the services
    world.session.flush()
    phones.share_phone(
        world.session, world.incoming(5, None, kind="phone"), PHONE, at=world.at_with(reopen_window_minutes=0)
    )
    assert world.lead(contact).external_id == "tg:5"
    assert contact.operator_id == anna.id


def test_a_waiting_contact_nobody_may_take_holds_up_nobody_behind_it(world: World) -> None:
    anna = world.operator("Anna", telegram_id=77, limit=1)
    busy = world.write(5)
    own, other = queue_up(world, 77, 6)
    world.finish(busy)
    assert (own.operator_id, other.operator_id) == (None, anna.id)


def test_one_full_source_does_not_hold_up_another(world: World) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    anna = world.operator("Anna", limit=1)
    boris = world.operator("Boris", limit=1, opened=(OTHER_BOT,), weight={other: 1})
    world.write(1)
    there = world.write(1, bot_id=OTHER_BOT)
    here_waiting = world.write(2)
    there_waiting = world.write(2, bot_id=OTHER_BOT)
    world.finish(there)
    assert (here_waiting.operator_id, there_waiting.operator_id) == (None, boris.id)
    assert anna.load == 1


def test_a_place_goes_to_the_oldest_contact_of_all_sources_its_owner_serves(world: World) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    anna = world.operator("Anna", limit=1, opened=(BOT, OTHER_BOT), weight={world.find_bot(): 1, other: 1})
    busy = world.write(1)
    older = world.write(2, bot_id=OTHER_BOT)
    younger = world.write(2)
    world.finish(busy)
    assert (older.operator_id, younger.operator_id) == (anna.id, None)


def test_a_place_goes_to_a_campaign_that_inherits_the_weights(world: World) -> None:
    campaign = world.campaign("k3x9")
    anna = world.operator("Anna", limit=1)
    busy = world.write(1)
    world.meet(2)
    world.chat(2).source_id = campaign.id
    waiting = world.write(2)
    assert waiting.source_id == campaign.id
    world.finish(busy)
    assert waiting.operator_id == anna.id


def test_the_sweep_gives_away_whatever_can_be_given(world: World) -> None:
    anna = world.operator("Anna", limit=0)
    waiting = queue_up(world, 1, 2, 3)
    anna.max_active_leads = 2  # as nobody does who goes through the services
    world.session.flush()
    assert queue.drain_all(world.session, at=world.at) == 2
    assert [c.operator_id for c in waiting] == [anna.id, anna.id, None]
    assert queue.drain_all(world.session, at=world.at) == 0


def test_a_drained_queue_still_draws_by_weight(world: World) -> None:
    anna, boris = world.operator("Anna", limit=0, weight=1), world.operator("Boris", limit=0, weight=4)
    [waiting] = queue_up(world, 1)
    anna.max_active_leads = boris.max_active_leads = 1
    world.session.flush()
    world.chance = lambda total: {5: 1}[total]
    queue.drain_all(world.session, at=world.at)
    assert waiting.operator_id == boris.id


def test_lowering_and_switching_off_give_nobody_anything(world: World) -> None:
    anna = world.operator("Anna", limit=2)
    fill(world, anna)
    [waiting] = queue_up(world, 1)
    world.set_limit(anna, 1)
    world.switch(anna, False)
    assert waiting.is_waiting
    assert anna.load == 2
    world.switch(anna, True)
    assert waiting.is_waiting, "still above the lowered limit"
    world.chance = first
    world.finish(world.session.get_one(Contact, 1))
    assert waiting.is_waiting, "exactly at the lowered limit"
    world.finish(world.session.get_one(Contact, 2))
    assert waiting.operator_id == anna.id


def test_a_lost_operators_contact_waits_first_in_line(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    boris = world.operator("Boris", limit=0)
    hers = world.write(1)
    [other] = queue_up(world, 2)
    assert anna.telegram_id is not None
    settlement.mark_unreachable(world.session, ChatRef(BOT, anna.telegram_id), at=world.at)
    assert hers.is_waiting
    world.set_limit(boris, 1)
    assert (hers.operator_id, other.operator_id) == (boris.id, None)


def test_a_long_queue_is_assigned_in_several_transactions_and_in_order(world: World) -> None:
    anna = world.operator("Anna", limit=0)
    waiting = queue_up(world, *range(1, 2 * queue.STEP + 6))
    world.set_limit(anna, 1000)
    assert [c.is_waiting for c in waiting] == [False] * queue.STEP + [True] * (queue.STEP + 5)
    latest = world.write(999)
    assert latest.is_waiting, "it overtook those that wait for the next transaction"
    assert queue.drain_on(world.session, at=world.at)
    assert [c.is_waiting for c in (*waiting, latest)] == [False] * 2 * queue.STEP + [True] * 6
    assert not queue.drain_on(world.session, at=world.at), "there was more to do"
    assert all(c.operator_id == anna.id for c in (*waiting, latest))
    assert world.write(1000).operator_id == anna.id, "at once, now that nobody waits"
    assert not queue.drain_on(world.session, at=world.at)
    world.check_loads()
