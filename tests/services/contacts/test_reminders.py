"""An operator whose client waits is reminded: once for each wait, and each operator himself."""

from datetime import timedelta

from models import Contact, Operator
from services.contacts import conversation, reminders
from services.contacts.transitions import Action
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


def test_a_client_who_waits_a_quarter_of_an_hour_is_brought_to_mind_once(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    world.wait(minutes=14, seconds=59)
    assert remind(world) == 0
    world.wait(seconds=1)
    assert remind(world) == 1
    [params] = reminded(world, anna)
    assert (params["number"], params["minutes"]) == (contact.id, 15)
    for _ in range(3):
        world.wait(hours=1)
        assert remind(world) == 0


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
    world.operator("Anna", limit=1000)
    for client in range(1, reminders.BATCH + 11):
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
