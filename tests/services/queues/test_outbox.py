"""What people are told: nothing twice, nothing out of order, not too much, and all of it at a hand-over."""

from models import Contact, Operator, Outbox, OutboxKind, OutboxState
from services.chats import ChatRef
from services.contacts.states import Action
from services.queues import outbox, recipients
from services.queues.introducing import HANDOVER_MESSAGES
from services.queues.recipients import Recipient
from services.queues.relays import UNSENT_RELAYS
from tests.moments import first
from tests.services.world import BOT, World

ANNA = 500


def write_more(world: World, contact: Contact, number: int) -> None:
    """Let a client write as much as he can without a flood."""
    for n in range(number):
        world.wait(seconds=3)
        world.write(contact.chat_id or 0, f"more {n}")


def cards(world: World, operator: Operator) -> list[Outbox]:
    return world.told(operator.telegram_id or 0, kind=OutboxKind.CARD)


def test_a_card_is_not_queued_twice_while_one_is_unsent(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    for _ in range(3):
        outbox.redraw_card(world.session, contact, at=world.at)
    world.must_press(anna, Action.TAKE, contact=contact)
    assert len(cards(world, anna)) == 1
    world.deliver_all()
    outbox.redraw_card(world.session, contact, at=world.at)
    assert len(cards(world, anna)) == 1, "a delivered card is drawn again"


def test_each_assignment_has_its_own_card(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    for operator in (anna, boris):
        world.must_press(operator, Action.PASS_ON, contact=contact)
    assert [card.assignment_no for card in cards(world, anna)] == [1, 3]
    assert [card.assignment_no for card in cards(world, boris)] == [2]


def test_an_old_card_is_redrawn_even_while_a_newer_one_of_the_same_contact_is_unsent(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.deliver_all()
    world.must_press(boris, Action.PASS_ON, contact=contact)
    assert [card.assignment_no for card in cards(world, anna)] == [3]
    world.press(anna, Action.TAKE, contact, assignment_no=1)
    assert [card.assignment_no for card in cards(world, anna)] == [3, 1]


def test_beyond_thirty_unsent_relays_only_a_count_is_told(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    write_more(world, contact, UNSENT_RELAYS)
    assert (len(world.relays(ANNA)), world.notices(ANNA)) == (30, [])
    write_more(world, contact, 3)
    assert len(world.relays(ANNA)) == 30
    [more] = world.told(ANNA, kind=OutboxKind.NOTICE)
    assert more.params == {"key": "more-messages", "number": contact.id, "count": 3, "shows_more": True}
    assert anna.load == 1


def test_the_count_of_what_is_not_relayed_is_per_recipient(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    loud, quiet = world.write(1), world.write(2)
    write_more(world, loud, UNSENT_RELAYS + 1)
    write_more(world, quiet, 1)
    assert len(world.relays(ANNA)) == 31
    assert len(world.told(ANNA, kind=OutboxKind.NOTICE)) == 1


def test_what_an_ended_assignment_never_showed_takes_no_room_from_the_next(world: World) -> None:
    anna, boris = world.operator("Anna", telegram_id=ANNA), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    write_more(world, contact, UNSENT_RELAYS)
    for operator in (anna, boris):
        world.must_press(operator, Action.PASS_ON, contact=contact)
    write_more(world, contact, 1)
    assert contact.operator_id == anna.id
    assert [row.kind for row in world.told(ANNA) if row.assignment_no == 3] == [
        OutboxKind.CARD,
        OutboxKind.NOTICE,
        *[OutboxKind.RELAY] * (HANDOVER_MESSAGES + 1),
    ]


def test_after_the_relays_are_sent_messages_are_relayed_again(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    write_more(world, contact, UNSENT_RELAYS + 1)
    world.deliver_all()
    write_more(world, contact, 1)
    assert (len(world.relays(ANNA)), world.notices(ANNA)) == (1, [])


def test_an_operators_many_answers_all_go_to_the_client(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    for n in range(UNSENT_RELAYS + 2):
        world.answer(anna, contact, str(n))
    assert (len(world.relays(1)), world.notices(1)) == (32, ["client-accepted", "client-taken"])


def test_a_hand_over_shows_the_last_twenty_messages_and_how_many_came_before(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1, "on the card")
    write_more(world, contact, 12)
    for n in range(13):
        world.answer(anna, contact, f"answer {n}")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    told = world.told(boris.telegram_id or 0)
    assert [row.kind for row in told] == [OutboxKind.CARD, OutboxKind.NOTICE, *["relay"] * HANDOVER_MESSAGES]
    assert told[1].params == {"key": "earlier-messages", "number": contact.id, "count": 5, "shows_more": True}
    relayed = [row.params["message"] for row in told[2:]]
    assert relayed == sorted(relayed)
    assert relayed[-1] == 26, "the newest"
    assert {row.assignment_no for row in told} == {2}


def test_a_short_conversation_is_handed_over_whole(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    write_more(world, contact, HANDOVER_MESSAGES)
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert len(world.relays(boris.telegram_id or 0)) == HANDOVER_MESSAGES
    assert world.notices(boris.telegram_id or 0) == []


def test_messages_written_while_waiting_reach_who_gets_the_contact(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA, limit=0)
    contact = world.write(1)
    write_more(world, contact, 2)
    world.set_limit(anna, 1)
    assert [row.kind for row in world.told(ANNA)] == [OutboxKind.CARD, OutboxKind.RELAY, OutboxKind.RELAY]


def test_what_is_told_keeps_the_order_in_which_it_happened(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.answer(anna, contact, "one")
    world.answer(anna, contact, "two")
    world.must_press(anna, Action.COMPLETE, contact=contact)
    told = [row.params.get("key", row.params.get("message")) for row in world.told(1)]
    assert told == ["client-accepted", "client-taken", 2, 3, "client-completed"]


def test_an_operator_without_a_reachable_chat_is_told_nothing(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    world.deliver_all()
    anna.telegram_id = None
    write_more(world, contact, 1)
    outbox.redraw_card(world.session, contact, at=world.at)
    assert world.told(ANNA) == []


def test_a_contact_by_api_shows_its_card_through_the_first_bot_its_operator_opened(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    contact.bot_id = contact.chat_id = None
    world.wait(minutes=1)
    world.meet(ANNA, BOT - 1)
    world.deliver_all()
    outbox.redraw_card(world.session, contact, at=world.at)
    assert [card.bot_id for card in cards(world, anna)] == [BOT]
    outbox.notify_client(world.session, contact, "client-taken", at=world.at)
    assert world.told(1) == [], "there is no chat to write to"


def test_a_telegram_message_leads_to_its_contact_whoever_sent_it(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1, message_id=70)
    [card] = world.told(ANNA)
    card.state, card.message_id = OutboxState.SENT, 71
    world.session.flush()

    def find(chat_id: int, message_id: int) -> int | None:
        return recipients.find_contact_of(world.session, ChatRef(BOT, chat_id), message_id)

    assert (find(1, 70), find(ANNA, 71)) == (contact.id, contact.id)
    assert (find(ANNA, 70), find(1, 71), find(2, 70)) == (None, None, None)


def test_a_notice_without_a_contact_has_no_number(world: World) -> None:
    outbox.notify(world.session, Recipient(BOT, 9), "alert-dead", count=1, at=world.at)
    assert world.told(9)[0].params == {"key": "alert-dead", "count": 1}
