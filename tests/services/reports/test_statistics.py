"""The figures of /stats: counts by day, honest times, and shares that add up to the draws."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Contact, Event, actors
from models.database.protocol import Database
from models.database.unit import UnitSession
from services.contacts.states import Action
from services.refusals import Refused
from services.reports import statistics
from services.reports.figures import Pace, Statistics
from services.reports.periods import Period, Step, begin, count_back
from services.reports.statistics import measure
from services.team import transfers
from tests.moments import make_moment
from tests.services.world import NOON, World

MOSCOW = ZoneInfo("Europe/Moscow")


def look(world: World, days: int = 7, timezone: ZoneInfo = MOSCOW) -> Statistics:
    world.session.flush()
    at = world.at_with(timezone=timezone)
    return statistics.collect(world.session, count_back(days, at=at), at=at)


def test_nothing_gives_nothing(world: World) -> None:
    found = look(world)
    assert found.is_empty
    assert (found.received, found.completed, found.waiting, found.draws) == (0, 0, 0, 0)
    assert (found.taking, found.completing) == (None, None)
    assert (list(found.operators), list(found.sources)) == ([], [])
    assert [column.received for column in found.columns] == [0] * 7


def test_contacts_count_on_the_day_they_came_and_on_the_day_they_were_completed(world: World) -> None:
    anna = world.operator("Anna", limit=10)
    old = world.write(1)
    world.wait(days=2)
    contacts = [world.write(client) for client in (2, 3)]
    world.wait(days=1)
    world.finish(old)
    world.finish(contacts[0])
    found = look(world, days=3)
    assert [(c.received, c.completed) for c in found.columns] == [(0, 0), (2, 0), (0, 2)]
    assert (found.received, found.completed, found.waiting) == (2, 2, 0)
    (figures,) = found.operators
    assert (figures.id, figures.name, figures.received, figures.completed) == (anna.id, "Anna", 2, 2)
    assert sum(c.received for c in look(world, days=4).columns) == 3


def test_a_day_is_a_day_where_the_business_is(world: World) -> None:
    world.operator("Anna")
    world.now = datetime(2026, 1, 5, 20, 59, tzinfo=UTC)  # 23:59 in Moscow
    world.write(1)
    world.now = datetime(2026, 1, 5, 21, 1, tzinfo=UTC)
    world.write(2)
    assert [c.received for c in look(world, days=2).columns] == [1, 1]
    assert [c.received for c in look(world, days=2, timezone=ZoneInfo("UTC")).columns] == [0, 2]


def test_times_run_from_the_clients_first_message(world: World) -> None:
    anna = world.operator("Anna", limit=10)
    for minutes in range(1, 11):
        contact = world.write(minutes)
        world.wait(minutes=minutes)
        world.must_press(anna, Action.TAKE, contact=contact)
        world.wait(minutes=minutes)
        world.must_press(anna, Action.COMPLETE, contact=contact)
    found = look(world)
    assert found.taking == found.operators[0].taking == Pace(10, 5 * 60, 9 * 60)
    assert found.completing == Pace(10, 10 * 60, 18 * 60)


def test_what_waits_is_counted_per_source_however_old_it_is(world: World) -> None:
    world.write(1)
    world.wait(days=30)
    site = world.api_source("site")
    world.write(2)
    found = look(world, days=1)
    assert (found.received, found.waiting) == (1, 2)
    (source,) = found.sources
    assert (source.source.name, source.received, source.waiting) == ("acme_bot", 1, 2)
    assert site not in [s.source for s in found.sources]


def test_expected_shares_are_the_sum_of_the_chances(world: World) -> None:
    anna, boris = world.operator("Anna", limit=4, weight=3), world.operator("Boris", limit=2)
    world.write(1)  # 12 : 2
    world.set_shift(boris, False)
    world.write(2)  # Anna alone
    found = look(world)
    assert found.draws == 2
    shares = {figures.id: (figures.won, figures.expected) for figures in found.operators}
    assert shares[anna.id][1] == pytest.approx(12 / 14 + 1)
    assert shares[boris.id][1] == pytest.approx(2 / 14)


def test_an_assignment_by_hand_is_no_draw(world: World) -> None:
    world.operator("Anna")
    boris = world.operator("Boris", weight=0)
    contact = world.write(1)
    transfers.give(world.session, contact.id, boris, actor=actors.admin(90), at=world.at)
    found = look(world)
    assert (found.draws, [(o.id, o.won) for o in found.operators]) == (1, [(1, 1), (boris.id, 0)])


def test_draws_before_the_period_do_not_count(world: World) -> None:
    world.operator("Anna", limit=50)
    for client in range(1, 20):
        world.write(client)
        world.wait(hours=12)
    world.now -= timedelta(hours=12)
    for days in range(1, 12):
        found = look(world, days)
        assert found.draws == found.received


def test_weeks_are_counted_back_from_today_and_hours_follow_the_clock() -> None:
    period = count_back(90, at=make_moment(NOON))
    assert (period.step, len(period.starts)) == (Step.WEEK, 13)
    assert period.starts[0] == period.since
    assert period.starts[-1] == begin(period.last - timedelta(days=6), MOSCOW)
    assert count_back(45, at=make_moment(NOON)).step is Step.DAY
    berlin = ZoneInfo("Europe/Berlin")
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 6, 1), 24), (date(2026, 10, 25), 25)):
        one = Period(day, day, berlin)
        assert (one.step, len(one.starts)) == (Step.HOUR, hours)


@pytest.mark.parametrize("days", range(1, 367, 5))
def test_columns_cover_the_whole_period_in_order(days: int) -> None:
    starts = count_back(days, at=make_moment(NOON)).starts
    assert starts == sorted(set(starts))
    assert len(starts) <= 53


@pytest.mark.parametrize("days", [-1, 0, 367, 10**9])
def test_too_few_and_too_many_days_are_refused(days: int) -> None:
    with pytest.raises(Refused):
        count_back(days, at=make_moment(NOON))


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_quantiles_are_times_that_occurred(seconds: list[int]) -> None:
    pace = measure(seconds)
    assert pace is not None
    assert {pace.median, pace.most} <= set(seconds)
    for quantile, share in ((pace.median, 0.5), (pace.most, 0.9)):
        assert sum(s <= quantile for s in seconds) >= share * len(seconds)
        assert sum(s < quantile for s in seconds) < share * len(seconds)


@contextmanager
def fresh_world(writer: Engine, seed: int) -> Iterator[World]:
    with writer.connect() as connection:
        connection.begin()
        with UnitSession(connection, expire_on_commit=False) as session:
            made = World(session, chance=Random(seed).randrange)
            made.bot()
            yield made


@pytest.mark.long
@given(
    seed=st.integers(0, 2**32),
    crowd=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=4),
    acts=st.lists(st.sampled_from(("write", "finish", "pass", "block")), max_size=25),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_expected_adds_up_to_the_draws_whatever_happened(
    writer: Engine, seed: int, crowd: list[tuple[int, int]], acts: list[str]
) -> None:
    with fresh_world(writer, seed) as world:
        people = [world.operator(f"O{n}", weight=w, limit=most) for n, (w, most) in enumerate(crowd)]
        chosen = Random(seed)
        for client, act in enumerate(acts, 1):
            world.wait(minutes=7)
            held = [c for c in world.session.scalars(select(Contact)) if c.operator_id and c.is_open]
            if act == "write":
                world.write(client)
            elif act == "block" and people:
                world.blocks(chosen.choice(people))
            elif held and act == "finish":
                world.finish(chosen.choice(held))
            elif held:
                contact = chosen.choice(held)
                owner = next(o for o in people if o.id == contact.operator_id)
                world.press(owner, Action.PASS_ON, contact)
        found = look(world)
        decisions = world.session.scalars(select(Event.data).where(Event.kind == "assigned")).all()
        assert found.draws == len(decisions) == sum(o.won for o in found.operators)
        assert sum(o.expected for o in found.operators) == pytest.approx(found.draws)
        for operator in found.operators:
            chances = [
                c["score"] / d["total"]
                for d in decisions
                for c in d["candidates"]
                if c["operator_id"] == operator.id
            ]
            assert operator.expected == pytest.approx(sum(chances))


async def test_both_databases_give_the_same_figures(either_database: Database) -> None:
    def live(session: Session) -> None:
        world = World(session)
        world.bot()
        world.operator("Anna", weight=3)
        world.operator("Boris")
        for client in range(1, 8):
            contact = world.write(client)
            world.wait(minutes=20)
            if client % 2:
                world.finish(contact)

    at = make_moment(NOON)
    period = count_back(7, at=at)
    async with either_database.writing() as unit:
        await unit.run_sync(live)
    async with either_database.reading() as view:
        found = await view.run_sync(partial(statistics.collect, at=at), period)
    assert (found.received, found.completed, found.draws) == (7, 4, 7)
    assert found.taking == Pace(4, 1200, 1200)
    assert sum(operator.expected for operator in found.operators) == pytest.approx(7)
    assert sum(operator.won for operator in found.operators) == 7
