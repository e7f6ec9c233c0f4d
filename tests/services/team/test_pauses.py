"""A pause ends by itself at the moment that was named, and one that looks forgotten is asked about once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from models import Operator, Outbox, actors
from services.queues import outbox
from services.refusals import Reason, Refused
from services.team import leaving, operators, pauses, working_hours
from tests.services.world import World

HALF_AN_HOUR = timedelta(minutes=30)
MOSCOW = ZoneInfo("Europe/Moscow")
MONDAY = datetime(2026, 1, 5, 18, 10, tzinfo=MOSCOW)


@pytest.fixture
def moscow(world: World) -> World:
    """It is Monday, 18:10, in the time zone of the business."""
    world.policy = world.policy.model_copy(update={"timezone": MOSCOW})
    world.now = MONDAY.astimezone(UTC)
    return world


def begin(world: World, operator: Operator, span: timedelta | None = None) -> None:
    until = None if span is None else world.now + span
    pauses.begin(world.session, operator.id, until, at=world.at)


def tick(world: World) -> bool:
    """Do what the clock does; returns whether there was anything to do."""
    is_due = pauses.is_due(world.session, at=world.at)
    if is_due:
        pauses.see_to(world.session, at=world.at)
        world.session.flush()
        world.session.expire_all()
    return is_due


def told(world: World, operator: Operator) -> list[str]:
    rows = select(Outbox).where(Outbox.chat_id == operator.telegram_id, Outbox.contact_id.is_(None))
    return [row.params["key"] for row in world.session.scalars(rows)]


def go_to(world: World, day: int, hour: int, minute: int = 0) -> None:
    world.now = datetime(2026, 1, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def test_the_longest_pause_lasts_also_for_a_process_whose_clock_is_behind(
    world: World, anna: Operator
) -> None:
    begin(world, anna, pauses.LONGEST)
    world.now -= timedelta(seconds=1)
    assert not tick(world)
    assert not anna.on_shift


def test_a_pause_ends_by_itself_gives_what_waits_and_is_told_silently(world: World, anna: Operator) -> None:
    begin(world, anna, HALF_AN_HOUR)
    contact = world.write(1)
    assert contact.is_waiting
    world.wait(minutes=29)
    assert not tick(world)
    world.wait(minutes=1)
    assert tick(world)
    assert (anna.on_shift, anna.pause_until, anna.paused_at) == (True, None, None)
    assert contact.operator_id == anna.id
    [row] = [row for row in world.told(anna.telegram_id or 0) if row.params.get("key") == "pause-over"]
    assert outbox.SILENT in row.params
    assert not tick(world)


def test_who_is_back_before_hears_nothing_of_the_end(world: World, anna: Operator) -> None:
    begin(world, anna, HALF_AN_HOUR)
    world.set_shift(anna, True)
    world.wait(hours=1)
    assert not tick(world)
    assert told(world, anna) == []


def test_a_pause_without_an_end_goes_on(world: World, anna: Operator) -> None:
    begin(world, anna, HALF_AN_HOUR)
    begin(world, anna)
    world.wait(hours=2)
    assert not tick(world)
    assert not anna.on_shift
    assert anna.paused_at == world.now - timedelta(hours=2)  # it is one pause all the same


def test_who_was_switched_off_meanwhile_comes_back_without_a_word(world: World, anna: Operator) -> None:
    begin(world, anna, HALF_AN_HOUR)
    world.switch(anna, False)
    world.wait(hours=1)
    assert tick(world)
    assert (anna.on_shift, told(world, anna)) == (True, [])


def test_whose_pause_ends_on_a_holiday_is_told_of_no_requests(world: World, anna: Operator) -> None:
    begin(world, anna, HALF_AN_HOUR)
    anna.away_until = world.now + timedelta(days=3)
    world.wait(hours=1)
    assert tick(world)
    assert (anna.on_shift, told(world, anna)) == (True, [])


@pytest.mark.parametrize("span", [timedelta(0), timedelta(minutes=-1), timedelta(days=7, seconds=1)])
def test_a_pause_that_can_not_be_is_refused_and_nothing_changes(
    world: World, anna: Operator, span: timedelta
) -> None:
    with pytest.raises(Refused) as refused:
        begin(world, anna, span)
    assert refused.value.reason is Reason.BAD_PAUSE
    assert anna.on_shift


def test_a_pause_of_a_clock_that_was_far_ahead_does_not_last(world: World, anna: Operator) -> None:
    world.wait(days=300)
    begin(world, anna, HALF_AN_HOUR)
    world.wait(days=-300)
    assert tick(world)
    assert anna.on_shift


def test_a_button_of_a_pause_that_is_over_changes_nothing(world: World, anna: Operator) -> None:
    begin(world, anna)
    first = pauses.find_number(anna)
    world.set_shift(anna, True)
    with pytest.raises(Refused) as refused:
        pauses.change(world.session, anna.id, first, world.now + HALF_AN_HOUR, at=world.at)
    assert refused.value.reason is Reason.NOT_PAUSED
    assert anna.on_shift
    world.wait(minutes=5)
    begin(world, anna)
    with pytest.raises(Refused):
        pauses.check(world.session, anna.id, first)


def test_a_forgotten_pause_is_asked_about_once_at_nine_on_the_next_day(moscow: World, anna: Operator) -> None:
    begin(moscow, anna)
    go_to(moscow, 6, 8, 59)
    assert not tick(moscow)
    go_to(moscow, 6, 9)
    assert tick(moscow)
    assert told(moscow, anna) == ["pause-forgotten"]
    [row] = moscow.told(anna.telegram_id or 0)
    assert row.params[pauses.PAUSED_SINCE] == "2026-01-05T18:10:00+03:00"
    go_to(moscow, 7, 9)
    assert not tick(moscow)
    assert not anna.on_shift


def test_it_is_asked_when_the_operators_own_hours_begin(moscow: World, anna: Operator) -> None:
    anna.hours, anna.timezone = "Mo-Fr 10:00-19:00", "Asia/Yekaterinburg"  # two hours ahead
    moscow.session.flush()
    begin(moscow, anna)
    go_to(moscow, 6, 7, 59)
    assert not tick(moscow)
    go_to(moscow, 6, 8)
    assert tick(moscow)
    [row] = moscow.told(anna.telegram_id or 0)
    assert row.params[pauses.PAUSED_SINCE] == "2026-01-05T20:10:00+05:00"


def test_without_own_hours_it_is_asked_when_what_is_served_opens(moscow: World, anna: Operator) -> None:
    working_hours.set_source_hours(moscow.session, moscow.find_bot(), "Mo-We,Sa 11:00-20:00", at=moscow.at)
    begin(moscow, anna)
    go_to(moscow, 6, 10, 59)
    assert not tick(moscow)
    go_to(moscow, 6, 11)
    assert tick(moscow)


def test_over_the_weekend_nobody_is_asked(moscow: World, anna: Operator) -> None:
    working_hours.set_source_hours(moscow.session, moscow.find_bot(), "Mo-Fr 09:00-18:00", at=moscow.at)
    go_to(moscow, 9, 17)  # a Friday
    begin(moscow, anna)
    for day in (10, 11):
        go_to(moscow, day, 12)
        assert not tick(moscow)
    go_to(moscow, 12, 9)
    assert tick(moscow)


def test_who_is_away_is_asked_only_when_back(moscow: World, anna: Operator) -> None:
    begin(moscow, anna)
    anna.away_until = datetime(2026, 1, 8, tzinfo=MOSCOW)
    moscow.session.flush()
    go_to(moscow, 7, 12)
    assert not tick(moscow)
    go_to(moscow, 8, 9)
    assert tick(moscow)


def test_who_is_switched_off_or_works_by_api_is_not_asked(moscow: World, anna: Operator) -> None:
    clara = operators.add(moscow.session, "Clara", 5, at=moscow.at)
    for operator in (anna, clara):
        begin(moscow, operator)
    moscow.switch(anna, False)
    go_to(moscow, 6, 12)
    assert not tick(moscow)
    moscow.switch(anna, True)
    assert tick(moscow)
    assert clara.pause_asked_at is None


def test_a_pause_that_ends_by_itself_is_not_asked_about(moscow: World, anna: Operator) -> None:
    begin(moscow, anna, timedelta(days=2))
    go_to(moscow, 6, 12)
    assert not tick(moscow)


def test_the_next_pause_is_asked_about_again(moscow: World, anna: Operator) -> None:
    begin(moscow, anna)
    go_to(moscow, 6, 9)
    assert tick(moscow)
    moscow.set_shift(anna, True)
    begin(moscow, anna)
    go_to(moscow, 7, 9)
    assert tick(moscow)
    assert told(moscow, anna) == ["pause-forgotten"] * 2


def test_a_pause_for_missed_cards_counts_as_one(moscow: World, anna: Operator) -> None:
    moscow.operator("Boris", limit=50)
    moscow.policy = moscow.policy.model_copy(update={"pause_after_missed": 1})
    moscow.write(1)
    moscow.deliver_all()
    moscow.wait(minutes=10)
    assert moscow.time_out(minutes=5) == 1
    assert (anna.on_shift, anna.paused_at) == (False, moscow.now)


def test_who_joins_anew_after_being_cut_off_is_on_no_pause(world: World, anna: Operator) -> None:
    begin(world, anna, HALF_AN_HOUR)
    assert anna.telegram_id is not None
    leaving.cut_off(world.session, anna, anna.telegram_id, actor=actors.admin(1), at=world.at)
    assert (anna.on_shift, anna.pause_until) == (False, None)
    world.join(anna, 4321)
    assert (anna.on_shift, anna.paused_at) == (True, None)
