"""A completed contact whose operator has no place is reopened for the queue, or with somebody else."""

import pytest

from models import Contact, Operator, OutboxKind, Status, actors
from services.clients import banning
from services.contacts import transitions
from services.contacts.states import Action
from services.refusals import Reason, Refused
from services.team import transfers
from tests.services.world import World

ADMIN = actors.admin(99)
CLIENT = 1


@pytest.fixture
def done(world: World, anna: Operator) -> Contact:
    """Anna has completed it, and has no place for it any more."""
    contact = world.write(CLIENT)
    world.finish(contact)
    world.set_limit(anna, 0)
    world.deliver_all()
    return contact


def requeue(world: World, contact: Contact) -> None:
    transitions.perform(world.session, contact.id, Action.REQUEUE, actor=ADMIN, at=world.at)
    world.session.flush()


def reopen(world: World, contact: Contact, operator: Operator | None) -> None:
    if operator is None:
        requeue(world, contact)
    else:
        transfers.reopen_with(world.session, contact.id, operator, actor=ADMIN, at=world.at)


def refuse(world: World, contact: Contact, operator: Operator | None = None) -> Refused:
    history = len(world.history(contact))
    with pytest.raises(Refused) as refused:
        reopen(world, contact, operator)
    assert (contact.status, len(world.history(contact))) == (Status.COMPLETED, history)
    world.check_loads()
    return refused.value


def test_the_refusal_says_whose_places_are_taken(world: World, anna: Operator, done: Contact) -> None:
    world.set_limit(anna, 1)
    world.write(2)
    with pytest.raises(Refused) as refused:
        transitions.perform(world.session, done.id, Action.REOPEN, actor=ADMIN, at=world.at)
    assert refused.value.params == {"number": done.id, "name": "Anna", "load": 1, "limit": 1}


def test_back_in_the_queue_it_waits_and_its_number_goes_first(
    world: World, anna: Operator, done: Contact
) -> None:
    newer = world.write(2)
    assert newer.is_waiting
    requeue(world, done)
    assert (done.is_waiting, done.completed_at, done.operator_id) == (True, None, None)
    assert world.notices(CLIENT) == ["client-reopened-waits"]
    world.set_limit(anna, 1)
    assert (done.operator_id, newer.operator_id) == (anna.id, None)
    world.check_loads()


def test_whoever_has_a_place_gets_it_at_once_and_the_former_card_closes(
    world: World, anna: Operator, done: Contact
) -> None:
    boris = world.operator("Boris")
    requeue(world, done)
    assert (done.operator_id, done.status, boris.load) == (boris.id, Status.NEW, 1)
    [card] = world.told(anna.telegram_id or 0, kind=OutboxKind.CARD)
    assert card.assignment_no == 1
    assert len(world.told(boris.telegram_id or 0, kind=OutboxKind.CARD)) == 1
    kinds = [event.kind for event in world.history(done)]
    assert kinds[-2:] == ["reopened", "assigned"]
    world.check_loads()


def test_with_somebody_else_it_is_that_operators_new_one(world: World, done: Contact) -> None:
    boris = world.operator("Boris", weight=0)
    transfers.reopen_with(world.session, done.id, boris, actor=ADMIN, at=world.at)
    assert (done.operator_id, done.status, done.taken_at) == (boris.id, Status.NEW, None)
    assert world.decisions(done)[-1]["why"] == "manual"
    world.check_loads()


def test_with_its_own_operator_it_is_in_progress_as_by_the_button(
    world: World, anna: Operator, done: Contact
) -> None:
    world.set_limit(anna, 1)
    transfers.reopen_with(world.session, done.id, anna, actor=ADMIN, at=world.at)
    assert (done.operator_id, done.status) == (anna.id, Status.IN_PROGRESS)


def test_nobody_is_put_above_the_limit_by_it(world: World, done: Contact) -> None:
    boris = world.operator("Boris", limit=1)
    world.write(2)
    refusal = refuse(world, done, boris)
    assert (refusal.reason, refusal.params["load"]) == (Reason.OPERATOR_FULL, 1)


def test_a_newer_open_contact_of_the_chat_keeps_it_closed(world: World, done: Contact) -> None:
    boris = world.operator("Boris")
    world.write(CLIENT, "again")
    assert refuse(world, done).reason is Reason.NEWER_CONTACT
    assert refuse(world, done, boris).reason is Reason.NEWER_CONTACT


def test_who_is_banned_gets_nothing_reopened(world: World, done: Contact) -> None:
    boris = world.operator("Boris")
    banning.ban(world.session, world.lead(done), actor=ADMIN, at=world.at)
    assert refuse(world, done).reason is Reason.BANNED
    assert refuse(world, done, boris).reason is Reason.BANNED


def test_only_who_can_take_it_now_is_offered(world: World, done: Contact) -> None:
    boris, clara, dora = (world.operator(name, limit=3) for name in ("Boris", "Clara", "Dora"))
    world.set_shift(boris, False)
    world.set_limit(dora, 7)
    offered = transfers.list_takers(world.session, done.id, at=world.at)
    assert offered == [(dora, 7), (clara, 3)]


def test_webhooks_say_that_it_is_new_again(world: World, done: Contact) -> None:
    world.policy = world.policy.model_copy(update={"webhook_events_url": "http://example.com"})
    requeue(world, done)
    [fact] = [row.params for row in world.told(0) if row.params["type"] == "contact.status_changed"]
    assert (fact["status"], fact["operator_id"]) == ("new", None)
