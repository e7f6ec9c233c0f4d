"""Why an operator got what it was: from the decisions alone, with the reasons in the order of time."""

import pytest

from models import Mode, Operator, actors
from services.audit.facts import ALWAYS, Span
from services.audit.one_operator import Story, tell
from services.distribution.modes import choice
from services.distribution.routing import Exclusion
from services.team import transfers
from tests.moments import first
from tests.services.world import World

Team = tuple[Operator, Operator]


@pytest.fixture
def team(world: World) -> Team:
    world.chance = first
    return world.operator("Anna", limit=2), world.operator("Boris", limit=9)


def ask(world: World, operator: Operator, span: Span = ALWAYS) -> Story:
    world.session.flush()
    return tell(world.session, operator.id, span)


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
    begin = world.now
    world.switch(anna, False)
    world.write(1)
    world.wait(minutes=30)
    world.write(2)
    world.switch(anna, True)
    world.write(3)
    world.write(4)
    world.wait(minutes=30)
    world.write(5)
    story = ask(world, anna)
    assert (story.given, story.could, story.got) == (5, 2, 2)
    off, full = story.left_out
    assert (off.reason, off.count, off.since) == (Exclusion.OFF, 2, begin)
    assert (off.until - off.since).total_seconds() == 30 * 60
    assert (full.reason, full.count, full.since) == (Exclusion.FULL, 1, world.now)


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
