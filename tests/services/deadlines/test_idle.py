"""Whose client is silent for days is asked once, and completed after another day; who answers is kept."""

from datetime import timedelta

import pytest

from models import Contact, Operator, Status, actors
from services.chats import ChatRef
from services.contacts import transitions
from services.contacts.states import Action, State, find_state
from services.deadlines import idle, reminders, wakeups
from services.moment import Moment
from services.refusals import Reason, Refused
from services.team import working_hours
from tests.services.world import BOT, World

CLIENT = 1
DAYS = 7


@pytest.fixture
def anna(world: World) -> Operator:
    return world.operator("Anna")


def at(world: World) -> Moment:
    return world.at_with(idle_days=DAYS)


def tick(world: World) -> None:
    for contact_id in idle.list_due(world.session, bots=[BOT], at=at(world)):
        idle.see_to(world.session, contact_id, at=at(world))
    world.session.flush()
    world.check_loads()


def begin(world: World, anna: Operator) -> Contact:
    contact = world.write(CLIENT)
    world.answer(anna, contact)
    world.deliver_all()
    return contact


def answer(world: World, contact: Contact, is_needed: bool, client: int = CLIENT) -> None:
    idle.answer(world.session, ChatRef(BOT, client), contact.id, is_needed=is_needed, at=at(world))
    world.session.flush()


def test_a_silent_client_is_asked_once_and_completed_a_day_later(world: World, anna: Operator) -> None:
    contact = begin(world, anna)
    world.wait(days=DAYS, minutes=-1)
    tick(world)
    assert world.told(CLIENT) == []
    world.wait(minutes=1)
    tick(world)
    tick(world)
    assert world.notices(CLIENT) == ["client-idle"]
    world.wait(hours=23)
    tick(world)
    assert contact.is_open
    world.wait(hours=1)
    tick(world)
    assert contact.status is Status.COMPLETED
    last = world.history(contact)[-1]
    assert (last.kind, last.actor, last.data["reason"]) == ("completed", None, "idle")
    assert world.notices(CLIENT) == ["client-idle", "client-completed"]


def test_nobody_is_asked_unless_the_business_wants_it(world: World, anna: Operator) -> None:
    begin(world, anna)
    world.wait(days=365)
    assert idle.list_due(world.session, bots=[BOT], at=world.at) == []


@pytest.mark.parametrize("word", ["yes", "thanks", "operator"])
def test_any_message_keeps_it_and_it_is_asked_anew_only_after_days(
    world: World, anna: Operator, word: str
) -> None:
    contact = begin(world, anna)
    world.wait(days=DAYS)
    tick(world)
    world.wait(hours=1)
    if word == "operator":
        world.answer(anna, contact, "are you there?")
    else:
        world.write(CLIENT, "спасибо" if word == "thanks" else "wait")
        world.answer(anna, contact)
    assert contact.idle_asked_at is None
    world.wait(days=DAYS, minutes=-1)
    tick(world)
    assert contact.status is Status.IN_PROGRESS
    world.deliver_all()
    world.wait(minutes=1)
    tick(world)
    assert world.notices(CLIENT) == ["client-idle"]


def test_who_says_yes_waits_for_an_answer_and_is_not_asked_again_without_a_message(
    world: World, anna: Operator
) -> None:
    contact = begin(world, anna)
    world.wait(days=DAYS)
    tick(world)
    world.deliver_all()
    answer(world, contact, True)
    assert (contact.unanswered_since, contact.idle_asked_at) == (world.now, None)
    assert world.notices(anna.telegram_id or 0) == ["operator-idle-kept"]
    world.wait(hours=1)
    assert reminders.remind(world.session, bots=[BOT], at=world.at) == 1
    contact.unanswered_since = None  # she needs no answer, says Anna
    world.deliver_all()
    world.wait(days=3 * DAYS)
    tick(world)
    assert world.told(CLIENT) == []


def test_who_says_no_ends_it(world: World, anna: Operator) -> None:
    contact = begin(world, anna)
    world.wait(days=DAYS)
    tick(world)
    answer(world, contact, False)
    assert contact.status is Status.COMPLETED
    assert world.history(contact)[-1].actor == actors.CLIENT
    with pytest.raises(Refused) as refused:
        answer(world, contact, True)
    assert refused.value.reason is Reason.COMPLETED


def test_nobody_else_answers_for_the_client_nor_who_was_not_asked(world: World, anna: Operator) -> None:
    contact = begin(world, anna)
    with pytest.raises(Refused) as refused:
        answer(world, contact, False)
    assert refused.value.reason is Reason.NOT_ASKED
    world.wait(days=DAYS)
    tick(world)
    with pytest.raises(Refused) as refused:
        answer(world, contact, False, client=2)
    assert refused.value.reason is Reason.NOT_YOURS
    assert contact.status is Status.IN_PROGRESS


def test_what_is_unanswered_or_put_off_until_a_date_is_left_alone(world: World, anna: Operator) -> None:
    unanswered = begin(world, anna)
    world.write(CLIENT, "and?")
    dated = world.write(2)
    world.answer(anna, dated)
    until = world.now + timedelta(days=30)
    by = actors.operator(anna.id)
    transitions.perform(world.session, dated.id, Action.SNOOZE, actor=by, until=until, at=world.at)
    new = world.write(3)
    world.wait(days=29)
    tick(world)
    assert {c.idle_asked_at for c in (unanswered, dated, new)} == {None}
    world.wait(days=1)
    assert wakeups.wake(world.session, dated.id, at=world.at)
    tick(world)
    assert dated.idle_asked_at is None, "its operator has just been told of it"
    world.wait(days=DAYS)
    tick(world)
    assert dated.idle_asked_at == world.now


@pytest.mark.parametrize("frees", [False, True])
def test_what_waits_for_its_client_is_asked_about_too(world: World, anna: Operator, frees: bool) -> None:
    world.find_bot().snooze_frees = frees
    contact, by = begin(world, anna), actors.operator(anna.id)
    transitions.perform(world.session, contact.id, Action.SNOOZE, actor=by, at=world.at)
    world.wait(days=DAYS)
    tick(world)
    assert world.notices(CLIENT) == ["client-idle"]
    answer(world, contact, True)
    assert contact.snoozed_at is None
    assert find_state(contact) is (State.NEW if frees else State.IN_PROGRESS)
    assert contact.operator_id == anna.id


def test_at_night_nobody_is_asked(world: World, anna: Operator) -> None:
    contact = begin(world, anna)
    working_hours.set_source_hours(world.session, world.find_bot(), "Mo-Su 09:00-14:00", at=world.at)
    world.wait(days=DAYS)  # 15:00 in Moscow
    tick(world)
    assert contact.idle_asked_at is None
    world.wait(hours=18)
    tick(world)
    assert contact.idle_asked_at == world.now


def test_what_was_reopened_is_not_asked_about_at_once(world: World, anna: Operator) -> None:
    contact = begin(world, anna)
    world.wait(days=DAYS)
    world.must_press(anna, Action.COMPLETE, Action.REOPEN, contact=contact)
    tick(world)
    assert contact.idle_asked_at is None


def pass_on_after_the_question(world: World, anna: Operator) -> Contact:
    """Let a silent client be asked, and the contact be somebody else's then."""
    contact = begin(world, anna)
    world.wait(days=DAYS)
    tick(world)
    boris = world.operator("Boris")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.must_press(boris, Action.TAKE, contact=contact)
    return contact


def test_a_question_stands_though_the_contact_is_passed_on(world: World, anna: Operator) -> None:
    contact = pass_on_after_the_question(world, anna)
    answer(world, contact, True)
    assert contact.unanswered_since is not None, "its new operator owes an answer"


def test_who_was_asked_before_a_hand_over_and_is_silent_is_completed_in_the_end(
    world: World, anna: Operator
) -> None:
    contact = pass_on_after_the_question(world, anna)
    for _ in range(DAYS + 2):
        world.wait(days=1)
        tick(world)
    assert contact.status is Status.COMPLETED


def test_what_is_put_off_for_a_date_after_the_question_may_be_asked_about_again(
    world: World, anna: Operator
) -> None:
    contact = begin(world, anna)
    world.wait(days=DAYS)
    tick(world)
    world.deliver_all()
    until, by = world.now + timedelta(days=2), actors.operator(anna.id)
    transitions.perform(world.session, contact.id, Action.SNOOZE, actor=by, until=until, at=at(world))
    world.wait(days=2)
    for contact_id in wakeups.list_due(world.session, bots=[BOT], at=at(world)):
        wakeups.wake(world.session, contact_id, at=at(world))
    tick(world)
    assert contact.is_open, "it is back, and not closed at once"
    world.wait(days=DAYS)
    tick(world)
    assert "client-idle" in world.notices(CLIENT)


def test_the_client_of_what_is_reported_as_spam_is_not_asked(world: World, anna: Operator) -> None:
    contact = begin(world, anna)
    contact.spam_reported_at = world.now
    world.wait(days=DAYS)
    tick(world)
    assert world.told(CLIENT) == []
