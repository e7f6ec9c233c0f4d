"""An operator whose clients wait is reminded of all of them at once, at growing steps, and each himself."""

from datetime import timedelta

import pytest

from models import Contact, Operator
from services import sources
from services.contacts import card_actions, conversation, forms
from services.contacts.states import Action
from services.deadlines import reminders
from services.leads import Identity
from services.queues import recipients
from services.refusals import Reason, Refused
from tests.services.world import BOT, World

QUARTER = timedelta(minutes=15)


def remind(world: World) -> int:
    world.session.flush()
    world.deliver_all()
    return reminders.remind(world.session, bots=[BOT], at=world.at)


def reminded(world: World, operator: Operator) -> list[dict[str, object]]:
    rows = [
        row for row in world.told(operator.telegram_id or 0) if row.params.get("key") == "operator-reminder"
    ]
    return [row.params for row in rows]


def test_a_client_who_waits_is_brought_to_mind_after_a_quarter_of_an_hour_and_then_twice_as_long(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    world.wait(minutes=14, seconds=59)
    assert remind(world) == 0
    world.wait(seconds=1)
    assert remind(world) == 1
    [params] = reminded(world, anna)
    assert (params["number"], params["minutes"]) == (contact.id, 15)
    for wait in (15, 30, 60):
        world.wait(minutes=wait - 1)
        assert remind(world) == 0
        world.wait(minutes=1)
        assert remind(world) == 1
    assert [params["minutes"] for params in reminded(world, anna)] == [120]


def test_the_wait_begins_with_the_first_message_that_nobody_has_answered(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    world.wait(minutes=10)
    world.write(1, "hello?")
    assert contact.unanswered_since == world.now - timedelta(minutes=10)
    world.answer(anna, contact)
    assert contact.unanswered_since is None
    world.wait(hours=1)
    assert remind(world) == 0, "it is the client's turn"
    world.write(1, "and now?")
    world.wait(minutes=15)
    assert remind(world) == 1


def test_after_a_reminder_the_next_wait_has_its_own(world: World, anna: Operator) -> None:
    contact = world.write(1)
    world.wait(minutes=15)
    assert remind(world) == 1
    world.answer(anna, contact)
    world.write(1, "one more thing")
    world.wait(minutes=15)
    assert remind(world) == 1


def test_taking_a_contact_is_no_answer_and_completing_it_ends_the_wait(world: World, anna: Operator) -> None:
    contact = world.write(1)
    world.must_press(anna, Action.TAKE, contact=contact)
    assert contact.unanswered_since is not None
    world.must_press(anna, Action.COMPLETE, contact=contact)
    assert contact.unanswered_since is None
    world.wait(hours=1)
    assert remind(world) == 0


def test_a_new_operator_has_the_full_time_and_a_reminder_of_his_own(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    contact = world.write(1)
    world.wait(minutes=15)
    assert remind(world) == 1
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.wait(minutes=14)
    assert remind(world) == 0
    world.wait(minutes=1)
    assert remind(world) == 1
    assert [params["minutes"] for params in reminded(world, boris)] == [30]
    assert reminded(world, anna) == []


def test_a_contact_that_nobody_has_reminds_nobody_until_somebody_has_it(world: World) -> None:
    late = world.operator("Late", limit=0)
    world.write(1)
    world.wait(hours=1)
    assert remind(world) == 0
    world.set_limit(late, 1)
    assert remind(world) == 0
    world.wait(minutes=15)
    assert remind(world) == 1


def test_many_are_reminded_in_small_portions(world: World) -> None:
    for client in range(1, reminders.BATCH + 11):
        world.operator(f"Operator {client}", limit=1)
        world.write(client)
    world.wait(minutes=15)
    assert [remind(world), remind(world), remind(world)] == [reminders.BATCH, 10, 0]


def test_a_repeated_update_begins_no_wait(world: World, anna: Operator) -> None:
    incoming = world.incoming(1)
    conversation.receive(world.session, incoming, at=world.at_with(reopen_window_minutes=0))
    contact = world.session.get_one(Contact, 1)
    world.answer(anna, contact)
    conversation.receive(world.session, incoming, at=world.at_with(reopen_window_minutes=0))
    assert contact.unanswered_since is None


def test_thanks_in_a_conversation_begin_no_wait_and_end_none(world: World, anna: Operator) -> None:
    contact = world.write(1, "Is it there?")
    world.answer(anna, contact)
    world.write(1, "Спасибо!")
    assert contact.unanswered_since is None
    world.write(1, "And the price?")
    asked = world.now
    world.wait(minutes=1)
    world.write(1, "thanks")
    assert contact.unanswered_since == asked


def told_of_all(world: World, operator: Operator) -> list[dict[str, object]]:
    rows = [
        row for row in world.told(operator.telegram_id or 0) if row.params.get("key") == "operator-reminders"
    ]
    return [row.params for row in rows]


def test_several_clients_are_one_message_with_how_many_and_the_longest_wait(
    world: World, anna: Operator
) -> None:
    world.write(1)
    world.wait(minutes=5)
    world.write(2)
    world.write(3)
    world.wait(minutes=15)
    assert remind(world) == 1
    assert reminded(world, anna) == []
    [params] = told_of_all(world, anna)
    assert (params["count"], params["minutes"], params["shows_mine"]) == (3, 20, True)


def test_an_operator_is_reminded_no_more_often_than_every_quarter_of_an_hour(
    world: World, anna: Operator
) -> None:
    world.write(1)
    world.wait(minutes=5)
    world.write(2)
    world.wait(minutes=10)
    assert remind(world) == 1, "of the first"
    world.wait(minutes=5)
    assert remind(world) == 0, "the second has to wait for its turn"
    world.wait(minutes=10)
    assert remind(world) == 1
    assert [params["count"] for params in told_of_all(world, anna)] == [2]


def test_a_form_that_nobody_takes_is_brought_to_mind_until_somebody_does(world: World) -> None:
    source = sources.add(world.session, "Website", at=world.at)
    anna = world.operator("Anna", weight={source: 1})
    contact = forms.submit(world.session, source.id, Identity(phone="+79031234567"), "Call me", at=world.at)
    world.wait(minutes=15)
    assert remind(world) == 1
    assert [params["number"] for params in reminded(world, anna)] == [contact.id]
    world.must_press(anna, Action.TAKE, contact=contact)
    world.wait(hours=1)
    assert remind(world) == 0


def test_who_needs_no_answer_is_brought_to_mind_no_more_until_he_writes_again(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    recipient = recipients.operator_recipient(world.session, contact)
    assert recipient is not None
    card_actions.need_no_answer(world.session, recipient, at=world.at)
    world.wait(hours=1)
    assert remind(world) == 0
    with pytest.raises(Refused) as refused:
        card_actions.need_no_answer(world.session, recipient, at=world.at)
    assert refused.value.reason is Reason.ANSWERED
    world.write(1, "One more question")
    world.wait(minutes=15)
    assert remind(world) == 1


def test_only_the_operator_says_that_no_answer_is_needed(world: World, anna: Operator) -> None:
    contact = world.write(1)
    boris = world.operator("Boris")
    stranger = recipients.Recipient(BOT, boris.telegram_id or 0, contact.id, contact.assignment_no)
    with pytest.raises(Refused) as refused:
        card_actions.need_no_answer(world.session, stranger, at=world.at)
    assert refused.value.reason is Reason.NOT_YOURS
    assert contact.unanswered_since is not None


def test_after_twice_the_time_admins_hear_who_has_not_answered_whom(world: World, anna: Operator) -> None:
    longest = world.write(1)
    world.wait(minutes=5)
    world.write(2)
    world.wait(minutes=24)
    assert reminders.list_unanswered(world.session, at=world.at) == []
    world.wait(minutes=6)
    assert reminders.list_unanswered(world.session, at=world.at) == [
        (anna, 2, longest.created_at, longest.id)
    ]


def test_a_reminder_by_a_clock_that_was_set_back_keeps_nobody_waiting(world: World, anna: Operator) -> None:
    contact = world.write(1)
    world.wait(minutes=15)
    assert remind(world) == 1
    contact.reminded_at = world.now + timedelta(days=1)
    assert remind(world) == 1
    assert contact.reminded_at == world.now
