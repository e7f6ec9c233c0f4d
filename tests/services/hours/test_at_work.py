"""Operators get something new in their hours of work only; then they are asked what becomes of the rest."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import Operator
from services.contacts.states import Action
from services.deadlines import reminders
from services.distribution import queue
from services.distribution.candidates import evaluate
from services.distribution.queue import WaitReason
from services.distribution.routing import Exclusion
from services.hours.working_time import find_return
from services.refusals import Reason, Refused
from services.team import operators, shifts, transfers, working_hours
from tests.services.world import BOT, NOON, World

DAYTIME = "Mo-Fr 09:00-18:00"  # NOON is a Monday's, three in the afternoon in Moscow


def work(world: World, operator: Operator, hours: str | None = DAYTIME, timezone: str | None = None) -> None:
    given = {"hours": hours, "timezone": timezone}
    working_hours.change_work(world.session, operator, given, at=world.at)


def exclusion(world: World, operator: Operator, **contact: Any) -> Exclusion | None:
    found = evaluate(world.session, world.write(900), at=world.at).candidates
    return next(c.exclusion for c in found if c.operator_id == operator.id)


def test_who_is_not_at_work_gets_nothing_until_the_hours_begin(world: World, anna: Operator) -> None:
    work(world, anna)
    world.wait(hours=4)
    contact = world.write(1)
    assert (contact.operator_id, queue.explain(world.session, contact, at=world.at)) == (
        None,
        WaitReason.ALL_OFF,
    )
    [told] = world.told(1)
    opens = (world.now + timedelta(hours=14)).isoformat()
    assert (told.params["key"], told.params["opens"]) == ("client-queued-away-until", opens)
    assert exclusion(world, anna) is Exclusion.OFF_HOURS
    assert find_return(anna, at=world.at) == world.now + timedelta(hours=14)
    world.wait(hours=14)
    queue.drain_all(world.session, at=world.at)
    assert contact.operator_id == anna.id


def test_a_client_hears_when_the_first_comes_and_nothing_of_those_who_are_on_a_pause(
    world: World, anna: Operator
) -> None:
    world.set_shift(anna, False)
    world.write(1)
    assert world.notices(1) == ["client-queued-away"]
    for name, hours in (("Boris", "Mo-Su 20:00-22:00"), ("Clara", "Mo-Su 19:00-22:00")):
        work(world, world.operator(name), hours)
    world.write(2)
    [told] = world.told(2)
    assert told.params["opens"] == NOON.replace(hour=16).isoformat(), "seven in the evening in Moscow"


def test_the_clock_is_that_of_the_operator(world: World, anna: Operator) -> None:
    work(world, anna, timezone="Asia/Vladivostok")  # where it is ten in the evening
    assert world.write(1).operator_id is None
    work(world, anna, timezone="Europe/Lisbon")
    queue.drain_all(world.session, at=world.at)
    assert anna.load == 1, "noon, at once"
    with pytest.raises(Refused) as refused:
        work(world, anna, timezone="Mars/Olympus")
    assert (refused.value.reason, anna.timezone) == (Reason.BAD_TIMEZONE, "Europe/Lisbon")


def test_who_is_away_comes_back_on_the_day_after(world: World, anna: Operator) -> None:
    work(world, anna)
    working_hours.set_away(world.session, anna, date(2026, 1, 7), at=world.at)
    contact = world.write(1)
    assert contact.operator_id is None
    assert find_return(anna, at=world.at) == NOON.replace(day=8, hour=6)
    world.now = NOON.replace(day=8, hour=6)
    queue.drain_all(world.session, at=world.at)
    assert contact.operator_id == anna.id
    working_hours.set_away(world.session, anna, date(2026, 1, 9), at=world.at)
    other = world.write(2)
    working_hours.change_work(world.session, anna, {"away_until": None}, at=world.at)
    assert other.operator_id == anna.id, "back at work, at once"


def test_nobody_is_given_anything_by_hand_or_reminded_outside_the_hours(world: World, anna: Operator) -> None:
    contact = world.write(1)
    boris = world.operator("Boris")
    for operator in (anna, boris):
        work(world, operator)
    world.wait(hours=4)
    with pytest.raises(Refused) as refused:
        transfers.give(world.session, contact.id, boris, actor=None, at=world.at)  # type: ignore[arg-type]  # no matter
    assert refused.value.reason is Reason.OPERATOR_OFF_HOURS
    assert reminders.remind(world.session, bots=[BOT], at=world.at) == 0
    assert [found[0] for found in reminders.list_unanswered(world.session, at=world.at)] == [anna], (
        "admins hear"
    )
    world.wait(hours=14)
    assert reminders.remind(world.session, bots=[BOT], at=world.at) == 1


def test_a_card_that_lies_while_its_operator_is_at_home_goes_on_and_counts_as_missed_by_nobody(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    boris = world.operator("Boris")
    work(world, anna)
    world.deliver_all()
    world.wait(hours=4)
    assert world.time_out(minutes=15) == 1
    assert (contact.operator_id, anna.missed) == (boris.id, 0)


def test_nothing_is_tried_in_vain_with_others_who_are_at_home(world: World, anna: Operator) -> None:
    world.write(1)
    work(world, world.operator("Boris"))
    world.deliver_all()
    world.wait(hours=4)
    assert world.time_out(minutes=15) == 0


def test_at_the_end_of_the_hours_who_has_something_open_is_asked_once(world: World, anna: Operator) -> None:
    work(world, anna)
    work(world, world.operator("Nothing open"))
    world.write(1)
    world.wait(hours=2, minutes=59)
    assert not shifts.is_due(world.session, at=world.at)
    world.wait(minutes=1)
    assert shifts.is_due(world.session, at=world.at)
    assert (shifts.ask(world.session, at=world.at), shifts.ask(world.session, at=world.at)) == (1, 0)
    assert not shifts.is_due(world.session, at=world.at)
    [told] = [
        row for row in world.told(anna.telegram_id or 0) if row.params.get("key") == "operator-shift-over"
    ]
    assert told.params["count"] == 1
    world.wait(days=1)
    assert shifts.ask(world.session, at=world.at) == 1, "and the next evening again"


def test_who_is_away_is_not_asked_in_the_evening(world: World, anna: Operator) -> None:
    work(world, anna)
    world.write(1)
    working_hours.set_away(world.session, anna, date(2026, 1, 9), at=world.at)
    world.wait(hours=3)
    assert not shifts.is_due(world.session, at=world.at)


def test_a_client_hears_of_nobody_who_could_not_take_it_when_he_comes(world: World, anna: Operator) -> None:
    work(world, anna)
    world.blocks(anna)
    world.wait(hours=4)
    world.write(1)
    assert "operator-away-until" not in world.notices(1)
    boris = world.operator("Boris")
    work(world, boris, "Sa 10:00-12:00")
    working_hours.set_source_hours(world.session, world.find_bot(), "Mo-Fr 00:00-24:00", at=world.at)
    contact = world.write(2)
    assert queue.find_return(world.session, contact, at=world.at) is None, "the bot is closed on Saturdays"


def test_a_time_zone_that_the_system_has_no_more_is_that_of_the_business(
    world: World, anna: Operator
) -> None:
    work(world, anna)
    anna.timezone = "Atlantis/Capital"
    assert world.write(1).operator_id == anna.id
    for name in ("localtime", "Factory"):
        with pytest.raises(Refused) as refused:
            work(world, anna, timezone=name)
        assert refused.value.reason is Reason.BAD_TIMEZONE


def test_a_break_at_noon_is_no_end_of_the_hours(world: World, anna: Operator) -> None:
    work(world, anna, "Mo-Fr 09:00-15:00,16:00-18:00")
    contact = world.write(1)
    assert contact.operator_id is None, "it is the break"
    world.wait(hours=1)
    queue.drain_all(world.session, at=world.at)
    world.now = NOON.replace(day=6)
    assert not shifts.is_due(world.session, at=world.at)
    world.wait(hours=3)
    assert shifts.is_due(world.session, at=world.at)


def test_hours_that_are_set_long_after_their_end_ask_nobody(world: World, anna: Operator) -> None:
    world.write(1)
    world.wait(hours=5)
    work(world, anna)
    assert not shifts.is_due(world.session, at=world.at)


def test_what_is_passed_on_at_the_end_goes_to_who_is_there_and_else_first_in_the_queue(
    world: World, anna: Operator
) -> None:
    contacts = [world.write(client) for client in (1, 2)]
    world.must_press(anna, Action.TAKE, contact=contacts[0])
    boris, clara = world.operator("Boris", limit=1), world.operator("Clara")
    for operator in (anna, clara):
        work(world, operator)
    world.wait(hours=3)
    plan = transfers.preview(world.session, anna, None, at=world.at)
    assert [(move.operator_id, move.waits) for move in plan] == [(boris.id, False), (None, True)]
    assert anna.load == 2, "a preview changes nothing"


def test_an_operator_who_is_dismissed_has_no_hours(world: World, anna: Operator) -> None:
    anna.dismissed_at = world.now
    with pytest.raises(Refused) as refused:
        work(world, anna)
    assert refused.value.reason is Reason.DISMISSED
    with pytest.raises(Refused) as refused:
        working_hours.set_away(world.session, anna, date(2026, 1, 9), at=world.at)
    assert refused.value.reason is Reason.DISMISSED
    assert operators.list_operators(world.session) == []
