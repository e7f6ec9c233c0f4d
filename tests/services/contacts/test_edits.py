"""A changed message is kept with what it was, and told to the other side while that still concerns it."""

from dataclasses import replace
from typing import Any

import pytest

from models import Message, OutboxKind, actors
from services.chats import ChatRef
from services.contacts import edits, settlement
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.queues import recipients
from services.refusals import Reason, Refused
from tests.moments import first
from tests.services.world import BOT, World


def edit(world: World, message: Message, text: str | None, **file: Any) -> None:
    assert message.bot_id
    assert message.chat_id
    assert message.message_id
    more = {"kind": message.kind, "message_id": message.message_id, **file}
    edits.edit(
        world.session, world.incoming(message.chat_id, text, bot_id=message.bot_id, **more), at=world.at
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
    assert (event.kind, event.actor) == ("edited", actors.CLIENT)
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
    assert world.history(contact)[-1].actor == actors.operator(anna.id)
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.deliver_all()
    with pytest.raises(Refused, match=Reason.MOVED):
        edit(world, answer, "yes!")
    assert world.told(1) == []
    assert answer.text == "yes", "what the client has is what the history says"
    assert world.notices(boris.telegram_id or 0) == []


def test_an_edit_within_the_window_after_completion_still_reaches_the_other_side(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, "a bota")
    world.answer(anna, contact, "costs 100")
    world.finish(contact)
    world.deliver_all()
    edit(world, world.messages(contact)[0], "a boat")
    edit(world, world.messages(contact)[1], "costs 1000")
    assert [message.text for message in world.messages(contact)] == ["a boat", "costs 1000"]
    assert world.notices(anna.telegram_id or 0) == ["edited"]
    assert world.notices(1) == ["edited"]


def test_of_a_banned_client_no_edit_is_kept(world: World) -> None:
    world.operator("Anna")
    contact = world.write(1, "fine words")
    world.lead(contact).banned_at = world.now
    edit(world, world.messages(contact)[0], "foul words")
    assert world.messages(contact)[0].text == "fine words"


def test_an_edit_of_a_message_we_never_saw_is_nothing(world: World) -> None:
    edits.edit(world.session, world.incoming(2, "x", message_id=3), at=world.at)
    assert world.count(Message) == 0


def photo(number: int, unique_id: str | None = None) -> dict[str, Any]:
    """A photo by number: Telegram's id to send it by, and the one that stays the same."""
    known = {} if unique_id is None else {"file_unique_id": unique_id}
    return {"kind": "photo", "file_id": f"file {number}", **known}


def test_another_file_with_the_same_words_is_a_change_that_is_told_and_kept(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    world.write(1, "this one", **photo(1, "a"))
    world.deliver_all()
    message = world.messages(contact)[1]
    edit(world, message, "this one", **photo(2, "b"))
    assert (message.file_id, message.file_unique_id, message.edited_at) == ("file 2", "b", world.now)
    event = world.history(contact)[-1]
    assert (event.kind, event.data["before"], event.data["after"]) == ("edited", "this one", "this one")
    files = [event.data[key]["file_unique_id"] for key in ("file_before", "file_after")]
    assert files == ["a", "b"]
    [row] = world.told(anna.telegram_id or 0)
    assert (row.kind, row.params) == (OutboxKind.RELAY, {"message": message.id, "edited": True})


def test_a_new_file_and_new_words_are_told_once(world: World) -> None:
    world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    world.write(1, "this one", **photo(1, "a"))
    world.deliver_all()
    edit(world, world.messages(contact)[1], "no, that one", **photo(2, "b"))
    assert [row.kind for row in world.told(500)] == [OutboxKind.RELAY]
    assert world.messages(contact)[1].text == "no, that one"


def test_the_same_file_by_another_id_is_no_change(world: World) -> None:
    world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    world.write(1, "this one", **photo(1, "a"))
    world.deliver_all()
    edit(world, world.messages(contact)[1], "this one", **photo(2, "a"))
    assert world.told(500) == []
    assert world.history(contact)[-1].kind == "assigned"


def test_a_file_whose_identity_was_never_known_is_not_taken_for_another_one(world: World) -> None:
    world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    world.write(1, "this one", **photo(1))
    world.deliver_all()
    message = world.messages(contact)[1]
    edit(world, message, "this one", **photo(1, "a"))
    assert world.told(500) == []
    edit(world, message, "that one", **photo(1, "a"))
    assert world.notices(500) == ["edited"]
    edit(world, message, "that one", **photo(2, "b"))
    assert world.relays(500) == [message.id]


def test_a_text_that_becomes_a_photo_is_told(world: World) -> None:
    world.operator("Anna", telegram_id=500)
    contact = world.write(1, "look")
    world.deliver_all()
    message = world.messages(contact)[0]
    edit(world, message, "look", **photo(1, "a"))
    assert message.kind == "photo"
    assert [row.kind for row in world.told(500)] == [OutboxKind.CARD, OutboxKind.RELAY]


def test_another_file_in_an_answer_is_told_to_the_client(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.answer(anna, contact, None, **photo(1, "a"))
    world.deliver_all()
    edit(world, world.messages(contact)[-1], None, **photo(2, "b"))
    assert world.relays(1) == [world.messages(contact)[-1].id]
    assert [event.kind for event in world.history(contact)][-1] == "edited"


def test_of_three_hundred_edits_the_operator_reads_the_last_and_the_history_keeps_ten(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1, "first")
    world.write(1, "0", message_id=9000)
    world.deliver_all()
    message = world.messages(contact)[1]
    for number in range(1, 301):
        edit(world, message, str(number))
    [notice] = world.told(anna.telegram_id or 0, kind=OutboxKind.NOTICE)
    assert (notice.params["key"], notice.params["message"]) == ("edited", message.id)
    edits_kept = [event for event in world.history(contact) if event.kind == "edited"]
    assert [event.data["after"] for event in edits_kept] == [str(number) for number in range(291, 301)]
    assert [event.data.get("earlier", 0) for event in edits_kept] == [290] + [0] * 9


def test_an_edit_that_comes_while_the_one_before_is_on_its_way_is_told_as_well(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1, "first")
    world.write(1, "second", message_id=9000)
    world.deliver_all()
    message = world.messages(contact)[1]
    edit(world, message, "third")
    [notice] = world.told(500, kind=OutboxKind.NOTICE)
    edit(world, message, "fourth")
    sent = Outcome(notice.id, Result.SENT, message_id=77)
    settlement.settle(world.session, [sent], at=world.at)
    assert [row.id for row in world.told(500, kind=OutboxKind.NOTICE)] == [notice.id]
    again = Outcome(notice.id, Result.SENT, message_id=78, redrawn=1)
    settlement.settle(world.session, [again], at=world.at)
    assert world.told(500) == []
    for message_id in (77, 78):
        assert recipients.find_contact_of(world.session, ChatRef(BOT, 500), message_id) == contact.id
    assert anna.telegram_id == 500


def test_a_file_that_is_replaced_again_and_again_before_it_is_shown_is_told_once(world: World) -> None:
    world.operator("Anna", telegram_id=500)
    contact = world.write(1, "first")
    world.write(1, None, kind="photo", file_id="f0", file_unique_id="u0", message_id=9000)
    message = world.messages(contact)[1]
    for number in range(1, 6):
        photo = world.incoming(1, None, kind="photo", file_id=f"f{number}", file_unique_id=f"u{number}")
        edits.edit(world.session, replace(photo, message_id=9000), at=world.at)
    rows = world.told(500, kind=OutboxKind.RELAY)
    assert [(row.params["message"], "edited" in row.params) for row in rows] == [
        (message.id, False),
        (message.id, True),
    ]
