"""In turn, by weight: nobody is far from the share, whatever changes, and absence is no debt."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import Contact, Mode, Operator, OperatorSourceWeight
from services import sources
from services.distribution import decisions
from services.distribution.decisions import TurnDecision
from services.distribution.modes import choice, turns
from services.distribution.modes.turns import ONE, Turn
from services.distribution.preferences import Preference
from services.reports import statistics
from services.reports.periods import count_back
from services.team import preferences
from tests.services.world import BOT, World

WEIGHTS = st.lists(st.integers(1, 1000), min_size=2, max_size=9)


def go_on(weights: list[int], credits: list[int], present: list[int]) -> int:
    """Let one contact go to whose turn it is of those present, and keep the books; returns who got it."""
    field = [Turn(one, weights[one], credits[one]) for one in present]
    winner = turns.find_next(field)
    for one, credit in turns.settle(field, winner).items():
        credits[one] = credit
    return winner


@given(weights=WEIGHTS, count=st.integers(1, 120))
def test_everybody_is_within_less_than_one_of_the_share_while_the_same_are_there(
    weights: list[int], count: int
) -> None:
    credits, got, present = [0] * len(weights), [0] * len(weights), list(range(len(weights)))
    for so_far in range(1, count + 1):
        got[go_on(weights, credits, present)] += 1
        for weight, own in zip(weights, got, strict=True):
            assert abs(own - Fraction(so_far * weight, sum(weights))) < 1


@given(weights=WEIGHTS, data=st.data())
def test_whoever_comes_and_goes_nobody_is_further_from_the_share_than_the_bound(
    weights: list[int], data: st.DataObject
) -> None:
    everybody = range(len(weights))
    credits, got, parts = [0] * len(weights), [0] * len(weights), [Fraction(0)] * len(weights)
    fields = st.sets(st.sampled_from(everybody), min_size=1)
    for present in data.draw(st.lists(fields, max_size=60)):
        total = sum(weights[one] for one in present)
        for one in present:
            parts[one] += Fraction(weights[one], total)
        got[go_on(weights, credits, sorted(present))] += 1
        assert sum(credits) == 0
        for one in everybody:
            assert abs(got[one] - parts[one]) <= len(weights) - 1


@given(weights=WEIGHTS, data=st.data())
def test_who_is_away_is_owed_neither_more_nor_less(weights: list[int], data: st.DataObject) -> None:
    credits = [0] * len(weights)
    for _ in range(data.draw(st.integers(0, 20))):
        go_on(weights, credits, list(range(len(weights))))
    away = data.draw(st.sampled_from(range(len(weights))))
    before = credits[away]
    for _ in range(data.draw(st.integers(1, 50))):
        go_on(weights, credits, [one for one in range(len(weights)) if one != away])
    assert credits[away] == before


@given(weights=st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_the_parts_of_a_contact_make_one_contact(weights: list[int]) -> None:
    parts = turns.divide(weights)
    assert sum(parts) == ONE
    for weight, part in zip(weights, parts, strict=True):
        assert abs(part - Fraction(ONE * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_contact_is_divided_by_weights_alone(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="nobody has a weight"):
        turns.divide(weights)


@pytest.fixture
def team(world: World) -> list[Operator]:
    """Three with weights 2, 1 and 1 for a bot that goes in turn."""
    hired = [
        world.operator(name, limit=50, weight=2 if name == "Anna" else 1)
        for name in ["Anna", "Boris", "Clara"]
    ]
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    return hired


def read_decisions(world: World, *contacts: int) -> list[decisions.Decision]:
    return [
        decisions.read(world.decisions(world.session.get_one(Contact, number))[-1]) for number in contacts
    ]


def test_of_twenty_contacts_everybody_gets_exactly_the_share(world: World, team: list[Operator]) -> None:
    got = [world.write(client).operator_id for client in range(1, 21)]
    assert [got.count(operator.id) for operator in team] == [10, 5, 5]
    assert all(set(got[n : n + 4]) == {operator.id for operator in team} for n in range(0, 20, 4))


def test_free_places_do_not_count_in_turn_but_a_full_desk_does(world: World, team: list[Operator]) -> None:
    anna, boris, clara = team
    boris.max_active_leads = 2
    got = [world.write(client).operator_id for client in range(1, 13)]
    assert got.count(boris.id) == 2
    assert (got[:8].count(anna.id), got[:8].count(boris.id), got[:8].count(clara.id)) == (4, 2, 2)


def test_a_turn_is_stored_so_that_it_can_be_found_again(world: World, team: list[Operator]) -> None:
    numbers = [world.write(client).id for client in range(1, 9)]
    for decision in read_decisions(world, *numbers):
        assert isinstance(decision, TurnDecision)
        assert turns.find_next(decision.turns) == decision.operator_id
        assert decision.named == {operator.id for operator in team}


def test_whom_the_source_prefers_gets_it_and_that_counts(world: World, team: list[Operator]) -> None:
    anna, boris, clara = team
    boris.languages, clara.languages, anna.languages = "de", "de", "ru"
    preferences.prefer(world.session, world.find_bot(), Preference.LANGUAGE, 0, at=world.at)
    found = [world.write(client, language="de") for client in range(1, 9)]
    got = [contact.operator_id for contact in found]
    assert (got.count(boris.id), got.count(clara.id)) == (4, 4), "they take turns among themselves"
    (decision,) = read_decisions(world, found[-1].id)
    assert isinstance(decision, TurnDecision)
    assert decision.preference is Preference.LANGUAGE


def test_the_statistics_expect_shares_by_weight(world: World, team: list[Operator]) -> None:
    for client in range(1, 9):
        world.write(client)
    found = statistics.collect(world.session, count_back(1, at=world.at), at=world.at)
    assert [(row.won, row.expected) for row in found.operators] == [(4, 4), (2, 2), (2, 2)]


def test_when_a_weight_is_taken_back_all_begin_alike(world: World, team: list[Operator]) -> None:
    world.write(1)
    owed = select(OperatorSourceWeight.credit).order_by(OperatorSourceWeight.operator_id)
    assert any(world.session.scalars(owed))
    choice.choose(world.session, world.find_bot(), Mode.DRAW, at=world.at)
    assert not any(world.session.scalars(owed))


def test_a_campaign_goes_on_where_its_bot_is(world: World, team: list[Operator]) -> None:
    campaign = sources.add_campaign(world.session, BOT, "Spring", "k3x9", at=world.at)
    for client in range(1, 9, 2):
        world.chat_from(campaign, client)
    found = [world.write(client) for client in range(1, 9)]
    assert {contact.source_id for contact in found} == {campaign.id, world.find_bot().id}
    got = [contact.operator_id for contact in found]
    assert [got.count(operator.id) for operator in team] == [4, 2, 2]
