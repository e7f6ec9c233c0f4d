"""Each message is stored once, in one contact, and reaches the other side; edits and shared phones follow."""

import pytest

from models import Author, Contact, Message
from services import chats
from services.chats import ChatRef
from services.contacts import conversation
from services.refusals import Reason, Refused
from tests.services.world import BOT, OTHER_BOT, World

PHONE = "+79161234567"


def test_the_first_message_opens_a_contact_of_the_person_and_the_bot(world: World) -> None:
    contact = world.write(1, "I need a boat", name="Vera", language="ru")
    assert (contact.bot_id, contact.chat_id, contact.message) == (world.find_bot().bot_id, 1, "I need a boat")
    lead = world.lead(contact)
    assert (lead.external_id, lead.name, lead.language) == ("tg:1", "Vera", "ru")
    assert world.history(contact)[0].data == {"source_id": contact.source_id}


def test_further_messages_join_the_open_contact_and_reach_its_operator(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, "first")
    assert world.write(1, "second") is contact
    assert world.write(1, None, kind="photo", file_id="f1", media_group_id="g1") is contact
    stored = world.messages(contact)
    assert [(m.author, m.text, m.kind, m.file_id) for m in stored] == [
        (Author.CLIENT, "first", "text", None),
        (Author.CLIENT, "second", "text", None),
        (Author.CLIENT, None, "photo", "f1"),
    ]
    assert world.relays(anna.telegram_id or 0) == [stored[1].id, stored[2].id], "the card shows the first"


@pytest.mark.parametrize(
    ("first_message", "is_on_the_card"),
    [
        ({"text": "x" * 1000}, True),
        ({"text": "x" * 1001}, False),
        ({"text": None, "kind": "photo", "file_id": "f"}, False),
        ({"text": "caption", "kind": "photo", "file_id": "f"}, False),
    ],
)
def test_what_the_card_does_not_show_is_relayed(
    world: World, first_message: dict[str, str | None], is_on_the_card: bool
) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, **first_message)  # type: ignore[arg-type]
    relayed = world.relays(anna.telegram_id or 0)
    assert relayed == ([] if is_on_the_card else [world.messages(contact)[0].id])


def test_a_message_delivered_twice_is_stored_and_relayed_once(world: World) -> None:
    anna = world.operator("Anna")
    for text in ("first", "second"):
        again = world.incoming(1, text)
        for _ in range(2):
            conversation.receive(world.session, again, at=world.at_with(reopen_window_minutes=0))
    assert (world.count(Contact), world.count(Message)) == (1, 2)
    assert len(world.relays(anna.telegram_id or 0)) == 1


def test_a_message_delivered_again_after_completion_opens_nothing(world: World) -> None:
    world.operator("Anna")
    again = world.incoming(1)
    conversation.receive(world.session, again, at=world.at_with(reopen_window_minutes=0))
    world.finish(world.session.get_one(Contact, 1))
    conversation.receive(world.session, again, at=world.at_with(reopen_window_minutes=0))
    assert world.count(Contact) == 1


def test_the_same_message_id_in_another_chat_or_bot_is_another_message(world: World) -> None:
    world.bot(OTHER_BOT, "other_bot")
    world.write(1, message_id=5)
    world.write(2, message_id=5)
    world.write(1, message_id=5, bot_id=OTHER_BOT)
    assert (world.count(Contact), world.count(Message)) == (3, 3)


def test_the_client_hears_that_it_is_accepted_or_the_place_in_the_queue(world: World) -> None:
    world.operator("Anna", limit=1)
    contacts = [world.write(client) for client in (1, 2, 3)]
    told = [world.told(client)[0].params for client in (1, 2, 3)]
    assert told == [
        {"key": "client-accepted", "number": contacts[0].id, "ask_phone": True},
        {"key": "client-queued", "number": contacts[1].id, "ask_phone": True, "place": 1},
        {"key": "client-queued", "number": contacts[2].id, "ask_phone": True, "place": 2},
    ]
    world.write(1, "more")
    assert world.notices(1) == ["client-accepted"], "only the first message is answered"


def test_who_has_given_a_phone_is_not_asked_for_it(world: World) -> None:
    world.operator("Anna")
    contact = world.write(1)
    world.lead(contact).phone = PHONE
    world.finish(contact)
    world.deliver_all()
    world.write(1)
    assert world.told(1)[0].params["ask_phone"] is False


def test_a_campaign_counts_for_the_next_contact_only(world: World) -> None:
    world.operator("Anna")
    campaign = world.campaign("k3x9")
    world.meet(1)
    chats.remember_campaign(world.session, ChatRef(BOT, 1), campaign)
    contact = world.write(1)
    assert contact.source_id == campaign.id
    world.finish(contact)
    assert world.write(1).source_id == world.find_bot().id


def test_a_campaign_opened_during_a_contact_waits_for_the_next_one(world: World) -> None:
    world.operator("Anna")
    campaign = world.campaign("k3x9")
    world.meet(1)
    contact = world.write(1)
    chats.remember_campaign(world.session, ChatRef(BOT, 1), campaign)
    assert world.write(1).source_id == world.find_bot().id
    world.finish(contact)
    assert world.write(1).source_id == campaign.id


def test_an_answer_is_stored_and_copied_to_the_client(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.answer(anna, contact, "yes")
    answer = world.messages(contact)[-1]
    assert (answer.author, answer.operator_id, answer.text) == (Author.OPERATOR, anna.id, "yes")
    assert world.relays(1) == [answer.id]
    assert world.notices(1) == ["client-accepted", "client-taken"], "answering takes it into work"


def test_an_answer_delivered_twice_is_copied_once(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    for _ in range(2):
        world.answer(anna, contact, message_id=900)
    assert len(world.relays(1)) == 1


def test_an_answer_to_a_contact_without_a_chat_is_refused_with_how_to_reach_the_person(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    lead = world.lead(contact)
    lead.phone, lead.email = PHONE, "vera@example.org"
    contact.chat_id = contact.bot_id = None
    world.session.flush()
    with pytest.raises(Refused) as refused:
        world.answer(anna, contact)
    assert refused.value.reason is Reason.NO_CHAT
    assert refused.value.params == {"number": contact.id, "reach": f"{PHONE}, vera@example.org"}
    assert len(world.messages(contact)) == 1
