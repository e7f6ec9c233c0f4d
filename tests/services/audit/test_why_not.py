"""Why not Boris: how an operator stood at each assignment of one contact."""

from datetime import timedelta

import pytest

from models import Event, Mode
from services.audit import why_not
from services.audit.why_not import Standing, WhyNot
from services.distribution import assignment
from services.distribution.modes import choice
from services.distribution.order import settings
from services.distribution.routing import Exclusion
from services.refusals import Refused
from tests.services.world import World


def tell(world: World, contact_id: int, operator_id: int) -> list[WhyNot]:
    world.session.flush()
    return why_not.tell(world.session, contact_id, operator_id, at=world.at)


def test_who_was_in_the_running_hears_chance_and_ticket(world: World) -> None:
    world.bot()
    for name in ("Anna", "Boris"):
        world.operator(name, limit=4)
    contact = world.write(1)
    [decision] = world.decisions(contact)
    loser = 3 - decision["operator_id"]
    [stood] = tell(world, contact.id, loser)
    assert (stood.standing, stood.winner) == (Standing.RAN, decision["operator_id"])
    assert (stood.weight, stood.load, stood.limit, stood.part, stood.total) == (1, 0, 4, 4, 8)
    assert stood.ticket == decision["ticket"]
    [got] = tell(world, contact.id, decision["operator_id"])
    assert got.standing is Standing.GOT


def test_who_was_full_hears_with_what_and_since_when(world: World) -> None:
    world.bot()
    boris = world.operator("Boris", limit=2)
    first = world.write(1)
    world.wait(minutes=5)
    second, filled = world.write(2), world.now
    world.operator("Anna")
    world.wait(minutes=5)
    contact = world.write(3)
    [stood] = tell(world, contact.id, boris.id)
    assert (stood.standing, stood.reason) == (Standing.LEFT_OUT, Exclusion.FULL)
    assert (stood.held, stood.since) == ((first.id, second.id), filled)


def test_what_he_completed_before_is_nothing_that_kept_him(world: World) -> None:
    world.bot()
    boris = world.operator("Boris", limit=1)
    world.finish(world.write(1))
    held = world.write(2)
    world.operator("Anna")
    contact = world.write(3)
    [stood] = tell(world, contact.id, boris.id)
    assert stood.held == (held.id,)


def test_who_was_switched_off_hears_since_when(world: World) -> None:
    world.bot()
    boris = world.operator("Boris")
    world.operator("Anna", limit=9)
    world.switch(boris, False)
    since = world.now
    world.wait(minutes=20)
    contact = world.write(2)
    [stood] = tell(world, contact.id, boris.id)
    assert (stood.reason, stood.since) == (Exclusion.OFF, since)
    assert stood.at - since == timedelta(minutes=20)


def test_each_assignment_is_told_last_first(world: World) -> None:
    world.bot()
    anna, boris = world.operator("Anna"), world.operator("Boris", weight=0)
    contact = world.write(1)
    world.operator("Vera")
    vera = world.operator("Wolf")
    assignment.give(world.session, contact, vera, actor=None, at=world.at)
    told = tell(world, contact.id, boris.id)
    assert [one.standing for one in told] == [Standing.NOT_ASKED, Standing.LEFT_OUT]
    assert [one.winner for one in told] == [vera.id, anna.id]
    assert told[1].reason is Exclusion.NO_WEIGHT
    assert tell(world, contact.id, vera.id)[1].standing is Standing.NOT_THERE


def test_decision_that_does_not_name_everybody_says_so(world: World) -> None:
    world.bot()
    world.operator("Anna")
    for number in range(22):
        world.operator(f"Spare {number}", weight=0)
    contact = world.write(1)
    assert tell(world, contact.id, 2)[0].standing is Standing.LEFT_OUT
    assert tell(world, contact.id, 23)[0].standing is Standing.UNKNOWN


def test_share_is_told_where_contacts_go_in_turn(world: World) -> None:
    world.bot()
    world.operator("Anna", weight=3)
    boris = world.operator("Boris", weight=1)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    [stood] = tell(world, world.write(1).id, boris.id)
    assert (stood.standing, stood.part, stood.total, stood.ticket) == (Standing.RAN, 1, 4, None)


def test_of_what_waits_it_is_told_from_when_the_second_group_may_take_it(world: World) -> None:
    world.bot()
    world.operator("Anna", limit=1)
    vera = world.operator("Vera")
    settings.set_group(world.session, vera, world.find_bot(), True, at=world.at)
    world.write(1)
    [stood] = tell(world, world.write(2).id, vera.id)
    assert (stood.standing, stood.reason) == (Standing.WAITS, Exclusion.SECOND_GROUP)
    assert stood.until == world.now + timedelta(minutes=10)


def test_forgotten_decision_is_not_known(world: World) -> None:
    world.bot()
    boris = world.operator("Boris")
    contact = world.write(1)
    event = world.session.query(Event).filter_by(contact_id=contact.id, kind="assigned").one()
    event.data = {}
    assert tell(world, contact.id, boris.id)[0].standing is Standing.UNREADABLE


def test_contact_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        tell(world, 7, 1)
