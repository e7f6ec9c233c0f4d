"""Why an operator got what it was: from the decisions alone, with the reasons in the order of time."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from models import Event, Mode, Operator, actors
from services.audit.availability_then import Stretch
from services.audit.facts import ALWAYS, Span
from services.audit.one_operator import Story, tell
from services.distribution.modes import choice
from services.distribution.routing import Exclusion
from services.events import Kind
from services.team import transfers, working_hours
from tests.moments import first
from tests.services.world import World

Team = tuple[Operator, Operator]


@pytest.fixture
def team(world: World) -> Team:
    world.chance = first
    return world.operator("Anna", limit=2), world.operator("Boris", limit=9)


def ask(world: World, operator: Operator, span: Span = ALWAYS) -> Story:
    world.session.flush()
    return tell(world.session, operator.id, span, at=world.at)


def test_what_was_expected_is_the_sum_of_the_chances(world: World, team: Team) -> None:
    anna, boris = team
    world.write(1)
    world.write(2)
    story = ask(world, boris)
    assert (story.given, story.could, story.got) == (2, 2, 0)
    assert story.expected == pytest.approx(9 / 11 + 9 / 10)
    assert ask(world, anna).got == 2


def test_reasons_come_one_after_the_other_with_their_times(world: World, team: Team) -> None:
    anna, _ = team
    world.wait(minutes=10)
    off_at = world.now
    world.switch(anna, False)
    world.wait(minutes=10)
    world.write(1)
    world.wait(minutes=30)
    on_at = world.now
    world.switch(anna, True)
    world.wait(minutes=5)
    world.write(2)
    held = world.write(3)
    full_at = world.now
    world.wait(minutes=30)
    world.write(4)
    world.wait(minutes=7)
    done_at = world.now
    world.finish(held)
    world.wait(minutes=7)
    story = ask(world, anna)
    assert (story.given, story.could, story.got) == (4, 2, 2)
    assert story.left_out == [
        Stretch(Exclusion.OFF, off_at, on_at, 1),
        Stretch(Exclusion.FULL, full_at, done_at, 1),
    ]


def test_a_pause_and_the_hours_of_work_are_told_to_the_minute_though_nothing_came(world: World) -> None:
    midnight = datetime(2026, 1, 6, tzinfo=world.policy.timezone)
    anna = world.operator("Anna")
    working_hours.change_work(world.session, anna, {"hours": "09:00-18:00"}, at=world.at)
    world.now = midnight + timedelta(hours=11)
    world.set_shift(anna, False)
    world.wait(minutes=20)
    world.set_shift(anna, True)
    world.now = midnight + timedelta(hours=15)
    working_hours.change_work(world.session, anna, {"hours": "09:00-17:00"}, at=world.at)
    world.now = midnight + timedelta(days=1, hours=12)
    told = ask(world, anna, Span(midnight, midnight + timedelta(days=1))).left_out
    assert [(one.reason, one.since - midnight, one.until - midnight) for one in told] == [
        (Exclusion.OFF_HOURS, timedelta(0), timedelta(hours=9)),
        (Exclusion.PAUSED, timedelta(hours=11), timedelta(hours=11, minutes=20)),
        (Exclusion.OFF_HOURS, timedelta(hours=17), timedelta(hours=24)),
    ]


def test_days_away_are_told_until_somebody_is_back_before_they_are_over(world: World, team: Team) -> None:
    anna, _ = team
    begin = world.now
    working_hours.change_work(world.session, anna, {"away_until": begin + timedelta(days=3)}, at=world.at)
    world.wait(days=1)
    assert ask(world, anna).left_out == [Stretch(Exclusion.OFF_HOURS, begin, world.now)]
    working_hours.change_work(world.session, anna, {"away_until": None}, at=world.at)
    back = world.now
    world.wait(days=1)
    assert ask(world, anna).left_out == [Stretch(Exclusion.OFF_HOURS, begin, back)]


def test_a_lower_limit_makes_full_and_a_higher_one_ends_it(world: World, team: Team) -> None:
    anna, _ = team
    world.write(1)
    world.wait(minutes=5)
    since = world.now
    world.set_limit(anna, 1)
    world.wait(minutes=5)
    world.set_limit(anna, 3)
    until = world.now
    world.wait(minutes=5)
    assert ask(world, anna).left_out == [Stretch(Exclusion.FULL, since, until)]


def test_before_what_is_forgotten_nobody_is_said_to_have_been_full(world: World, team: Team) -> None:
    anna, _ = team
    forgotten = world.write(1)
    world.write(2)
    world.wait(minutes=5)
    full_at = world.now - timedelta(minutes=5)
    assert ask(world, anna).left_out == [Stretch(Exclusion.FULL, full_at, world.now)]
    world.finish(forgotten)
    world.wait(minutes=5)
    of_it = select(Event).where(Event.contact_id == forgotten.id, Event.kind == Kind.ASSIGNED.value)
    world.session.scalars(of_it).one().data = {}
    world.wait(minutes=5)
    assert ask(world, anna).left_out == [Stretch(Exclusion.FULL, full_at, full_at + timedelta(minutes=5))]


def test_of_the_time_before_the_record_only_the_decisions_tell(world: World, team: Team) -> None:
    anna, _ = team
    world.switch(anna, False)
    world.write(1)
    world.wait(minutes=30)
    world.write(2)
    world.session.execute(delete(Event).where(Event.kind == Kind.OPERATOR_SET.value))
    [off] = ask(world, anna).left_out
    assert (off.reason, off.until - off.since, off.count) == (Exclusion.OFF, timedelta(minutes=30), 2)


def test_what_never_was_for_an_operator_is_no_news(world: World, team: Team) -> None:
    clara = world.operator("Clara", weight=0)
    world.write(1)
    assert ask(world, clara) == Story()


def test_in_turn_the_share_is_by_weight(world: World, team: Team) -> None:
    anna, boris = team
    world.set_limit(anna, 9)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    for client in range(1, 5):
        world.write(client)
    assert (ask(world, anna).got, ask(world, anna).expected) == (2, 2)
    assert ask(world, boris).expected == 2


def test_what_came_by_hand_is_counted_apart_and_other_days_are_not(world: World, team: Team) -> None:
    _, boris = team
    contact = world.write(1)
    world.wait(days=1)
    since = world.now
    transfers.give(world.session, contact.id, boris, actor=actors.admin(1), at=world.at)
    story = ask(world, boris, Span(since))
    assert (story.given, story.by_hand) == (0, 1)
