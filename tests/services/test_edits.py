"""A changed message is kept with what it was, and told to the other side while that still concerns it."""

from models import Message, OutboxKind
from services import conversation
from services.presses import Action
from tests.services.world import World, first


def edit(world: World, message: Message, text: str | None) -> None:
    assert message.bot_id
    assert message.chat_id
    assert message.message_id
    conversation.edit(
        world.session,
        bot_id=message.bot_id,
        chat_id=message.chat_id,
        message_id=message.message_id,
        text=text,
        now=world.now,
    )


def test_a_changed_message_is_kept_with_what_it_was_and_told_to_the_operator(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, "first")
    world.write(1, "two botas")
    world.deliver_all()
    message = world.messages(contact)[1]
    edit(world, message, "two boats")
    assert (message.text, message.edited_at) == ("two boats", world.now)
    event = world.history(contact)[-1]
    assert (event.kind, event.actor) == ("edited", "client")
    assert event.data == {"message_id": message.id, "before": "two botas", "after": "two boats"}
    assert [row.params["message"] for row in world.told(anna.telegram_id or 0)] == [message.id]


def test_an_edit_of_the_first_message_changes_the_card(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, "a bota")
    world.deliver_all()
    edit(world, world.messages(contact)[0], "a boat")
    assert contact.message == "a boat"
    assert OutboxKind.CARD in [row.kind for row in world.told(anna.telegram_id or 0)]


def test_an_edit_that_changes_no_word_is_nothing(world: World) -> None:
    world.operator("Anna")
    contact = world.write(1, "a boat")
    world.deliver_all()
    edit(world, world.messages(contact)[0], "a boat")
    assert world.messages(contact)[0].edited_at is None
    assert world.told(1) == []
    assert [event.kind for event in world.history(contact)] == ["created", "assigned"]


def test_an_edited_answer_is_told_to_the_client_while_it_is_still_his_operators(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    world.answer(anna, contact, "ys")
    world.deliver_all()
    answer = world.messages(contact)[-1]
    edit(world, answer, "yes")
    assert world.notices(1) == ["edited"]
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.deliver_all()
    edit(world, answer, "yes!")
    assert world.told(1) == []
    assert answer.text == "yes!"
    assert world.notices(boris.telegram_id or 0) == []


def test_an_edit_after_completion_is_kept_and_told_to_nobody(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, "a bota")
    world.finish(contact)
    world.deliver_all()
    edit(world, world.messages(contact)[0], "a boat")
    assert world.messages(contact)[0].text == "a boat"
    assert world.told(anna.telegram_id or 0) == []


def test_an_edit_of_a_message_we_never_saw_is_nothing(world: World) -> None:
    conversation.edit(world.session, bot_id=1, chat_id=2, message_id=3, text="x", now=world.now)
    assert world.count(Message) == 0
