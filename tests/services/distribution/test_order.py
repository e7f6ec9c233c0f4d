"""What waits is handed out in the order of its lines, and a second group helps only after a while."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from models import Contact, Event, Operator, Source
from models.database.unit import UnitSession
from services.distribution import assignment, queue, weights
from services.distribution.order import lines, settings
from services.distribution.order.settings import SourceMinutes
from services.distribution.routing import Exclusion
from services.refusals import Reason, Refused
from services.reports import records
from services.team import operators, working_hours
from tests.services.world import OTHER_BOT, World


def prefer(world: World, source: Source, minutes: int) -> None:
    settings.set_minutes(world.session, source, SourceMinutes.PRIORITY, minutes, at=world.at)


def set_patience(world: World, minutes: int) -> None:
    settings.set_minutes(world.session, world.find_bot(), SourceMinutes.SECOND_AFTER, minutes, at=world.at)


def put_second(world: World, operator: Operator, is_second: bool = True) -> Event | None:
    return settings.set_group(world.session, operator, world.find_bot(), is_second, by="Maria", at=world.at)


def serve_all(world: World, operator: Operator) -> list[int]:
    """Let an operator complete one after the other; returns the numbers in the order in which they came."""
    order = list[int]()
    while mine := operators.list_open(world.session, operator.id):
        order.append(mine[0].id)
        world.finish(mine[0])
    return order


@pytest.fixture
def two_bots(world: World) -> tuple[Source, Source]:
    return world.find_bot(), world.bot(OTHER_BOT, "acme_help_bot")


def hire(world: World, bots: tuple[Source, Source], limit: int = 1) -> Operator:
    return world.operator(
        "Anna", limit=limit, opened=tuple(b.bot_id or 0 for b in bots), weight=dict.fromkeys(bots, 1)
    )


def test_a_contact_of_a_source_with_priority_comes_before_an_older_one(
    world: World, two_bots: tuple[Source, Source]
) -> None:
    anna = hire(world, two_bots)
    world.write(1)
    world.write(2)
    world.wait(minutes=20)
    urgent = world.write(3, bot_id=OTHER_BOT)
    prefer(world, two_bots[1], 30)
    assert queue.find_place(world.session, urgent, at=world.at) == 1
    count, waiting = records.list_waiting(world.session, offset=0, limit=9, at=world.at)
    assert (count, [one.contact.id for one in waiting]) == (2, [3, 2]), "as /queue lists them"
    assert serve_all(world, anna) == [1, 3, 2]


def test_who_has_waited_longer_than_the_priority_comes_first(
    world: World, two_bots: tuple[Source, Source]
) -> None:
    anna = hire(world, two_bots)
    prefer(world, two_bots[1], 30)
    world.write(1)
    world.write(2)
    world.wait(minutes=31)
    late = world.write(3, bot_id=OTHER_BOT)
    assert queue.find_place(world.session, late, at=world.at) == 2
    assert serve_all(world, anna) == [1, 2, 3]


@given(
    coming=st.lists(st.tuples(st.booleans(), st.integers(0, 90)), min_size=1, max_size=12),
    first=st.integers(0, 60),
    second=st.integers(0, 60),
)
def test_the_order_is_that_of_coming_less_the_priority(
    writer: Engine, coming: list[tuple[bool, int]], first: int, second: int
) -> None:
    with writer.connect() as connection, UnitSession(connection, expire_on_commit=False) as session:
        world = World(session)
        bots = (world.bot(), world.bot(OTHER_BOT, "acme_help_bot"))
        anna = hire(world, bots)
        settings.set_minutes(session, bots[0], SourceMinutes.PRIORITY, first, at=world.at)
        settings.set_minutes(session, bots[1], SourceMinutes.PRIORITY, second, at=world.at)
        begin, expected = world.write(1000).id, list[tuple[float, int]]()
        for number, (is_other, minutes) in enumerate(coming):
            world.wait(minutes=minutes)
            bot = OTHER_BOT if is_other else bots[0].bot_id or 0
            contact = world.write(number, bot_id=bot)
            came = (contact.created_at - timedelta(minutes=second if is_other else first)).timestamp()
            expected.append((came, contact.id))
        waiting = sorted(expected)
        places = [
            queue.find_place(session, session.get_one(Contact, number), at=world.at) for _, number in waiting
        ]
        assert places == list(range(1, len(waiting) + 1))
        numbers = [number for _, number in waiting]
        for offset in (0, 3):
            assert lines.list_waiting(session, offset=offset, limit=5) == numbers[offset : offset + 5]
        assert serve_all(world, anna) == [begin, *(number for _, number in waiting)]


def test_without_priorities_the_numbers_decide_whatever_the_clocks_say(
    world: World, two_bots: tuple[Source, Source]
) -> None:
    anna = hire(world, two_bots)
    world.write(1)
    world.write(2)
    world.wait(minutes=-5)
    world.write(3, bot_id=OTHER_BOT)
    assert serve_all(world, anna) == [1, 2, 3]


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_minutes_out_of_range_are_refused(world: World, minutes: int) -> None:
    for which in SourceMinutes:
        with pytest.raises(Refused) as refused:
            settings.set_minutes(world.session, world.find_bot(), which, minutes, at=world.at)
        assert refused.value.reason is Reason.BAD_MINUTES


def test_a_campaign_has_the_priority_of_its_bot(world: World) -> None:
    campaign = world.campaign("spring")
    prefer(world, campaign, 15)
    assert world.find_bot().priority_minutes == campaign.priority_minutes == 15


# The second group


def test_the_second_group_helps_once_a_contact_has_waited(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    world.set_limit(anna, 1)
    put_second(world, boris)
    first, second = world.write(1), world.write(2)
    assert (first.operator_id, second.operator_id) == (anna.id, None)
    assert second.widens_at == world.now + timedelta(minutes=10)
    world.wait(minutes=9)
    assert queue.widen(world.session, at=world.at) == 0
    world.wait(minutes=1)
    assert queue.widen(world.session, at=world.at) == 1
    assert second.operator_id == boris.id
    excluded = world.decisions(first)[0]["excluded"]
    assert {"operator_id": boris.id, "reason": Exclusion.SECOND_GROUP} in excluded


def test_when_both_groups_may_take_it_the_draw_is_among_all(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    put_second(world, boris)
    set_patience(world, 0)
    contact = world.write(1)
    assert [c["operator_id"] for c in world.decisions(contact)[0]["candidates"]] == [anna.id, boris.id]


def test_the_minutes_count_from_when_the_source_opens(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    put_second(world, boris)
    world.set_shift(anna, on=False)
    working_hours.set_source_hours(world.session, world.find_bot(), "Mo-Su 20:00-22:00", at=world.at)
    contact = world.write(1)
    world.wait(hours=5, minutes=5)  # 20:05 in Moscow
    queue.drain_all(world.session, at=world.at)
    assert contact.operator_id is None
    world.wait(minutes=5)
    queue.widen(world.session, at=world.at)
    assert contact.operator_id == boris.id


def test_by_hand_the_group_does_not_matter(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    put_second(world, boris)
    world.set_shift(anna, on=False)
    contact = world.write(1)
    assignment.give(world.session, contact, boris, actor=None, at=world.at)
    assert contact.operator_id == boris.id


def test_back_in_the_first_group_what_waits_comes_at_once(world: World, anna: Operator) -> None:
    put_second(world, anna)
    contact = world.write(1)
    assert contact.operator_id is None
    event = put_second(world, anna, False)
    assert contact.operator_id == anna.id
    assert event is not None
    assert (event.data["before"], event.data["after"], event.data["by"]) == (True, False, "Maria")


def test_who_has_no_weight_is_in_no_group(world: World) -> None:
    nina = world.operator("Nina", weight=0)
    with pytest.raises(Refused) as refused:
        put_second(world, nina)
    assert refused.value.reason is Reason.NO_WEIGHT_HERE


def test_a_second_group_has_no_share_while_there_is_a_first(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    put_second(world, boris)
    shares = weights.show_source(world.session, world.find_bot(), at=world.at).shares
    assert [(s.operator.name, s.now > 0, s.free > 0, s.is_second) for s in shares] == [
        ("Anna", True, True, False),
        ("Boris", False, False, True),
    ]
    put_second(world, anna)
    shares = weights.show_source(world.session, world.find_bot(), at=world.at).shares
    assert all(s.free > 0 for s in shares), "without a first group the second is all there is"
