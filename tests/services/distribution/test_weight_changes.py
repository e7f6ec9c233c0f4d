"""Changes of weights: remembered with who made them, undone if nobody came later, shown as shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.weight_screens import round_percents
from models import Event, Source, actors
from services.distribution import weights
from services.distribution.order import settings
from services.refusals import Reason, Refused
from services.team import operators
from tests.services.distribution.test_weights import stored
from tests.services.world import World


def change(world: World, name: str, source: Source, weight: int, by: str = "Olga") -> Event:
    operator = operators.find(world.session, name)
    return weights.set_weight(
        world.session, operator, source, weight, actor=actors.admin(90), by=by, at=world.at
    )


def undo(world: World, event: Event) -> Event:
    world.session.flush()
    return weights.undo(world.session, event.id, actor=actors.admin(91), by="Petr", at=world.at)


def test_a_change_is_undone_and_the_undoing_too(world: World) -> None:
    world.operator("Anna", weight=3)
    bot = world.find_bot()
    changed = change(world, "Anna", bot, 7)
    undone = undo(world, changed)
    assert stored(world) == [(1, 1, 3)]
    undo(world, undone)
    assert stored(world) == [(1, 1, 7)]


def test_a_weight_that_comes_back_is_in_the_group_that_it_was_in(world: World) -> None:
    anna, bot = world.operator("Anna", weight={}), world.find_bot()
    changed = change(world, "Anna", bot, 3)
    settings.set_group(world.session, anna, bot, True, by="Olga", at=world.at)
    taken = undo(world, changed)
    assert not weights.is_second(world.session, anna, bot)
    undo(world, taken)
    assert weights.is_second(world.session, anna, bot)


def test_undoing_a_first_weight_leaves_none_and_a_campaign_takes_its_bots_again(world: World) -> None:
    world.operator("Anna")
    boris = world.operator("Boris", limit=1, weight=0)
    spring = world.campaign("spring")
    changed = change(world, "Boris", spring, 5)
    assert [s.operator for s in weights.show_source(world.session, spring, at=world.at).shares] == [boris]
    undo(world, changed)
    row = weights.show_source(world.session, spring, at=world.at)
    assert row.inherited
    assert [(s.operator.name, s.weight) for s in row.shares] == [("Anna", 1), ("Boris", 0)]


def test_who_waits_in_a_campaign_is_served_as_soon_as_its_bots_weights_count_again(world: World) -> None:
    anna = world.operator("Anna")
    world.operator("Boris", weight=0)
    spring = world.campaign("spring")
    changed = change(world, "Boris", spring, 0)
    world.meet(1)
    world.chat(1).source_id = spring.id
    contact = world.write(1)
    assert contact.is_waiting
    undo(world, changed)
    assert contact.operator_id == anna.id
    world.check_loads()


def test_a_change_that_somebody_has_overtaken_is_not_undone(world: World) -> None:
    world.operator("Anna", weight=3)
    bot = world.find_bot()
    first, _second = change(world, "Anna", bot, 7), change(world, "Anna", bot, 9)
    with pytest.raises(Refused) as refused:
        undo(world, first)
    assert refused.value.reason is Reason.CHANGED_SINCE
    assert stored(world) == [(1, 1, 9)]


def test_what_is_no_change_of_a_weight_is_not_undone(world: World) -> None:
    world.operator("Anna")
    [created, *_] = world.history(world.write(1))
    for event_id in (created.id, 10**6):
        with pytest.raises(Refused) as refused:
            weights.undo(world.session, event_id, actor=actors.admin(91), by="Petr", at=world.at)
        assert refused.value.reason is Reason.CHANGED_SINCE


def test_the_log_tells_the_newest_changes_first_with_who_made_them(world: World) -> None:
    anna, bot = world.operator("Anna", weight={}), world.find_bot()
    assert weights.list_log(world.session) == []
    for weight in range(1, 26):
        changed = change(world, "Anna", bot, weight, by=f"Admin {weight}")
    undo(world, changed)
    log = weights.list_log(world.session)
    assert len(log) == 20
    assert [(e.data["before"], e.data["after"], e.data["by"], e.actor) for e, _, _ in log[:2]] == [
        (25, 24, "Petr", actors.admin(91)),
        (24, 25, "Admin 25", actors.admin(90)),
    ]
    assert {(operator, source) for _, operator, source in log} == {(anna, bot)}


def test_shares_are_counted_as_things_stand_and_with_every_place_free(world: World) -> None:
    anna = world.operator("Anna", limit=4, weight=3)
    boris = world.operator("Boris", limit=2, weight=5)
    clara = world.operator("Clara", limit=3, weight=2)
    world.chance = lambda _total: 0
    world.write(1)
    world.set_shift(boris, False)
    world.switch(clara, False)
    shares = weights.show_source(world.session, world.find_bot(), at=world.at).shares
    assert [(s.operator, s.weight, s.now, s.free) for s in shares] == [
        (anna, 3, 9, 12),
        (boris, 5, 0, 10),
        (clara, 2, 0, 0),
    ]


@given(st.lists(st.integers(0, 10**6), max_size=100))
def test_percents_of_equal_scores_are_equal_and_each_is_nearly_right(scores: list[int]) -> None:
    percents, total = round_percents(scores), sum(scores)
    assert len(percents) == len(scores)
    assert sum(percents) <= (100 if total else 0)
    if len(set(scores)) == len(scores):
        assert sum(percents) == (100 if total else 0)
    assert len(set(zip(scores, percents, strict=True))) == len(set(scores)), "equal scores, equal percents"
    for percent, score in zip(percents, scores, strict=True):
        assert abs(percent - (100 * score / total if total else 0)) < 1
        assert percent == 0 or score


@pytest.mark.parametrize(
    ("scores", "percents"),
    [([5, 5], [50, 50]), ([1, 1, 1], [33, 33, 33]), ([2, 2, 3], [28, 28, 43]), ([9, 1, 1, 1], [75, 8, 8, 8])],
)
def test_operators_with_equal_scores_are_shown_equal_percents(scores: list[int], percents: list[int]) -> None:
    assert round_percents(scores) == percents
