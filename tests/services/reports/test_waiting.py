"""The queue over the day: what waited, for how long, at which hours of the clock of the business."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Contact, Status, actors
from models.database.protocol import Database
from services.contacts import transitions
from services.contacts.states import Action
from services.distribution.order.lines import IS_WAITING
from services.refusals import Refused
from services.reports.day_sums import sum_up
from services.reports.measures.waiting import HourOfDay
from services.reports.periods import Period, count_back
from tests.services.reports.test_statistics import MOSCOW, fresh_world, look
from tests.services.world import NOON, World


def list_busy(world: World, days: int = 7, timezone: ZoneInfo = MOSCOW) -> list[HourOfDay]:
    """Return the hours in which anybody waited."""
    return [hour for hour in look(world, days, timezone).hours if hour.most]


def test_who_gets_an_operator_at_once_has_not_waited(world: World) -> None:
    world.operator("Anna")
    world.write(1)
    world.wait(minutes=10)
    assert list_busy(world) == []


def test_the_queue_is_as_long_as_it_was(world: World) -> None:
    """It is three in the afternoon in Moscow: two wait for half an hour, one for an hour more."""
    anna = world.operator("Anna", limit=1)
    held = world.write(1)
    world.write(2)
    world.write(3)
    world.wait(minutes=30)
    world.finish(held)
    world.wait(minutes=60)
    world.finish(
        world.session.scalars(
            select(Contact).where(Contact.operator_id == anna.id, Contact.status != Status.COMPLETED)
        ).one()
    )
    world.wait(minutes=30)
    assert [(hour.hour, hour.most) for hour in list_busy(world, days=1)] == [(15, 2), (16, 1)]
    afternoon, later = list_busy(world, days=1)
    assert afternoon.mean == pytest.approx(1.5)
    assert later.mean == pytest.approx(0.5)


def test_the_average_is_over_all_days_of_the_period(world: World) -> None:
    world.write(1)
    world.wait(minutes=60)
    transitions.perform(world.session, 1, Action.CLOSE, actor=actors.admin(90), at=world.at)
    world.wait(days=3)
    (hour,) = list_busy(world, days=4)
    assert (hour.hour, hour.most) == (15, 1)
    assert hour.mean == pytest.approx(1 / 4)


def test_hours_are_those_of_the_business(world: World) -> None:
    world.write(1)
    world.wait(minutes=30)
    assert [hour.hour for hour in list_busy(world, timezone=ZoneInfo("UTC"))] == [12]
    assert [hour.hour for hour in list_busy(world, timezone=ZoneInfo("Asia/Kolkata"))] == [17]


def test_who_has_waited_since_before_the_period_waits_in_it(world: World) -> None:
    world.write(1)
    world.wait(days=30, minutes=5)
    assert [(hour.hour, hour.most) for hour in look(world, 1).hours] == [(n, 1) for n in range(16)]


def test_who_goes_back_to_the_queue_waits_again(world: World) -> None:
    anna = world.operator("Anna")
    world.write(1)
    world.wait(minutes=60)
    world.blocks(anna)
    world.wait(minutes=60)
    (hour,) = list_busy(world)
    assert (hour.hour, hour.most) == (16, 1)
    assert hour.mean == pytest.approx(1 / 7)


def test_who_is_reopened_for_the_queue_waits_from_then_on_until_somebody_has_a_place(world: World) -> None:
    """It is three in the afternoon in Moscow; an hour later it waits again, for half an hour."""
    anna = world.operator("Anna", limit=1)
    contact = world.write(1)
    world.finish(contact)
    world.set_limit(anna, 0)
    world.wait(minutes=60)
    transitions.perform(world.session, contact.id, Action.REQUEUE, actor=actors.admin(90), at=world.at)
    world.wait(minutes=30)
    world.set_limit(anna, 1)
    assert contact.operator_id == anna.id
    world.wait(minutes=60)
    assert [(hour.hour, hour.most, hour.mean) for hour in list_busy(world, days=1)] == [(16, 1, 0.5)]


def test_hours_that_are_still_to_come_are_not_there(world: World) -> None:
    world.wait(minutes=5)
    assert [hour.hour for hour in look(world, 1).hours] == list(range(16))
    assert [hour.hour for hour in look(world, 2).hours] == list(range(24))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_on_which_clocks_change_counts_as_long_as_it_is(world: World, day: date) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    world.write(1)
    world.now = NOON.replace(year=day.year, month=day.month, day=day.day)
    world.session.flush()
    hours = sum_up(world.session, Period(day, day, berlin), 1, at=world.at).hours
    assert {hour.mean for hour in hours} == {1}
    assert [hour.hour for hour in hours] == [
        n for n in range(13 + (day.month == 3)) if (day.month, n) != (3, 2)
    ]


@pytest.mark.long
@given(
    seed=st.integers(0, 2**32),
    crowd=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=3),
    acts=st.lists(
        st.sampled_from(("write", "finish", "pass", "block", "close", "reopen", "requeue")), max_size=25
    ),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happened_the_queue_was_as_long_as_it_was_seen(
    writer: Engine, seed: int, crowd: list[tuple[int, int]], acts: list[str]
) -> None:
    """Each act has an hour of the day of its own, and the queue is looked at after it."""
    with fresh_world(writer, seed) as world:
        people = [world.operator(f"O{n}", weight=w, limit=most) for n, (w, most) in enumerate(crowd)]
        chosen = Random(seed)
        world.now = NOON.replace(hour=21) - timedelta(days=1)  # midnight in Moscow
        seen = []
        for client, act in enumerate(acts[:15], 1):
            play(world, people, act, client, chosen)
            world.session.flush()
            waiting = len(world.session.scalars(select(Contact.id).where(IS_WAITING)).all())
            seen.append((waiting, waiting))
            world.wait(minutes=60)
        found = look(world, 1).hours
        assert [(hour.most, round(hour.mean)) for hour in found[: len(seen)]] == seen


def play(world: World, people: list[Any], act: str, client: int, chosen: Random) -> None:
    """Let something happen, if it can."""
    contacts = list(world.session.scalars(select(Contact)))
    held = [c for c in contacts if c.operator_id and c.is_open]
    if act == "write":
        world.write(client)
    elif act == "block" and people:
        world.blocks(chosen.choice(people))
    elif act == "close" and (left := [c for c in contacts if c.is_open]):
        transitions.perform(
            world.session, chosen.choice(left).id, Action.CLOSE, actor=actors.admin(90), at=world.at
        )
    elif act == "reopen" and (done := [c for c in contacts if not c.is_open and c.operator_id]):
        contact = chosen.choice(done)
        world.press(next(o for o in people if o.id == contact.operator_id), Action.REOPEN, contact)
    elif act == "requeue" and (done := [c for c in contacts if not c.is_open]):
        number = chosen.choice(done).id
        with suppress(Refused):
            transitions.perform(world.session, number, Action.REQUEUE, actor=actors.admin(90), at=world.at)
    elif held and act == "finish":
        world.finish(chosen.choice(held))
    elif held and act == "pass":
        contact = chosen.choice(held)
        world.press(next(o for o in people if o.id == contact.operator_id), Action.PASS_ON, contact)


async def test_both_databases_remember_the_same_queue(either_database: Database) -> None:
    def live(session: Session) -> list[HourOfDay]:
        world = World(session)
        world.bot()
        world.operator("Anna", limit=1)
        for client in range(1, 8):
            contact = world.write(client)
            world.wait(minutes=20)
            if client % 2 and contact.operator_id:
                world.finish(contact)
        session.flush()
        return sum_up(session, count_back(7, at=world.at), 5, at=world.at).hours

    async with either_database.writing() as unit:
        found = await unit.run_sync(live)
    assert [(hour.hour, hour.most) for hour in found if hour.most] == [(15, 1), (16, 4), (17, 5)]
