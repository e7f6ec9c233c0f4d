"""What a waiting contact can say: why it waits, and its place; and what happens when it is its turn."""

from collections.abc import Callable

import pytest

from services.distribution import queue
from services.distribution.order import settings
from services.distribution.queue import WaitReason
from tests.services.world import BOT, OTHER_BOT, World


def unreachable(world: World) -> None:
    world.operator("Stranger", opened=(OTHER_BOT,))


def off(world: World) -> None:
    world.switch(world.operator("Off"), False)


def paused(world: World) -> None:
    world.set_shift(world.operator("Paused"), False)


REASONS: list[tuple[list[Callable[[World], object]], WaitReason]] = [
    ([], WaitReason.NO_WEIGHT),
    ([lambda w: w.operator("Weightless", weight=0)], WaitReason.NO_WEIGHT),
    ([off], WaitReason.ALL_OFF),
    ([paused], WaitReason.ALL_OFF),
    ([unreachable], WaitReason.UNREACHABLE),
    ([off, unreachable], WaitReason.UNREACHABLE),
    ([lambda w: w.operator("Full", limit=0)], WaitReason.ALL_FULL),
    ([off, paused, unreachable, lambda w: w.operator("Full", limit=0)], WaitReason.ALL_FULL),
]


@pytest.mark.parametrize(("team", "expected"), REASONS)
def test_a_waiting_contact_can_say_why(
    world: World, team: list[Callable[[World], object]], expected: WaitReason
) -> None:
    for member in team:
        member(world)
    assert queue.explain(world.session, world.write(1), at=world.at) is expected


def test_it_waits_for_the_second_group_while_nobody_of_the_first_may_take_it(world: World) -> None:
    bot, vera = world.bot(), world.operator("Vera", limit=1)
    settings.set_group(world.session, vera, bot, True, at=world.at)
    world.operator("Anna", limit=0)
    contact = world.write(1)
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.SECOND_GROUP
    vera.max_active_leads = 0
    world.session.flush()
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.ALL_FULL


def test_the_second_group_alone_is_waited_for_too(world: World) -> None:
    vera = world.operator("Vera", limit=1)
    settings.set_group(world.session, vera, world.find_bot(), True, at=world.at)
    contact = world.write(1)
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.SECOND_GROUP


def test_the_reason_follows_what_happens(world: World) -> None:
    anna = world.operator("Anna", limit=0)
    contact = world.write(1)
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.ALL_FULL
    world.switch(anna, False)
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.ALL_OFF


def test_places_in_the_queue_count_all_for_whom_the_same_operators_are_free_some_day(world: World) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    anna = world.operator("Anna", limit=0, weight={world.find_bot(): 1, other: 1}, opened=(BOT, OTHER_BOT))
    first_one = world.write(1, bot_id=OTHER_BOT)
    second = world.write(2)
    assert [queue.find_place(world.session, c, at=world.at) for c in (first_one, second)] == [1, 2]
    world.set_weight(anna, other, 0)
    assert queue.find_place(world.session, second, at=world.at) == 1, (
        "nobody of this bot takes what stands before it"
    )


def test_places_in_the_queue_count_the_waiting_of_the_same_bot(world: World) -> None:
    world.bot(OTHER_BOT, "other_bot")
    world.write(1, bot_id=OTHER_BOT)
    one, two, three = (world.write(client) for client in (1, 2, 3))
    assert [queue.find_place(world.session, c, at=world.at) for c in (one, two, three)] == [1, 2, 3]
    world.operator("Anna", limit=1)
    assert [queue.find_place(world.session, c, at=world.at) for c in (two, three)] == [1, 2]
    assert [(s.name, n) for s, n in queue.count_waiting(world.session)] == [("acme_bot", 2), ("other_bot", 1)]


def test_whom_the_queue_gives_a_contact_is_shown_it_and_its_client_hears_nothing_yet(world: World) -> None:
    anna = world.operator("Anna", limit=0)
    contact = world.write(1, "first")
    world.write(1, "second")
    world.deliver_all()
    world.set_limit(anna, 1)
    [card, relayed] = world.told(anna.telegram_id or 0)
    assert (card.kind, card.contact_id, card.assignment_no) == ("card", contact.id, 1)
    assert relayed.kind == "relay"
    assert world.told(1) == []
