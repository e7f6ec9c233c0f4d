"""Past days are summed up once, when nothing can change them any more: the figures stay what they were."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from bot.runtime import summing
from models import DaySum
from models.database.protocol import Database
from services.clock import take_moment
from services.policy import BusinessRules, Policy
from services.reports import day_sums
from services.reports.figures import Statistics
from tests.services.reports.test_statistics import MOSCOW, fresh_world, look
from tests.services.reports.test_waiting import play
from tests.services.world import World

ACTS = ("write", "finish", "pass", "block", "close", "reopen")


def keep_all(world: World, timezone: ZoneInfo = MOSCOW) -> list[date]:
    """Keep what may be kept; return the days, as they were summed up."""
    world.session.flush()
    at, days = world.at_with(timezone=timezone), []
    while found := day_sums.find_unsummed(world.session, at=at):
        day_sums.keep(world.session, found, at=at)
        days.append(found.day)
    return days


def live_for_days(world: World, days: int) -> None:
    """Let two clients a day come and one of them be served."""
    world.operator("Anna", limit=days * 2)
    for client in range(days):
        world.finish(world.write(2 * client + 1))
        world.write(2 * client + 2)
        world.wait(days=1)


def test_a_day_is_summed_up_once_it_has_been_past_for_a_day(world: World) -> None:
    world.operator("Anna")
    world.write(1)  # at three in the afternoon of the 5th
    world.wait(hours=9)  # it has ended
    assert keep_all(world) == []
    world.wait(hours=23, minutes=59)
    assert keep_all(world) == []
    world.wait(minutes=1)
    assert keep_all(world) == [date(2026, 1, 5)]
    assert keep_all(world) == []


def test_the_latest_days_are_summed_up_first_and_none_before_the_first_contact(world: World) -> None:
    live_for_days(world, 5)
    assert keep_all(world) == [date(2026, 1, day) for day in (8, 7, 6, 5)]


def test_another_time_zone_has_other_days(world: World) -> None:
    live_for_days(world, 3)
    keep_all(world)
    assert len(keep_all(world, ZoneInfo("Asia/Tokyo"))) == 2
    assert world.session.scalar(select(func.count()).select_from(DaySum)) == 4


def test_who_sums_up_what_somebody_else_has_changes_nothing(world: World) -> None:
    live_for_days(world, 3)
    world.session.flush()
    found = day_sums.find_unsummed(world.session, at=world.at)
    assert found is not None
    for _ in range(2):
        day_sums.keep(world.session, found, at=world.at)
    assert world.session.scalar(select(func.count()).select_from(DaySum)) == 1


def plain(found: Statistics) -> Statistics:
    """Return figures that can be compared: what is rounded differently is no difference."""
    return replace(
        found,
        operators=[replace(one, expected=round(one.expected, 9)) for one in found.operators],
        hours=[replace(one, mean=round(one.mean, 9)) for one in found.hours],
    )


@pytest.mark.long
@given(
    seed=st.integers(0, 2**32),
    crowd=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=3),
    acts=st.lists(
        st.tuples(
            st.sampled_from(("write", "finish", "pass", "block", "close", "reopen")), st.integers(0, 40)
        ),
        max_size=25,
    ),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_kept_sums_change_no_figure(
    writer: Engine, seed: int, crowd: list[tuple[int, int]], acts: list[tuple[str, int]]
) -> None:
    """What happens later, to old contacts too, is in the days in which it happens."""
    with fresh_world(writer, seed) as world:
        people = [world.operator(f"O{n}", weight=w, limit=most) for n, (w, most) in enumerate(crowd)]
        chosen = Random(seed)
        for client, (act, hours) in enumerate(acts, 1):
            play(world, people, act, client, chosen)
            world.wait(hours=hours)
            if chosen.randrange(3) == 0:
                keep_all(world)
        keep_all(world)
        kept = [plain(look(world, days)) for days in (1, 3, 40)]
        world.session.execute(delete(DaySum))
        assert [plain(look(world, days)) for days in (1, 3, 40)] == kept


async def test_the_clock_sums_up_what_is_past(either_database: Database) -> None:
    rules = BusinessRules(Policy())
    at = take_moment(rules)

    def live(session: Session) -> None:
        world = World(session)
        world.bot()
        world.now = at.now - timedelta(days=5)
        live_for_days(world, 5)

    async with either_database.writing() as unit:
        await unit.run_sync(live)
    await summing.sum_days(either_database, rules, asyncio.Event())
    async with either_database.reading() as view:
        kept = await view.run_sync(lambda session: len(session.scalars(select(DaySum)).all()))
        assert kept == 4
        assert await view.run_sync(lambda session: day_sums.find_unsummed(session, at=at)) is None
