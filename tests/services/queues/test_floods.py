"""A client who writes more in a minute than anybody can read: all is kept, the operator hears how much."""

from typing import Any

import pytest
from sqlalchemy import select

from models import Contact, Event, Message, Operator, Outbox, OutboxKind, actors
from services import events
from services.clients import forgetting
from services.contacts import card_actions, edits, messages
from services.contacts.states import Action
from services.queues import floods
from services.queues.introducing import HANDOVER_MESSAGES
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused
from tests.moments import first
from tests.services.world import BOT, World

ANNA, VERA, ADMIN = 500, 1, 90
MOST = 5


@pytest.fixture
def contact(world: World) -> Contact:
    """Vera writes to Anna, who reads up to five messages a minute; all is delivered."""
    world.policy = world.policy.model_copy(update={"messages_per_minute": MOST, "admin_ids": (ADMIN,)})
    world.chance = first
    world.operator("Anna", telegram_id=ANNA)
    world.meet(ADMIN)
    found = world.write(VERA)
    world.deliver_all()
    return found


def pour(world: World, number: int, **given: Any) -> None:
    for n in range(number):
        world.write(VERA, f"more {n}", **given)


def tell(world: World) -> int:
    return floods.tell_held(world.session, bots=[BOT], at=world.at)


def list_more(world: World) -> list[int]:
    """Return the counts that Anna is told."""
    rows = world.told(ANNA, kind=OutboxKind.NOTICE)
    return [row.params["count"] for row in rows if row.params["key"] == "more-messages"]


def show(world: World, contact: Contact, account: int = ANNA) -> None:
    recipient = Recipient(BOT, account, contact.id, contact.assignment_no)
    card_actions.show_more(world.session, recipient, at=world.at)


def test_beyond_the_limit_messages_are_kept_and_counted_once_in_a_minute(
    world: World, contact: Contact
) -> None:
    pour(world, 50)
    assert len(world.relays(ANNA)) == MOST - 1, "the first one is on the card"
    assert len(world.messages(contact)) == 51
    assert (tell(world), list_more(world)) == (0, [])
    world.wait(seconds=60)
    assert (tell(world), list_more(world)) == (1, [46])
    assert tell(world) == 0


def test_whoever_writes_slowly_is_read_however_much_it_is(world: World, contact: Contact) -> None:
    for _ in range(4 * MOST):
        world.wait(seconds=60 / MOST)
        pour(world, 1)
    assert len(world.relays(ANNA)) == 4 * MOST
    assert contact.held is None


def test_after_a_minute_messages_are_shown_again(world: World, contact: Contact) -> None:
    pour(world, 2 * MOST)
    shown = len(world.relays(ANNA))
    world.wait(seconds=61)
    pour(world, 1)
    assert len(world.relays(ANNA)) == shown + 1


def test_an_album_that_has_begun_stays_whole(world: World, contact: Contact) -> None:
    pour(world, MOST - 2)
    for n in range(4):
        world.write(VERA, None, kind="photo", file_id=f"f{n}", media_group_id="album")
    assert len(world.relays(ANNA)) == MOST - 2 + 4


def test_admins_hear_of_it_once_and_may_ban(world: World, contact: Contact) -> None:
    pour(world, 50)
    world.wait(minutes=2)
    pour(world, 50)
    [told] = [row for row in world.told(ADMIN) if row.params["key"] == "flood-to-admins"]
    assert told.params == {
        "key": "flood-to-admins",
        "for_admin": True,
        "number": contact.id,
        "count": MOST,
        "asks_to_ban": contact.id,
    }
    kinds = list(world.session.scalars(select(Event.kind).where(Event.contact_id == contact.id)))
    assert kinds.count(events.Kind.FLOODED) == 1


def test_a_button_shows_the_rest_in_order_and_says_how_much_is_left(world: World, contact: Contact) -> None:
    pour(world, MOST - 1 + HANDOVER_MESSAGES + 3)
    world.deliver_all()
    show(world, contact)
    assert (len(world.relays(ANNA)), list_more(world)) == (HANDOVER_MESSAGES, [3])
    world.deliver_all()
    show(world, contact)
    ids = [message.id for message in world.messages(contact)]
    assert world.relays(ANNA) == ids[-3:]
    world.deliver_all()
    show(world, contact)
    assert world.relays(ANNA) == []


def test_the_button_is_of_whoever_has_the_contact(world: World, contact: Contact) -> None:
    pour(world, 2 * MOST)
    world.operator("Boris", telegram_id=501)
    with pytest.raises(Refused) as refused:
        show(world, contact, account=501)
    assert refused.value.reason is Reason.NOT_YOURS
    [anna, _] = world.session.scalars(select(Operator).order_by(Operator.id))
    world.must_press(anna, Action.PASS_ON, contact=contact)
    recipient = Recipient(BOT, ANNA, contact.id, 1)
    with pytest.raises(Refused) as refused:
        card_actions.show_more(world.session, recipient, at=world.at)
    assert refused.value.reason is Reason.MOVED


def test_whoever_gets_the_contact_next_is_told_with_the_card(world: World, contact: Contact) -> None:
    pour(world, 2 * MOST)
    world.operator("Boris", telegram_id=501)
    [anna, _] = world.session.scalars(select(Operator).order_by(Operator.id))
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.wait(minutes=2)
    assert tell(world) == 0
    assert len(world.relays(501)) == 2 * MOST


def test_edits_beyond_the_limit_are_kept_and_not_told(world: World, contact: Contact) -> None:
    for n in range(4 * MOST):
        said = world.say(VERA, f"line {n}")
        world.wait(seconds=60)
        world.deliver_all()
        assert said.message_id
    before = world.count(Message)
    for message in world.messages(contact)[1:]:
        edited = messages.Incoming(BOT, VERA, message.message_id or 0, "text", f"{message.text}, changed")
        edits.edit(world.session, edited, at=world.at)
    told = [row for row in world.told(ANNA) if row.params.get("key") == "edited"]
    assert (len(told), world.count(Message)) == (MOST, before)
    assert all((message.text or "").endswith("changed") for message in world.messages(contact)[1:])


def test_edits_of_one_message_are_counted_however_few_are_kept(world: World, contact: Contact) -> None:
    most = 3 * edits.EDITS_KEPT
    world.policy = world.policy.model_copy(update={"messages_per_minute": most})
    [message] = world.messages(contact)
    for n in range(2 * most):
        edited = messages.Incoming(BOT, VERA, message.message_id or 0, "text", f"changed {n}")
        edits.edit(world.session, edited, at=world.at)
        world.deliver_all()
    rows = world.session.scalars(select(Outbox).where(Outbox.chat_id == ANNA))
    assert [row.params.get("key") for row in rows].count("edited") == most


def test_without_a_limit_everything_is_shown(world: World, contact: Contact) -> None:
    world.policy = world.policy.model_copy(update={"messages_per_minute": 0})
    pour(world, 25)
    assert len(world.relays(ANNA)) == 25


def test_a_person_who_is_forgotten_leaves_nothing_to_be_told(world: World, contact: Contact) -> None:
    pour(world, 50)
    forgetting.forget(world.session, contact.id, actor=actors.admin(ADMIN), at=world.at)
    world.wait(minutes=2)
    assert tell(world) == 0
    with pytest.raises(Refused) as refused:
        show(world, contact)
    assert (refused.value.reason, world.relays(ANNA)) == (Reason.FORGOTTEN, [])
