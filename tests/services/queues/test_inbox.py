"""An update is handled exactly once; one that fails is tried three times and then set aside, not lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Inbox, InboxState
from services.queues import inbox
from services.queues.inbox import Arrived
from tests.services.world import BOT, OTHER_BOT, World


def store(world: World, *updates: tuple[int, str], bot_id: int = BOT) -> None:
    inbox.store(world.session, bot_id, [Arrived(*update) for update in updates], at=world.at)


def due(world: World, *, limit: int = 100, bot_id: int = BOT) -> list[int]:
    rows = inbox.list_due(world.session, bot_id, limit=limit, at=world.at)
    return [row.update_id for row in rows]


def row(world: World, update_id: int) -> Inbox:
    rows = select(Inbox).filter_by(update_id=update_id).execution_options(populate_existing=True)
    return world.session.scalars(rows).one()


def test_updates_are_handled_in_the_order_they_came(world: World) -> None:
    store(world, (30, "a"), (10, "b"))
    store(world, (20, "c"))
    assert due(world) == [30, 10, 20]
    assert due(world, limit=2) == [30, 10]


def test_what_telegram_delivers_again_is_stored_once_and_left_as_it_is(world: World) -> None:
    store(world, (1, "first"), (2, "x"))
    inbox.finish(world.session, [row(world, 1).id], at=world.at)
    store(world, (1, "again"), (2, "again"), (3, "new"), (3, "twice in a batch"))
    assert [row(world, n).body for n in (1, 2, 3)] == ["first", "x", "new"]
    assert due(world) == [2, 3]


def test_each_bot_has_its_own_updates(world: World) -> None:
    store(world, (1, "here"))
    store(world, (1, "there"), bot_id=OTHER_BOT)
    assert (due(world), due(world, bot_id=OTHER_BOT)) == ([1], [1])
    inbox.retry_quarantined(world.session, OTHER_BOT, at=world.at)
    assert due(world) == [1]


def test_an_empty_batch_is_no_trouble(world: World) -> None:
    store(world)
    assert due(world) == []


def test_what_is_handled_is_not_due_and_its_failure_forgotten(world: World) -> None:
    store(world, (1, "a"), (2, "b"))
    inbox.fail(world.session, row(world, 1).id, "locked", at=world.at)
    inbox.finish(world.session, [row(world, 1).id, row(world, 2).id], at=world.at)
    assert due(world) == []
    assert (row(world, 1).state, row(world, 1).error) == (InboxState.DONE, None)
    assert row(world, 1).handled_at == world.now


def test_a_failing_update_is_tried_three_times_ever_later_and_then_set_aside(world: World) -> None:
    store(world, (1, "a"))
    for delay in (1, 5):
        assert not inbox.fail(world.session, row(world, 1).id, "no", at=world.at)
        world.session.flush()
        world.wait(seconds=delay - 0.5)
        assert due(world) == []
        world.wait(seconds=0.5)
        assert due(world) == [1]
    assert inbox.fail(world.session, row(world, 1).id, "for good", at=world.at)
    world.session.flush()
    world.wait(days=1)
    assert due(world) == []
    assert (row(world, 1).state, row(world, 1).error) == (InboxState.QUARANTINED, "for good")


def test_one_failing_update_does_not_hold_up_the_others(world: World) -> None:
    store(world, (1, "a"), (2, "b"))
    inbox.fail(world.session, row(world, 1).id, "no", at=world.at)
    world.session.flush()
    assert due(world) == [2]


def test_an_update_set_aside_gets_another_three_tries_at_the_next_start(world: World) -> None:
    store(world, (1, "a"))
    inbox.quarantine(world.session, row(world, 1).id, "can't be read", at=world.at)
    first_time = world.now
    world.session.flush()
    world.wait(hours=3)
    inbox.retry_quarantined(world.session, BOT, at=world.at)
    assert due(world) == [1]
    for last in (False, False, True):
        assert inbox.fail(world.session, row(world, 1).id, "still not", at=world.at) is last
        world.session.flush()
    assert row(world, 1).handled_at == first_time, "admins have been told"


@pytest.mark.parametrize("state", [InboxState.DONE, InboxState.PENDING])
def test_only_what_was_set_aside_is_retried(world: World, state: InboxState) -> None:
    store(world, (1, "a"))
    stored = row(world, 1)
    stored.state, stored.attempts, stored.next_at = state, 2, world.now + timedelta(seconds=5)
    world.session.flush()
    inbox.retry_quarantined(world.session, BOT, at=world.at)
    assert (row(world, 1).state, row(world, 1).attempts) == (state, 2)
    assert due(world) == []
