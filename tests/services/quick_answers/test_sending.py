"""Sending a quick answer: an answer like any other, exactly once; and all for which nothing is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from models import Contact, Operator, QuickAnswer, Status, actors
from services.clients import banning
from services.contacts import edits
from services.contacts.states import Action
from services.queues import recipients
from services.queues.rendering import render_data
from services.quick_answers import sending, templates
from services.refusals import Reason, Refused
from tests.services.world import BOT, World

SCREEN = 9_001  # the message of ours that shows it


@pytest.fixture
def contact(world: World, anna: Operator) -> Contact:
    return world.write(1, "How much?", name="Vera Pavlova")


@pytest.fixture
def price(world: World) -> QuickAnswer:
    return templates.add(world.session, None, "price", "{name}, it is 5. {operator}, #{number}", at=world.at)


def place(operator: Operator, contact: Contact, assignment: int | None = None) -> recipients.Recipient:
    assert operator.telegram_id is not None
    shown = contact.assignment_no if assignment is None else assignment
    return recipients.Recipient(BOT, operator.telegram_id, contact.id, shown)


def send(world: World, card: recipients.Recipient, answer_id: int = 1, screen: int = SCREEN) -> None:
    shown = sending.show(world.session, card, answer_id)
    sending.send(world.session, card, screen, answer_id, shown.mark, at=world.at)
    world.session.flush()


def refuse(world: World, card: recipients.Recipient, mark: int = 0, answer_id: int = 1) -> Reason:
    with pytest.raises(Refused) as caught:
        sending.send(world.session, card, SCREEN, answer_id, mark, at=world.at)
    return caught.value.reason


def test_it_is_an_answer_that_takes_a_new_contact_and_is_counted(
    world: World, anna: Operator, contact: Contact, price: QuickAnswer
) -> None:
    send(world, place(anna, contact))
    assert (contact.status, contact.unanswered_since) == (Status.IN_PROGRESS, None)
    [_, said] = world.messages(contact)
    assert (said.text, said.operator_id, said.kind) == ("Vera, it is 5. Anna, #1", anna.id, "text")
    assert (said.bot_id, said.chat_id, said.message_id) == (BOT, anna.telegram_id, SCREEN)
    assert said.id in world.relays(1)
    world.session.refresh(price)
    assert price.used == 1


def test_it_is_sent_from_one_message_once(
    world: World, anna: Operator, contact: Contact, price: QuickAnswer
) -> None:
    card = place(anna, contact)
    send(world, card)
    mark = sending.show(world.session, card, 1).mark
    assert refuse(world, card, mark) is Reason.ANSWER_SENT
    assert len(world.messages(contact)) == 2
    send(world, card, screen=SCREEN + 1)
    assert len(world.messages(contact)) == 3
    world.session.refresh(price)
    assert price.used == 2


def test_a_reply_to_it_is_about_the_contact_and_it_can_be_withdrawn(
    world: World, anna: Operator, contact: Contact, price: QuickAnswer
) -> None:
    card = place(anna, contact)
    send(world, card)
    assert recipients.find_contact_of(world.session, card.chat, SCREEN) == contact.id
    world.deliver_all()
    edits.withdraw_replied(world.session, card.chat, SCREEN, at=world.at)
    [_, said] = world.messages(contact)
    assert said.withdrawn_at == world.now
    assert world.relays(1) == [said.id]


def test_what_was_changed_or_removed_since_it_was_shown_is_not_sent(
    world: World, anna: Operator, contact: Contact, price: QuickAnswer
) -> None:
    card = place(anna, contact)
    mark = sending.show(world.session, card, 1).mark
    templates.change(world.session, price, text="It is 6.")
    assert refuse(world, card, mark) is Reason.ANSWER_CHANGED
    templates.remove(world.session, price)
    assert refuse(world, card, mark) is Reason.ANSWER_CHANGED
    assert len(world.messages(contact)) == 1
    assert contact.status is Status.NEW


def test_one_of_another_bot_is_not_sent(world: World, anna: Operator, contact: Contact) -> None:
    templates.add(world.session, world.bot(77, "other_bot"), "price", "It is 5.", at=world.at)
    assert refuse(world, place(anna, contact)) is Reason.ANSWER_CHANGED
    assert sending.offer(world.session, place(anna, contact)) == []


def test_nobody_but_the_operator_of_the_assignment_sends(
    world: World, anna: Operator, contact: Contact, price: QuickAnswer
) -> None:
    boris = world.operator("Boris")
    mark = sending.show(world.session, place(anna, contact), 1).mark
    assert refuse(world, place(boris, contact), mark) is Reason.NOT_YOURS
    assert refuse(world, place(anna, contact, 0), mark) is Reason.NOT_YOURS
    stranger = recipients.Recipient(BOT, 4711, contact.id, contact.assignment_no)
    assert refuse(world, stranger, mark) is Reason.NOT_YOURS
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert refuse(world, place(anna, contact, 1), mark) is Reason.MOVED
    assert len(world.messages(contact)) == 1


def test_who_has_no_chat_or_is_banned_or_whose_contact_is_completed_is_sent_nothing(
    world: World, anna: Operator, contact: Contact, price: QuickAnswer
) -> None:
    mark = sending.show(world.session, place(anna, contact), 1).mark
    world.finish(contact)
    assert refuse(world, place(anna, contact), mark) is Reason.COMPLETED
    other = world.write(2)
    banning.ban(world.session, world.lead(other), actor=actors.admin(90), at=world.at)
    assert refuse(world, place(anna, other), mark) in (Reason.COMPLETED, Reason.BANNED)
    assert [len(world.messages(one)) for one in (contact, other)] == [1, 1]


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    engine = world.session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_card_knows_whether_there_are_any_in_as_many_statements_as_without(
    world: World, anna: Operator, contact: Contact
) -> None:
    assert anna.telegram_id is not None
    cards = world.told(anna.telegram_id)
    with counting(world) as without:
        assert not render_data.read(world.session, cards)[0].has_answers
    templates.add(world.session, world.find_bot(), "price", "It is 5.", at=world.at)
    with counting(world) as with_one:
        assert render_data.read(world.session, cards)[0].has_answers
    assert len(without) == len(with_one)


def test_the_card_of_another_bots_contact_has_none(world: World, anna: Operator, contact: Contact) -> None:
    assert anna.telegram_id is not None
    templates.add(world.session, world.bot(77, "other_bot"), "price", "It is 5.", at=world.at)
    assert not render_data.read(world.session, world.told(anna.telegram_id))[0].has_answers
