"""Who waits hears how long it usually takes, once enough have waited; how often that was true is counted."""

import pytest

from models import Contact, Operator
from services.hours import estimates
from services.reports import statistics
from services.reports.figures import Promises
from services.reports.periods import count_back
from services.team import working_hours
from tests.services.world import World


@pytest.fixture
def anna(world: World) -> Operator:
    return world.operator("Anna", limit=1)


def queue_up(world: World, *minutes: float) -> None:
    """Let a client wait in the first place for so many minutes, one after the other."""
    for n, waited in enumerate(minutes):
        held = world.write(1000 + 2 * n)
        waiting = world.write(1001 + 2 * n)
        assert waiting.operator_id is None
        world.wait(minutes=waited)
        world.finish(held)
        assert waiting.operator_id is not None
        world.finish(waiting)


def ask(world: World) -> Contact:
    """Let somebody come while Anna is busy."""
    world.write(1)
    return world.write(2)


def test_nothing_is_said_until_enough_have_waited(world: World, anna: Operator) -> None:
    queue_up(world, *[4] * (estimates.ENOUGH - 1))
    contact = ask(world)
    assert (contact.queue_place, contact.promised_seconds) == (1, None)
    assert "usually" not in world.told(2)[-1].params


def test_who_waits_hears_within_how_long_eight_of_ten_were_answered(world: World, anna: Operator) -> None:
    queue_up(world, *[4] * 16, *[200] * 4)
    contact = ask(world)
    assert (contact.promised_seconds, world.told(2)[-1].params["usually"]) == (300, 5)
    second = world.write(3)
    assert second.promised_seconds == 600, "who is second waits twice as long"


def test_waits_of_another_source_and_of_long_ago_say_nothing(world: World, anna: Operator) -> None:
    queue_up(world, *[4] * 20)
    world.wait(days=29)
    assert ask(world).promised_seconds is None


def test_nights_do_not_count(world: World, anna: Operator) -> None:
    working_hours.set_source_hours(world.session, world.find_bot(), "Mo-Su 09:00-18:00", at=world.at)
    held = world.write(1)
    world.wait(hours=2, minutes=50)  # ten minutes before six in Moscow
    waiting = world.write(2)
    world.wait(hours=15, minutes=20)
    world.finish(held)
    assert waiting.waited_seconds == 20 * 60


def test_waits_that_would_help_nobody_are_not_said(world: World, anna: Operator) -> None:
    queue_up(world, *[300] * 20)
    assert ask(world).promised_seconds is None


def test_statistics_say_how_often_it_was_true(world: World, anna: Operator) -> None:
    queue_up(world, *[4] * 20)
    world.wait(days=1)
    held = world.write(1)
    for client, minutes in ((2, 5), (3, 6)):
        waiting = world.write(client)
        assert waiting.promised_seconds == 300
        world.wait(minutes=minutes)
        world.finish(held)
        held = waiting
    world.session.flush()
    found = statistics.collect(world.session, count_back(1, at=world.at), at=world.at)
    assert found.promises == Promises(2, 1)


def test_who_waits_for_nothing_but_opening_is_promised_nothing(world: World, anna: Operator) -> None:
    queue_up(world, *[4] * 20)
    world.set_shift(anna, False)
    contact = world.write(2)
    assert (contact.queue_place, contact.promised_seconds) == (None, None)


def test_only_what_is_said_first_is_a_promise(world: World, anna: Operator) -> None:
    queue_up(world, *[4] * 20)
    world.set_shift(anna, False)
    contact = world.write(2)
    world.wait(minutes=6)
    anna.load, anna.on_shift = anna.max_active_leads, True
    world.write(2, "and now?")
    assert world.told(2)[-1].params["usually"] == 5, "it is said"
    assert (contact.queue_place, contact.promised_seconds) == (None, None), "but not judged"
    anna.load = 0
