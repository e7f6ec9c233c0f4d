"""A new phone: what an operator has in bots that the new account has not opened stays some minutes."""

from datetime import timedelta

import pytest

from models import Contact, Operator, OutboxKind, actors
from services.distribution import grace
from services.distribution.grace import GRACE
from services.team import leaving
from tests.moments import first
from tests.services.world import BOT, OTHER_BOT, World

OLD, NEW = 500, 4321


@pytest.fixture
def anna(world: World) -> Operator:
    """Who has a place for two, and works in two bots."""
    other = world.bot(OTHER_BOT, "other_bot")
    world.chance = first
    shares = {world.find_bot(): 1, other: 1}
    return world.operator("Anna", limit=2, telegram_id=OLD, opened=(BOT, OTHER_BOT), weight=shares)


@pytest.fixture
def there(world: World, anna: Operator) -> Contact:
    """What she has in the bot that the new account opens later, and joins by the other one."""
    world.write(1)
    contact = world.write(2, bot_id=OTHER_BOT)
    assert contact.operator_id == anna.id
    world.deliver_all()
    world.meet(NEW)
    world.join(anna, NEW)
    return contact


def end_grace(world: World) -> list[int]:
    over = list(grace.list_over(world.session, at=world.at))
    for operator_id in over:
        grace.end(world.session, operator_id, at=world.at)
    return over


def test_it_stays_and_its_place_is_not_filled(world: World, anna: Operator, there: Contact) -> None:
    boris = world.operator("Boris", weight={world.find_bot(OTHER_BOT): 1}, opened=(BOT, OTHER_BOT))
    waiting = world.write(3)
    assert (there.operator_id, waiting.operator_id, anna.load) == (anna.id, None, 2)
    assert [row.contact_id for row in world.told(NEW) if row.bot_id == OTHER_BOT] == []
    world.wait(minutes=14)
    assert end_grace(world) == []
    assert boris.load == 0
    world.check_loads()


def test_who_opens_the_bot_in_time_gets_card_and_conversation(
    world: World, anna: Operator, there: Contact
) -> None:
    world.write(2, "are you there?", bot_id=OTHER_BOT)
    world.deliver_all()
    world.wait(minutes=3)
    world.meet(NEW, OTHER_BOT)
    told = [row for row in world.told(NEW) if row.bot_id == OTHER_BOT]
    assert [(row.kind, row.contact_id) for row in told] == [
        (OutboxKind.CARD, there.id),
        (OutboxKind.RELAY, there.id),
    ]
    world.wait(minutes=13)
    assert end_grace(world) == [anna.id]
    assert (there.operator_id, there.assignment_no, anna.grace_until) == (anna.id, 1, None)


def test_what_is_still_out_of_reach_then_goes_to_others(world: World, anna: Operator, there: Contact) -> None:
    waiting = world.write(3)
    boris = world.operator("Boris", weight={world.find_bot(OTHER_BOT): 1}, opened=(BOT, OTHER_BOT))
    world.now += GRACE
    assert end_grace(world) == [anna.id]
    assert (there.operator_id, boris.load, waiting.operator_id) == (boris.id, 1, anna.id)
    assert end_grace(world) == [], "once"
    world.check_loads()


def test_without_others_it_waits_in_the_queue(world: World, anna: Operator, there: Contact) -> None:
    world.now += GRACE
    end_grace(world)
    assert (there.operator_id, there.is_waiting, anna.load) == (None, True, 1)


def test_the_old_account_hears_in_one_line_what_has_happened(
    world: World, anna: Operator, there: Contact
) -> None:
    assert world.notices(OLD) == ["operator-account-moved"]
    assert world.notices(NEW) == []


def test_a_clock_that_is_set_back_prolongs_no_grace(world: World, anna: Operator, there: Contact) -> None:
    world.now -= timedelta(hours=1)
    assert end_grace(world) == [anna.id]


def test_who_joins_for_the_first_time_has_no_grace(world: World) -> None:
    clara = world.operator("Clara", telegram_id=600)
    clara.telegram_id = None
    world.session.flush()
    world.meet(NEW)
    world.join(clara, NEW)
    assert clara.grace_until is None


def test_who_is_cut_off_keeps_nothing(world: World, anna: Operator, there: Contact) -> None:
    assert anna.telegram_id is not None
    leaving.cut_off(world.session, anna, anna.telegram_id, actor=actors.admin(90), at=world.at)
    assert (there.operator_id, anna.grace_until, anna.load) == (None, None, 0)
