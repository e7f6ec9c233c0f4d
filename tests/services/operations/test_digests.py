"""The weekly digest: once a week and admin, in time, with the figures of /stats, or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from models import Account, Digest, Operator, Outbox
from services import events
from services.operations import digests
from services.operations.digests import WEEKS, compare
from services.queues import outbox
from services.reports import statistics
from services.reports.periods import find_week
from tests.services.world import World

MOSCOW = ZoneInfo("Europe/Moscow")
OLGA, IVAN = Account(42), Account(43)
MONDAY = datetime(2026, 1, 12, 9, tzinfo=MOSCOW)  # the opening after the first week


@pytest.fixture
def shop(world: World) -> World:
    """A bot with two admins who have opened it."""
    world.bot()
    world.policy = world.policy.model_copy(update={"admin_ids": (OLGA, IVAN)})
    for admin in (OLGA, IVAN):
        world.meet(admin)
    return world


def serve(world: World, clients: int = 3) -> Operator:
    """Let some clients write and be answered."""
    anna = world.operator("Anna", limit=100)
    for n in range(clients):
        contact = world.write(1000 + n)
        world.wait(minutes=4)
        world.answer(anna, contact)
    return anna


def strike(world: World, now: datetime) -> list[dict[str, Any]]:
    """Let the clock be looked at; returns the digests that this queues."""
    world.now = now.astimezone(UTC)
    before = len(list_digests(world))
    if digests.is_due(world.session, at=world.at):
        week = digests.collect(world.session, at=world.at)
        digests.send(world.session, week, at=world.at)
        world.session.flush()
    return [row.params for row in list_digests(world)[before:]]


def list_digests(world: World) -> Sequence[Outbox]:
    rows = world.session.scalars(select(Outbox).order_by(Outbox.id))
    return [row for row in rows if row.params.get("key") == digests.KEY]


def test_each_admin_gets_one_at_the_opening_of_the_week_and_no_second_one(shop: World) -> None:
    serve(shop)
    assert strike(shop, MONDAY - timedelta(seconds=1)) == []
    first, second = strike(shop, MONDAY)
    assert first == second
    assert first[outbox.SILENT] is True
    assert first[outbox.FOR_ADMIN] is True
    assert [row.chat_id for row in list_digests(shop)] == [OLGA, IVAN]
    for minutes in (0, 5, 60, 47 * 60):
        assert strike(shop, MONDAY + timedelta(minutes=minutes)) == []


def test_the_figures_are_those_of_the_statistics(shop: World) -> None:
    serve(shop, 5)
    week = strike(shop, MONDAY)[0][WEEKS]
    found = statistics.collect(shop.session, find_week(date(2026, 1, 5), at=shop.at), at=shop.at)
    assert (week["monday"], week["received"], week["completed"]) == ("2026-01-05", 5, 0)
    assert found.received == 5
    assert found.answering is not None
    assert (week["within"], week["decided"], week["median"]) == (5, 5, found.answering.median)
    assert week["operators"] == [{"name": "Anna", "received": 5, "completed": 0, "median": 240}]
    assert week["change"] is None, "nothing to compare with"


def test_what_came_later_belongs_to_the_next_week(shop: World) -> None:
    serve(shop, 2)
    shop.now = MONDAY.astimezone(UTC) - timedelta(hours=8)
    shop.finish(shop.write(5000))
    shop.write(5001)
    week = strike(shop, MONDAY)[0][WEEKS]
    assert (week["received"], week["completed"]) == (2, 0)
    following = strike(shop, MONDAY + timedelta(days=7))[0][WEEKS]
    assert (following["received"], following["completed"]) == (2, 1)


def test_after_two_days_without_a_bot_it_is_too_late(shop: World) -> None:
    serve(shop)
    assert strike(shop, MONDAY + timedelta(days=2)) == []
    assert len(strike(shop, MONDAY + timedelta(days=2, seconds=-1))) == 2


def test_nothing_is_sent_of_a_week_in_which_nothing_happened(shop: World) -> None:
    assert strike(shop, MONDAY) == []
    assert not digests.is_due(shop.session, at=shop.at), "and it is not looked at again"
    serve(shop)
    assert strike(shop, MONDAY + timedelta(days=1)) == []
    assert len(strike(shop, MONDAY + timedelta(days=7))) == 2


def test_who_was_told_by_a_clock_far_ahead_is_told_again_when_it_is_right(shop: World) -> None:
    serve(shop)
    digests.send(shop.session, None, at=replace(shop.at, now=MONDAY + timedelta(days=364)))
    assert len(strike(shop, MONDAY)) == 2
    assert strike(shop, MONDAY + timedelta(hours=1)) == []


def test_who_sets_a_time_zone_in_which_it_is_sunday_again_is_told_once(shop: World) -> None:
    serve(shop)
    shop.policy = shop.policy.model_copy(update={"timezone": ZoneInfo("Pacific/Kiritimati")})
    monday = MONDAY.replace(tzinfo=ZoneInfo("Pacific/Kiritimati"))
    assert len(strike(shop, monday)) == 2
    shop.policy = shop.policy.model_copy(update={"timezone": MOSCOW})
    assert strike(shop, monday + timedelta(minutes=1)) == []
    assert strike(shop, MONDAY + timedelta(hours=1)) == []


def test_it_waits_for_the_hours_of_the_business(shop: World) -> None:
    serve(shop)
    shop.find_bot().hours = "Mo-Fr 11:00-18:00"
    assert strike(shop, MONDAY + timedelta(hours=1)) == []
    assert len(strike(shop, MONDAY + timedelta(hours=2))) == 2


def test_who_is_closed_on_monday_reads_it_on_tuesday(shop: World) -> None:
    serve(shop)
    shop.find_bot().hours = "Tu-Su 10:00-18:00"
    assert strike(shop, MONDAY + timedelta(hours=5)) == []
    assert len(strike(shop, MONDAY + timedelta(days=1, hours=1))) == 2


def test_who_wants_none_gets_none_until_he_wants_it_again(shop: World) -> None:
    serve(shop)
    digests.set_wanted(shop.session, IVAN, False)
    assert not digests.is_wanted(shop.session, IVAN)
    assert len(strike(shop, MONDAY)) == 1
    assert [row.chat_id for row in list_digests(shop)] == [OLGA]
    digests.set_wanted(shop.session, IVAN, True)
    digests.set_wanted(shop.session, OLGA, False)
    shop.write(6000)
    assert len(strike(shop, MONDAY + timedelta(days=7))) == 1
    assert [row.chat_id for row in list_digests(shop)] == [OLGA, IVAN]


def test_an_admin_who_opens_the_bot_late_is_told_too(shop: World) -> None:
    serve(shop)
    shop.policy = shop.policy.model_copy(update={"admin_ids": (OLGA, IVAN, Account(44))})
    assert len(strike(shop, MONDAY)) == 2
    assert strike(shop, MONDAY + timedelta(hours=1)) == []
    shop.meet(44)
    assert len(strike(shop, MONDAY + timedelta(hours=2))) == 1


def test_two_processes_that_both_find_it_due_tell_everybody_once(shop: World) -> None:
    serve(shop)
    shop.now = MONDAY.astimezone(UTC)
    week = digests.collect(shop.session, at=shop.at)
    for _ in range(2):
        digests.send(shop.session, week, at=shop.at)
    assert len(list_digests(shop)) == 2
    assert shop.session.scalars(select(Digest.week)).all() == [date(2026, 1, 12)] * 2


def test_without_admins_nothing_is_due(shop: World) -> None:
    serve(shop)
    at = replace(shop.at_with(admin_ids=()), now=MONDAY.astimezone(UTC))
    assert not digests.is_due(shop.session, at=at)


@pytest.mark.parametrize(
    ("count", "before", "change"), [(12, 10, 20), (10, 20, -50), (9, 20, None), (30, 9, None), (10, 10, 0)]
)
def test_weeks_are_compared_where_both_have_enough(count: int, before: int, change: int | None) -> None:
    assert compare(count, before) == change


def test_the_longest_waits_are_named(shop: World) -> None:
    anna = shop.operator("Anna", limit=100)
    for hours in (1, 5, 2, 3):
        contact = shop.write(2000 + hours)
        shop.wait(hours=hours)
        shop.answer(anna, contact)
    week = strike(shop, MONDAY)[0][WEEKS]
    assert [seconds // 3600 for _, seconds in week["waits"]] == [5, 3, 2]


def test_the_one_thing_to_look_at_is_who_has_no_answer_then_lapsed_cards(shop: World) -> None:
    anna = serve(shop)
    shop.write(3000)
    for _ in range(3):
        events.record(shop.session, 1, events.Kind.TIMED_OUT, operator_id=anna.id, at=shop.at)
    shop.session.flush()
    waiting = digests.collect(shop.session, at=replace(shop.at, now=MONDAY.astimezone(UTC)))
    assert waiting is not None
    assert waiting.look == ("unanswered", "", 1)
    shop.answer(anna, shop.write(3000))
    assert strike(shop, MONDAY)[0][WEEKS]["look"] == ("lapsed", "Anna", 3)
