"""While a source is closed what comes waits, and no clock runs; at opening it goes out in order."""

from datetime import date, timedelta

import pytest

from models import Contact, Operator, OutboxState, Source
from services import sources
from services.deadlines import reminders
from services.distribution import queue
from services.distribution.queue import WaitReason
from services.hours.rules import Days, Rules
from services.operations import alerts
from services.queues.rendering import render_data
from services.refusals import Reason, Refused
from services.team import source_texts, working_hours
from services.team.source_texts import SourceText
from tests.services.world import BOT, NOON, World

OFFICE = "Mo-Fr 09:00-18:00"  # NOON is a Monday's, three in the afternoon in Moscow
EVENING = timedelta(hours=4)
UNTIL_OPENING = timedelta(hours=14)


@pytest.fixture
def office(world: World) -> Source:
    """The bot, open on working days; it is evening."""
    source = world.find_bot()
    working_hours.set_source_hours(world.session, source, OFFICE, at=world.at)
    world.now += EVENING
    return source


def test_what_comes_while_it_is_closed_waits_though_somebody_is_free(
    world: World, office: Source, anna: Operator
) -> None:
    contact = world.write(1)
    assert (contact.operator_id, queue.explain(world.session, contact, at=world.at)) == (
        None,
        WaitReason.CLOSED,
    )
    [told] = world.told(1)
    assert told.params["key"] == "client-queued-closed"
    assert told.params["opens"] == (world.now + UNTIL_OPENING).isoformat()
    assert queue.drain_all(world.session, at=world.at) == 0


def test_at_opening_the_queue_goes_out_in_order_and_no_operator_gets_above_the_limit(
    world: World, office: Source
) -> None:
    anna, boris = world.operator("Anna", limit=2), world.operator("Boris", limit=1)
    contacts = [world.write(client) for client in range(1, 6)]
    world.now += UNTIL_OPENING
    queue.drain_all(world.session, at=world.at)
    assert [contact.operator_id is not None for contact in contacts] == [True, True, True, False, False]
    assert (anna.load, boris.load) == (2, 1)


def test_a_client_who_waits_or_has_an_operator_hears_once_that_it_is_closed(
    world: World, office: Source, anna: Operator
) -> None:
    world.write(1)
    world.write(1, "hello?")
    assert world.notices(1) == ["client-queued-closed"], "that has said it"
    world.now += UNTIL_OPENING
    queue.drain_all(world.session, at=world.at)
    world.deliver_all()
    world.write(1, "in the daytime")
    assert world.notices(1) == []
    world.now += timedelta(hours=9)
    world.write(1, "in the evening")
    world.write(1, "and again")
    assert world.notices(1) == ["client-waits-closed"]


def test_its_own_words_are_said_and_a_campaign_has_those_and_the_hours_of_its_bot(
    world: World, office: Source, anna: Operator
) -> None:
    spring = sources.add_campaign(world.session, BOT, "Spring", "k3x9", at=world.at)
    assert spring.hours == OFFICE
    source_texts.set_text(world.session, office, SourceText.CLOSED, "Back tomorrow!")
    world.chat_from(spring, 1)
    contact = world.write(1)
    assert (contact.source_id, contact.operator_id) == (spring.id, None)
    (told,) = render_data.read(world.session, [world.told(1)[-1]])
    assert told.contact is not None
    said = source_texts.choose(told.contact.source.texts, told.bot_texts, SourceText.CLOSED, "en")
    assert said == "Back tomorrow!"
    working_hours.set_source_hours(world.session, spring, None, at=world.at)
    assert [source.hours for source in (office, spring)] == [None, None]
    assert contact.operator_id == anna.id, "open means that it goes out"


def test_nobody_is_reminded_and_no_card_times_out_while_it_is_closed(
    world: World, office: Source, anna: Operator
) -> None:
    boris = world.operator("Boris")
    world.now -= timedelta(hours=1, minutes=5)  # five to six
    contact = world.write(1)
    assert contact.operator_id == anna.id
    world.deliver_all()
    for minutes, reminded, moved in ((6, 0, 0), (11 * 60, 0, 0), (4 * 60 + 8, 0, 0), (1, 1, 1)):
        world.wait(minutes=minutes)
        assert reminders.remind(world.session, bots=[BOT], at=world.at) == reminded, world.now
        assert world.time_out(minutes=15) == moved, world.now
    assert contact.operator_id == boris.id


def test_admins_hear_of_no_wait_while_it_is_closed(world: World, office: Source) -> None:
    world.operator("Full", limit=0)
    world.write(1)
    world.wait(hours=13)
    assert [trouble.key for trouble in alerts.list_due(world.session, bots={}, at=world.at)] == []
    world.wait(hours=1, minutes=5)
    assert [trouble.key for trouble in alerts.list_due(world.session, bots={}, at=world.at)] == [
        "alert-waiting"
    ]


def test_days_are_closed_until_they_are_opened_or_past(world: World, office: Source) -> None:
    today = date(2026, 1, 5)
    holiday = Days(today + timedelta(days=1), today + timedelta(days=2))
    working_hours.close_days(world.session, office, holiday, at=world.at)
    world.now = NOON + timedelta(days=1)
    assert not queue.is_open(world.session, office.id, at=world.at)
    working_hours.open_days(world.session, office, holiday, at=world.at)
    assert queue.is_open(world.session, office.id, at=world.at)
    working_hours.close_days(world.session, office, holiday, at=world.at)
    world.now = NOON + timedelta(days=3)
    later = Days(today + timedelta(days=9), today + timedelta(days=9))
    working_hours.close_days(world.session, office, later, at=world.at)
    assert Rules.read(office.hours).closed == (later,)


def test_the_week_and_holidays_change_one_by_one(world: World, office: Source) -> None:
    day = Days(date(2026, 2, 23), date(2026, 2, 23))
    working_hours.close_days(world.session, office, day, at=world.at)
    working_hours.set_holidays(world.session, office, True, at=world.at)
    working_hours.set_week(world.session, office, "Mo-Su 10:00-20:00", at=world.at)
    assert office.hours == "Mo-Su 10:00-20:00; PH closed; 2026 Feb 23 closed"
    working_hours.set_holidays(world.session, office, False, at=world.at)
    assert office.hours == "Mo-Su 10:00-20:00; 2026 Feb 23 closed"


def test_wrong_hours_and_days_are_refused_and_change_nothing(world: World, office: Source) -> None:
    for week in ("", "nonsense", "off"):
        with pytest.raises(Refused) as refused:
            working_hours.set_week(world.session, office, week or "?", at=world.at)
        assert refused.value.reason is Reason.BAD_HOURS
    past, far = date(2026, 1, 4), date(2036, 1, 1)
    for days in (Days(past, past), Days(far, far), Days(date(2026, 2, 2), date(2026, 2, 1))):
        with pytest.raises(Refused) as refused:
            working_hours.close_days(world.session, office, days, at=world.at)
        assert refused.value.reason is Reason.BAD_DATES
    for n in range(working_hours.MOST_CLOSED):
        day = date(2026, 3, 1) + timedelta(days=2 * n)
        working_hours.close_days(world.session, office, Days(day, day), at=world.at)
    before, next_year = office.hours, date(2027, 1, 1)
    with pytest.raises(Refused) as refused:
        working_hours.close_days(world.session, office, Days(next_year, next_year), at=world.at)
    assert (refused.value.reason, office.hours) == (Reason.TOO_MANY_DATES, before)


def test_who_writes_as_it_opens_comes_after_those_of_the_night(
    world: World, office: Source, anna: Operator
) -> None:
    anna.max_active_leads = 1
    night = world.write(1)
    world.now += UNTIL_OPENING
    morning = world.write(2)
    assert (night.operator_id, morning.operator_id) == (anna.id, None)


def test_a_follow_up_keeps_to_the_hours(world: World, office: Source, anna: Operator) -> None:
    world.now -= timedelta(hours=1, minutes=2)  # two minutes before it closes
    contact = world.write(1)
    world.finish(contact)
    world.say(1, "one more thing")
    assert contact.unanswered_since == world.now
    world.wait(hours=8)
    world.open_follow_ups()
    assert world.count(Contact) == 1, "while it is closed no clock runs"
    world.now = NOON.replace(day=6, hour=6, minute=3)
    world.open_follow_ups()
    assert world.count(Contact) == 2


@pytest.mark.parametrize("hours", ["Mo-Fr 09:00-18:00 unknown", "Mo-Fr 09:00-18:00; Sa unknown"])
def test_hours_that_may_or_may_not_be_are_refused(world: World, office: Source, hours: str) -> None:
    with pytest.raises(Refused) as refused:
        working_hours.set_source_hours(world.session, office, hours, at=world.at)
    assert (refused.value.reason, office.hours) == (Reason.BAD_HOURS, OFFICE)


def test_who_writes_again_is_answered_though_the_first_notice_is_switched_off(
    world: World, office: Source, anna: Operator
) -> None:
    world.write(1)
    (told,) = world.told(1)
    told.state = OutboxState.DROPPED  # as delivery does with what its source does not say
    world.write(1, "it is about the roof")
    assert world.notices(1) == [], "a burst of words asks nothing"
    world.wait(minutes=6)
    world.write(1, "are you there?")
    world.write(1, "hello?")
    assert world.notices(1) == ["client-waits-closed"]
