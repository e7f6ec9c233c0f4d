"""What delivery reads with each row: enough for its text, and whether it is still meant for its reader."""

from models import Outbox
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.queues import outbox, recipients
from services.queues.rendering import render_data
from tests.moments import first
from tests.services.world import World

ANNA = 500


def send(world: World, row: Outbox, message_id: int) -> None:
    """Let a row have been delivered as this Telegram message."""
    outcome = Outcome(row.id, Result.SENT, message_id=message_id)
    settlement.settle(world.session, [outcome], at=world.at)


def test_a_parcel_holds_what_a_card_needs(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    world.meet(ANNA, language="ru")
    world.finish(world.write(1, "earlier"))
    world.deliver_all()
    contact = world.write(1, "now", name="Vera")
    [data] = render_data.read(world.session, world.told(ANNA))
    assert data.contact is contact
    assert (data.contact.lead.name, data.contact.source.name) == ("Vera", "acme_bot")
    assert data.contact.operator is anna
    assert data.first_message is not None
    assert (data.first_message.text, data.earlier, data.language) == ("now", 1, "ru")
    assert (data.card_id, data.is_current) == (None, True)


def test_a_card_knows_the_message_that_shows_it_already(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    [card] = world.told(ANNA)
    send(world, card, 42)
    world.must_press(anna, Action.TAKE, contact=contact)
    [data] = render_data.read(world.session, world.told(ANNA))
    assert data.card_id == 42


def test_an_edit_knows_the_copy_it_belongs_to(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1, "first")
    world.write(1, "second")
    _, relay = world.told(ANNA)
    send(world, relay, 43)
    recipient = recipients.operator_recipient(world.session, contact)
    outbox.notify(world.session, recipient, "edited", message=relay.params["message"], at=world.at)
    edited = render_data.read(world.session, world.told(ANNA))[-1]
    assert edited.message is not None
    assert (edited.message.text, edited.copy_id) == ("second", 43)


def test_what_was_meant_for_an_ended_assignment_is_current_no_more(world: World) -> None:
    anna, boris = world.operator("Anna", telegram_id=ANNA), world.operator("Boris", telegram_id=501)
    world.chance = first
    contact = world.write(1)
    world.write(1, "second")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    hers = render_data.read(world.session, world.told(ANNA))
    his = render_data.read(world.session, world.told(501))
    clients = render_data.read(world.session, world.told(1))
    assert {data.is_current for data in hers} == {False}
    assert {data.is_current for data in (*his, *clients)} == {True}
    world.must_press(boris, Action.TAKE, Action.COMPLETE, contact=contact)
    assert all(p.is_current for p in render_data.read(world.session, world.told(501)))


def test_what_was_meant_for_an_account_that_was_left_is_current_no_more(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    world.write(1)
    world.meet(4321)
    world.join(anna, 4321)
    of_the_contact = [row for row in world.told(ANNA) if row.contact_id is not None]
    assert {p.is_current for p in render_data.read(world.session, of_the_contact)} == {False}
    assert {p.is_current for p in render_data.read(world.session, world.told(4321))} == {True}
