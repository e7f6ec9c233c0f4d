"""A phone that Telegram vouches for belongs to the person: stored, shown on the card, and worth a call."""

from models import Contact, OutboxKind
from services.clients import phones
from tests.services.world import World

PHONE = "+79161234567"


def share(world: World, client: int) -> None:
    incoming = world.incoming(client, None, kind="phone")
    for _ in range(2):  # delivered twice
        phones.share_phone(world.session, incoming, PHONE, at=world.at_with(reopen_window_minutes=0))


def test_a_shared_phone_is_stored_verified_and_shown_on_the_card(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.deliver_all()
    share(world, 1)
    lead = world.lead(contact)
    assert (lead.phone, lead.phone_verified) == (PHONE, True)
    assert [row.kind for row in world.told(anna.telegram_id or 0)] == [OutboxKind.CARD]
    assert [row.params for row in world.told(1)] == [{"key": "client-phone-saved", "phone": PHONE}]
    assert [message.kind for message in world.messages(contact)] == ["text", "phone"]


def test_a_phone_shared_before_any_word_opens_a_contact(world: World) -> None:
    anna = world.operator("Anna")
    share(world, 1)
    assert world.count(Contact) == 1
    assert world.session.get_one(Contact, 1).operator_id == anna.id
    assert world.notices(1) == ["client-accepted", "client-phone-saved"]
    assert world.told(1)[0].params["ask_phone"] is False


def test_a_phone_shared_after_completion_opens_another_contact(world: World) -> None:
    world.operator("Anna")
    contact = world.write(1)
    world.finish(contact)
    share(world, 1)
    assert world.count(Contact) == 2
    assert [message.kind for message in world.messages(world.session.get_one(Contact, 2))] == ["phone"]
    assert [message.kind for message in world.messages(contact)] == ["text"]


def test_a_phone_that_a_web_form_gave_shows_the_earlier_requests_as_this_persons(world: World) -> None:
    world.operator("Anna")
    form = world.lead(world.write(900))
    form.external_id, form.phone = None, PHONE
    world.session.flush()
    contact = world.write(1)
    share(world, 1)
    assert world.session.get_one(Contact, 1).lead_id == contact.lead_id
