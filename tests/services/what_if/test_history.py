"""An office is read out of what has happened: what came, who was there, and how long each took."""

from datetime import timedelta

from sqlalchemy import delete

from models import Event, Operator
from services.distribution import assignment
from services.distribution.preferences import Preference
from services.events import Kind
from services.hours import availability
from services.team import preferences, working_hours
from services.what_if.clocks import ENDLESS
from services.what_if.history import FEW, read_office
from services.what_if.office import Office, OperatorModel
from tests.services.world import NOON, World

HOUR = 3600.0


def read(world: World) -> Office:
    """Return the office since the hour before the first request."""
    world.session.flush()
    return read_office(world.session, NOON, at=world.at)


def find(office: Office, operator: Operator) -> OperatorModel:
    return next(worker for worker in office.workers if worker.id == operator.id)


def forget_records(world: World) -> None:
    """Leave only what decisions say of who was there, as in a history of an older version."""
    world.session.execute(delete(Event).where(Event.kind == Kind.OPERATOR_SET.value))


def serve(world: World, client: int, operator: Operator, minutes: float = 20) -> None:
    """Let a client write, be answered after a quarter of that time, and be completed."""
    contact = world.write(client)
    assert contact.operator_id == operator.id
    world.wait(minutes=minutes / 4)
    world.answer(operator, contact)
    world.wait(minutes=minutes - minutes / 4)
    world.finish(contact)


def test_what_came_and_who_really_got_it_is_there(world: World) -> None:
    anna = world.operator("Anna", limit=1)
    world.wait(minutes=10)
    serve(world, 1, anna)
    world.write(2)
    office = read(world)
    assert [arrival.at for arrival in office.arrivals] == [600, 600 + 1200]
    assert office.got == {(1, anna.id): 2}
    assert office.end == 1800


def test_how_long_an_assignment_takes_is_the_operators_own(world: World) -> None:
    anna = world.operator("Anna")
    for client in range(FEW):
        serve(world, client, anna, minutes=20)
    boris = world.operator("Boris", weight=0)
    office = read(world)
    assert {(one.answer, one.whole) for one in find(office, anna).handlings} == {(300, 1200)}
    assert find(office, anna).is_own
    assert not find(office, boris).is_own, "for want of own ones everybody's count"
    assert find(office, boris).handlings == find(office, anna).handlings


def test_who_was_on_a_pause_was_away(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.wait(hours=1)
    world.write(1)
    world.set_shift(boris, on=False)
    world.wait(hours=1)
    world.write(2)
    world.set_shift(boris, on=True)
    world.wait(hours=1)
    world.write(3)
    assert find(read(world), boris).clock.stretches == [(0, 1 * HOUR), (2 * HOUR, ENDLESS)]
    assert find(read(world), anna).clock.stretches == [(0, ENDLESS)]
    forget_records(world)
    clock = find(read(world), boris).clock
    assert [clock.runs(HOUR * n) for n in (1, 2, 3)] == [True, False, True]
    assert all(find(read(world), anna).clock.runs(HOUR * n) for n in (1, 2, 3))


def test_who_could_not_be_reached_was_away_though_on_shift(world: World) -> None:
    world.operator("Anna", limit=9)
    boris = world.operator("Boris")
    world.wait(hours=1)
    world.write(1)
    world.blocks(boris)
    world.wait(hours=1)
    world.write(2)
    world.opens(boris)
    world.wait(hours=1)
    world.write(3)
    assert find(read(world), boris).clock.stretches == [(0, HOUR), (3 * HOUR, ENDLESS)]


def test_what_was_before_the_record_is_what_was_seen(world: World) -> None:
    world.operator("Anna", limit=9)
    boris = world.operator("Boris")
    for client, on in enumerate((False, True, False)):
        world.set_shift(boris, on)
        world.wait(hours=1)
        world.write(client)
    forget_records(world)
    world.wait(hours=1)
    availability.begin_record(world.session, boris, at=world.at)
    world.wait(hours=1)
    world.set_shift(boris, on=True)
    begun = [(2 * HOUR, 3 * HOUR), (5 * HOUR, ENDLESS)]
    assert find(read(world), boris).clock.stretches == begun


def test_where_a_request_waited_who_had_a_place_was_away(world: World) -> None:
    anna = world.operator("Anna")
    world.wait(hours=1)
    world.write(1)
    world.set_shift(anna, on=False)
    world.wait(hours=1)
    world.write(2)
    world.wait(hours=1)
    world.set_shift(anna, on=True)
    forget_records(world)
    clock = find(read(world), anna).clock
    assert [clock.runs(HOUR * n) for n in (1, 2, 2.9, 3)] == [True, False, False, True]


def test_hours_of_work_say_when_somebody_begins_and_ends(world: World) -> None:
    anna = world.operator("Anna")
    working_hours.change_work(
        world.session, anna, {"hours": "Mo-Su 10:00-18:00", "timezone": "UTC"}, at=world.at
    )
    world.wait(hours=1)
    world.write(1)
    world.wait(hours=22)
    world.write(2)
    hours = (0, 1, 5.9, 6, 21.9, 22)
    for _ in ("by the record", "by what was seen"):
        clock = find(read(world), anna).clock
        assert [clock.runs(HOUR * n) for n in hours] == [True, True, True, False, False, True]
        forget_records(world)


def test_hours_that_are_not_kept_are_not_believed(world: World) -> None:
    anna = world.operator("Anna")
    world.wait(hours=1)
    world.write(1)
    working_hours.change_work(
        world.session, anna, {"hours": "Mo-Su 01:00-02:00", "timezone": "UTC"}, at=world.at
    )
    assert find(read(world), anna).clock.runs(HOUR)


def test_what_somebody_named_an_operator_for_is_told_from_the_draws(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris", weight=0)
    world.switch(anna, on=False)
    contact = world.write(1)
    world.wait(minutes=5)
    assignment.give(world.session, contact, boris, actor=None, at=world.at)
    (arrival,) = read(world).arrivals
    assert (arrival.by_hand, arrival.at) == (boris.id, 300)


def test_whom_a_source_preferred_is_kept(world: World) -> None:
    anna, _boris = world.operator("Anna"), world.operator("Boris")
    preferences.prefer(world.session, world.find_bot(), Preference.KNOWN, 0, at=world.at)
    world.chance = lambda _total: 0
    serve(world, 1, anna)
    world.wait(minutes=5)
    world.write(1)
    assert [arrival.preferred for arrival in read(world).arrivals] == [frozenset(), {anna.id}]


def test_what_was_open_before_keeps_its_place_as_long_as_it_did(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.wait(hours=2)
    world.finish(contact)
    world.session.flush()
    office = read_office(world.session, NOON + timedelta(hours=1), at=world.at)
    assert office.open_before == [(anna.id, HOUR)]
    assert office.arrivals == []


def test_an_empty_history_is_an_empty_office(world: World) -> None:
    office = read(world)
    assert (office.workers, office.arrivals, office.got) == ([], [], {})
