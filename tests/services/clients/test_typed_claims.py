"""A phone or e-mail that a client types is offered to the operator once, and kept by a press as a claim."""

from typing import Any

import pytest

from models import Contact, Operator, Outbox, OutboxKind, actors
from services import leads
from services.clients import claims, forgetting, phones
from services.contacts import conversation, edits
from services.contacts.states import Action
from services.queues import recipients
from services.queues.claims.offering import MOST, OFFER
from services.refusals import Reason, Refused
from services.team import transfers
from tests.services.world import World

CLIENT = 1
PHONE, OTHER = "+79031234567", "+79031234568"
ADMIN = actors.admin(99)


def offers(world: World, operator: Operator) -> list[Outbox]:
    """What an operator is going to be offered."""
    world.session.flush()
    told = world.told(operator.telegram_id or 0, kind=OutboxKind.NOTICE)
    return [row for row in told if row.params["key"] == OFFER]


def values(world: World, operator: Operator) -> list[str]:
    return [row.params["value"] for row in offers(world, operator)]


def decide(
    world: World, operator: Operator, contact: Contact, offer: Outbox, *, keep: bool = True
) -> Reason | None:
    """Let an operator press a button below an offer that he has got; of its assignment."""
    world.session.flush()
    offer.message_id = offer.message_id or next(world.message_ids)
    assert operator.telegram_id is not None
    recipient = recipients.Recipient(offer.bot_id, operator.telegram_id, contact.id, offer.assignment_no)
    try:
        claims.decide(world.session, recipient, offer.message_id, keep=keep, at=world.at)
    except Refused as refused:
        return refused.reason
    world.session.flush()
    return None


def edit(world: World, text: str, **told: Any) -> None:
    edits.edit(world.session, world.incoming(CLIENT, text, **told), at=world.at)
    world.session.flush()


def test_a_phone_in_a_message_is_offered_after_it(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT)
    world.deliver_all()
    world.write(CLIENT, "8 903 123-45-67")
    relay, offer = world.told(anna.telegram_id or 0)
    assert (relay.kind, offer.params["value"]) == (OutboxKind.RELAY, PHONE)
    assert offer.params["message"] == relay.params["message"]
    assert contact.typed_phone is None, "nothing is taken silently"


def test_what_the_first_message_says_is_offered_after_the_card(world: World, anna: Operator) -> None:
    world.write(CLIENT, "Call 8 903 123-45-67 or write to vera@example.com")
    assert next(row.kind for row in world.told(anna.telegram_id or 0)) is OutboxKind.CARD
    assert values(world, anna) == [PHONE, "vera@example.com"]


def test_what_was_typed_while_nobody_had_it_is_offered_to_whoever_gets_it(world: World) -> None:
    world.write(CLIENT, "Hello, my number is 8 903 123-45-67")
    world.write(CLIENT, "anybody there?")
    anna = world.operator("Anna")
    assert values(world, anna) == [PHONE]


def test_words_without_any_offer_nothing(world: World, anna: Operator) -> None:
    world.write(CLIENT, "Hello? Order 12345")
    assert values(world, anna) == []


def test_the_same_is_offered_once(world: World, anna: Operator) -> None:
    world.write(CLIENT, "8 903 123-45-67")
    world.write(CLIENT, "+7 903 123 45 67, as I said")
    assert values(world, anna) == [PHONE]
    world.deliver_all()
    world.write(CLIENT, "8 903 123 45 67!")
    assert values(world, anna) == []
    world.write(CLIENT, "or 8 903 123 45 68")
    assert values(world, anna) == [OTHER]


def test_who_types_many_is_not_offered_for_ever(world: World, anna: Operator) -> None:
    for number in range(MOST + 5):
        world.write(CLIENT, f"8 903 123-45-{number + 10}")
    assert len(values(world, anna)) == MOST


def test_what_is_kept_stays_with_the_contact_as_a_claim(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT, "8 903 123-45-67")
    [offer] = offers(world, anna)
    world.deliver_all()
    assert decide(world, anna, contact, offer) is None
    lead = world.lead(contact)
    assert (contact.typed_phone, lead.phone, lead.phone_verified) == (PHONE, None, False)
    assert world.history(contact)[-1].kind == "claim_kept"
    assert [row.kind for row in world.told(anna.telegram_id or 0)] == [OutboxKind.CARD]
    assert decide(world, anna, contact, offer) is Reason.CLAIM_KNOWN
    world.write(CLIENT, "8 903 123-45-68")
    assert values(world, anna) == [], "one is known"


def test_the_phone_of_somebody_else_is_not_taken_from_him(world: World, anna: Operator) -> None:
    owner = leads.resolve(world.session, leads.Identity(external_id="crm-1", phone=PHONE), at=world.at)
    contact = world.write(CLIENT, "8 903 123-45-67")
    [offer] = offers(world, anna)
    assert decide(world, anna, contact, offer) is None
    assert (owner.phone, contact.typed_phone) == (PHONE, PHONE)
    assert contact.lead_id != owner.id


def test_who_has_shared_his_phone_is_offered_only_the_email(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT)
    phones.share_phone(world.session, world.incoming(CLIENT, PHONE, kind="phone"), PHONE, at=world.at)
    assert world.lead(contact).phone == PHONE
    world.write(CLIENT, "8 903 123-45-68 or vera@example.com")
    assert values(world, anna) == ["vera@example.com"]


def test_what_is_declined_is_offered_to_nobody_again(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    contact = world.write(CLIENT, "8 903 123-45-67")
    [offer] = offers(world, anna)
    assert decide(world, anna, contact, offer, keep=False) is None
    assert contact.typed_phone is None
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.write(CLIENT, "8 903 123-45-67")
    assert contact.operator_id == boris.id
    assert values(world, boris) == []


def test_after_a_hand_over_the_next_operator_may_and_the_former_may_not(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    contact = world.write(CLIENT, "8 903 123-45-67")
    [former] = offers(world, anna)
    transfers.give(world.session, contact.id, boris, actor=ADMIN, at=world.at)
    assert decide(world, anna, contact, former) is Reason.MOVED
    [offer] = offers(world, boris)
    assert decide(world, boris, contact, offer) is None
    assert contact.typed_phone == PHONE


def test_a_button_of_another_message_keeps_nothing(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT)
    [card] = world.told(anna.telegram_id or 0, kind=OutboxKind.CARD)
    assert decide(world, anna, contact, card) is Reason.NOT_YOURS


def test_what_the_client_has_changed_is_not_kept_and_the_new_one_is_offered(
    world: World, anna: Operator
) -> None:
    contact = world.write(CLIENT, "Hello")
    said = world.say(CLIENT, "8 903 123-45-67")
    [offer] = offers(world, anna)
    world.deliver_all()
    edit(world, "8 903 123-45-68", message_id=said.message_id)
    assert values(world, anna) == [OTHER]
    assert decide(world, anna, contact, offer) is Reason.CLAIM_CHANGED
    edit(world, "no phone", message_id=said.message_id)
    assert contact.typed_phone is None


def test_of_a_completed_contact_nothing_is_kept_or_offered(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT, "8 903 123-45-67")
    [offer] = offers(world, anna)
    world.finish(contact)
    assert decide(world, anna, contact, offer) is Reason.COMPLETED
    world.deliver_all()
    world.say(CLIENT, "thanks, 8 903 123-45-68")
    assert [row for row in offers(world, anna) if row.contact_id == contact.id] == []


@pytest.mark.parametrize(
    "told", [{"kind": "contact"}, {"kind": "phone"}, {"forwarded_from": "Peter"}], ids=str
)
def test_what_is_not_the_clients_own_word_is_not_offered(
    world: World, anna: Operator, told: dict[str, Any]
) -> None:
    world.write(CLIENT)
    conversation.receive(world.session, world.incoming(CLIENT, "8 903 123-45-67", **told), at=world.at)
    assert values(world, anna) == []


def test_what_an_operator_writes_is_not_offered(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT)
    world.answer(anna, contact, "Call us: 8 903 123-45-67")
    boris = world.operator("Boris")
    transfers.give(world.session, contact.id, boris, actor=ADMIN, at=world.at)
    assert values(world, boris) == []


def test_who_is_forgotten_leaves_no_phone_behind(world: World, anna: Operator) -> None:
    contact = world.write(CLIENT, "8 903 123-45-67 or vera@example.com")
    first, _ = offers(world, anna)
    assert decide(world, anna, contact, first) is None
    forgetting.forget(world.session, contact.id, actor=ADMIN, at=world.at)
    world.session.flush()
    left = [str(row.params) for row in world.session.query(Outbox)]
    left += [str(event.data) for event in world.history(contact)]
    assert not any("9031234567" in text or "vera@" in text for text in left)
    assert (contact.typed_phone, values(world, anna)) == (None, [])
    assert decide(world, anna, contact, first) is Reason.FORGOTTEN
