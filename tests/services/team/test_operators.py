"""Operators join by a link that works once, keep what is open when they move, and are named as people do."""

from datetime import timedelta

import pytest

from models import Account, Operator, OutboxKind
from services.chats import ChatRef
from services.contacts.states import Action
from services.joining import accounts
from services.joining.links import LIFETIME
from services.refusals import Reason, Refused
from services.team import identity, operators
from tests.services.world import BOT, World


def refusal(world: World, name: str, limit: int = 5) -> Reason:
    with pytest.raises(Refused) as refused:
        operators.add(world.session, name, limit, at=world.at)
    return refused.value.reason


def test_a_new_operator_is_switched_on_and_free(world: World) -> None:
    anna = operators.add(world.session, "  Anna   Maria ", 7, at=world.at)
    assert (anna.name, anna.max_active_leads, anna.load) == ("Anna Maria", 7, 0)
    assert (anna.is_active, anna.on_shift, anna.telegram_id) == (True, True, None)


@pytest.mark.parametrize("name", ["", "  ", "7", "#7", "/add", "@anna", '"Anna"', "«Анна»", "x" * 65, "\n\t"])
def test_a_name_that_could_be_taken_for_something_else_is_refused(world: World, name: str) -> None:
    assert refusal(world, name) is Reason.BAD_NAME


@pytest.mark.parametrize("again", ["Андрей", "андрей", " АНДРЕЙ ", "Андрей\n", "Андреи\u0306"])
def test_a_name_is_given_once_whatever_the_spelling(world: World, again: str) -> None:
    operators.add(world.session, "Андрей", 5, at=world.at)
    assert refusal(world, again) is Reason.NAME_TAKEN


@pytest.mark.parametrize("limit", [-1, 1001])
def test_a_limit_out_of_range_is_refused_and_nothing_changes(world: World, limit: int) -> None:
    assert refusal(world, "Anna", limit) is Reason.BAD_LIMIT
    anna = world.operator("Anna", limit=3)
    with pytest.raises(Refused):
        world.set_limit(anna, limit)
    assert anna.max_active_leads == 3


@pytest.mark.parametrize("word", ["2", "#2", " #2 ", "boris", "BORIS", " Boris  the Great "])
def test_an_operator_is_named_by_number_or_name(world: World, word: str) -> None:
    world.operator("Anna")
    boris = world.operator("Boris the Great" if "Great" in word else "Boris")
    assert operators.find(world.session, word) is boris


@pytest.mark.parametrize("word", ["", "3", "#0", "Bor", "Anna Boris", "99999999999", "%"])
def test_a_name_that_nobody_has_is_refused(world: World, word: str) -> None:
    world.operator("Anna")
    with pytest.raises(Refused) as refused:
        operators.find(world.session, word)
    assert (refused.value.reason, refused.value.params) == (Reason.NO_SUCH_OPERATOR, {"name": word})


def issue(world: World, operator: Operator, token: str) -> None:
    accounts.issue_link(world.session, operator, token, at=world.at)
    world.session.flush()


def join(world: World, token: str, telegram_id: int = 4321, language: str | None = "en") -> Reason | None:
    try:
        accounts.join(world.session, token, Account(telegram_id), language=language, at=world.at)
    except Refused as refused:
        return refused.reason
    return None


def test_a_link_works_once(world: World) -> None:
    anna = operators.add(world.session, "Anna", 5, at=world.at)
    issue(world, anna, "secret")
    assert join(world, "secret") is None
    assert (anna.telegram_id, anna.language) == (4321, "en")
    assert join(world, "secret", 5555) is Reason.LINK_UNKNOWN
    assert anna.telegram_id == 4321


def test_only_a_print_of_the_link_is_stored(world: World) -> None:
    anna = operators.add(world.session, "Anna", 5, at=world.at)
    issue(world, anna, "secret")
    assert anna.link_hash
    assert "secret" not in anna.link_hash
    assert join(world, anna.link_hash) is Reason.LINK_UNKNOWN


def test_a_link_expires(world: World) -> None:
    anna = operators.add(world.session, "Anna", 5, at=world.at)
    issue(world, anna, "secret")
    world.now += LIFETIME
    assert join(world, "secret") is None, "its last moment"
    issue(world, anna, "another")
    world.now += LIFETIME + timedelta(seconds=1)
    assert join(world, "another", 5555) is Reason.LINK_EXPIRED
    assert anna.telegram_id == 4321


def test_a_newer_link_ends_the_older_one(world: World) -> None:
    anna = operators.add(world.session, "Anna", 5, at=world.at)
    issue(world, anna, "older")
    issue(world, anna, "newer")
    assert join(world, "older") is Reason.LINK_UNKNOWN
    assert join(world, "newer") is None


def test_one_account_is_one_operator(world: World) -> None:
    anna = world.operator("Anna", telegram_id=4321)
    boris = world.operator("Boris")
    issue(world, boris, "secret")
    former = boris.telegram_id
    assert join(world, "secret", 4321) is Reason.ALREADY_OPERATOR
    assert (anna.telegram_id, boris.telegram_id) == (4321, former)
    assert join(world, "secret", 5555) is None, "the link was not used up"


def test_the_language_of_an_operator_survives_an_account_without_one(world: World) -> None:
    anna = world.operator("Anna")
    anna.language = "ru"
    issue(world, anna, "secret")
    join(world, "secret", language=None)
    assert anna.language == "ru"


def test_a_new_account_gets_the_open_cards_and_conversations_and_the_old_ones_close(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    done, contact = world.write(1), world.write(2, "first")
    world.finish(done)
    world.write(2, "second")
    world.deliver_all()
    world.meet(4321)
    world.join(anna, 4321)
    assert [(row.kind, row.contact_id) for row in world.told(500)] == [
        (OutboxKind.CARD, contact.id),
        (OutboxKind.NOTICE, None),
    ]
    assert [(row.kind, row.contact_id) for row in world.told(4321)] == [
        (OutboxKind.CARD, contact.id),
        (OutboxKind.RELAY, contact.id),
    ]
    assert (contact.operator_id, contact.assignment_no, anna.load) == (anna.id, 1, 1)
    world.must_press(anna, Action.TAKE, contact=contact)


def test_the_list_of_open_contacts_is_oldest_first_and_holds_nothing_else(world: World) -> None:
    anna = world.operator("Anna")
    contacts = [world.write(client) for client in (1, 2, 3)]
    world.finish(contacts[1])
    assert operators.list_open(world.session, anna.id) == [contacts[0], contacts[2]]


def test_who_can_be_reached_is_who_has_an_open_bot(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.operator("Clara", opened=())
    world.blocks(boris)
    assert operators.list_reached(world.session) == {anna.id: {BOT}}
    assert [operator.name for operator in operators.list_operators(world.session)] == [
        "Anna",
        "Boris",
        "Clara",
    ]


def test_a_person_is_recognized_as_operator_only_while_active(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    assert world.meet(500).is_at_work
    world.switch(anna, False)
    person = world.meet(500)
    assert (person.operator_id, person.is_at_work) == (anna.id, False)
    assert world.meet(1).operator_id is None


def test_a_reply_is_about_the_contact_of_the_message_replied_to(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    [card] = world.told(500)
    [accepted] = world.told(1)
    world.deliver_all()
    assert world.meet(500, reply_to=card.message_id).answers == contact.id
    assert world.meet(500, reply_to=987654).answers is None
    assert world.meet(1, reply_to=accepted.message_id).answers is None, (
        "a client's reply is a client's message"
    )
    world.answer(anna, contact, message_id=321)
    assert world.meet(500, reply_to=321).answers == contact.id, "an operator may reply to his own answer"


def test_blocking_and_unblocking_a_bot_is_noted(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    for is_member, expected in ((False, None), (True, anna.id)):
        world.wait(seconds=1)
        identity.change_membership(
            world.session,
            ChatRef(BOT, 500),
            is_member=is_member,
            language=None,
            at=world.at,
        )
        assert world.chat(500).is_reachable is is_member
        assert contact.operator_id == expected
