"""What admins find out about contacts: pages of a conversation, decisions; and "why me"."""

from datetime import timedelta

import pytest

from models import Contact, Operator
from services.contacts import card_actions
from services.contacts.states import Action
from services.queues import recipients
from services.refusals import Reason, Refused
from services.reports import records
from tests.services.world import BOT, World, last


def test_a_conversation_is_read_by_pages_the_newest_first(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1, "text 1")
    for n in range(2, 24):
        world.write(1, f"text {n}")
    world.answer(anna, contact, "text 24")
    world.session.flush()
    pages = [records.read(world.session, contact.id, page=page, size=10) for page in (0, 1, 2, 3, -1)]
    said = [[m.text for m in record.messages] for record in pages]
    assert said[0] == [f"text {n}" for n in range(15, 25)]
    assert said[1] == [f"text {n}" for n in range(5, 15)]
    assert said[2] == [f"text {n}" for n in range(1, 5)]
    assert (said[3], pages[3].page) == (said[2], 2), "a page that is not there is the last"
    assert (said[4], pages[4].page) == (said[0], 0)
    assert {record.pages for record in pages} == {3}
    assert pages[0].operators == {anna.id: anna}


def test_a_record_counts_the_other_contacts_of_the_person(world: World) -> None:
    world.operator("Anna")
    for _ in range(3):
        contact = world.write(1)
        world.finish(contact)
    world.write(2)
    assert records.read(world.session, contact.id).others == 2
    assert records.read(world.session, 4).others == 0


def test_each_decision_of_a_contact_can_be_read(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    boris = world.operator("Boris")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.session.flush()
    latest = records.read_assignment(world.session, contact.id)
    assert (latest.number, latest.count, latest.event.data["why"]) == (2, 2, "passed_on")
    assert latest.operators == {anna.id: anna, boris.id: boris}
    of = [records.read_assignment(world.session, contact.id, which).number for which in (1, 2, 3, 99)]
    assert of == [1, 2, 2, 2]


def test_a_contact_nobody_was_ever_given_has_no_decision(world: World) -> None:
    contact = world.write(1)
    with pytest.raises(Refused) as refused:
        records.read_assignment(world.session, contact.id)
    assert refused.value.reason is Reason.NOT_ASSIGNED_YET
    assert records.find_latest_explained(world.session) == contact.id, "why it waits can be told"
    with pytest.raises(Refused) as refused:
        records.read_assignment(world.session, 99)
    assert refused.value.reason is Reason.NO_SUCH_CONTACT


def explain(world: World, operator: Operator, contact: Contact, assignment_no: int) -> Reason | int:
    """Return whom the decision names that an operator is told, or why he is not told."""
    assert operator.telegram_id is not None
    recipient = recipients.Recipient(BOT, operator.telegram_id, contact.id, assignment_no)
    try:
        return card_actions.explain(world.session, recipient)[0].operator_id
    except Refused as refusal:
        return refusal.reason


def test_only_the_operator_of_an_assignment_is_told_why_it_is_his(world: World) -> None:
    anna, boris = world.operator("Anna", limit=1), world.operator("Boris", limit=1)
    world.chance = last
    contact = world.write(1)
    assert explain(world, boris, contact, 1) == boris.id
    assert explain(world, anna, contact, 1) is Reason.NOT_YOURS
    assert explain(world, boris, contact, 2) is Reason.NOT_YOURS, "there was no such card"
    world.must_press(boris, Action.PASS_ON, contact=contact)
    assert explain(world, boris, contact, 1) is Reason.MOVED
    assert explain(world, anna, contact, 2) == anna.id


def test_who_waits_is_listed_oldest_first_with_a_reason(world: World) -> None:
    for client in (1, 2, 3):
        world.wait(minutes=1)
        world.write(client)
    count, waiting = records.list_waiting(world.session, offset=1, limit=1, at=world.at)
    assert (count, [w.contact.id for w in waiting]) == (3, [2])
    assert waiting[0].reason == "no_weight"
    assert world.now - (waiting[0].contact.waiting_since or world.now) == timedelta(minutes=1)
