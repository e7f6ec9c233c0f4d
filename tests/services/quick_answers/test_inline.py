"""Quick answers looked for by typing: for whom, in which order, and that each goes to its own client only."""

from dataclasses import replace

import pytest

from models import Contact, Operator, actors
from services.chats import ChatRef
from services.clients import unaddressed
from services.contacts import conversation
from services.contacts.messages import Incoming
from services.quick_answers import inline, templates
from services.quick_answers.inline import Suggestion
from services.refusals import Reason, Refused
from services.team import leaving
from tests.services.world import BOT, OTHER_BOT, World


def add(world: World, title: str, text: str) -> None:
    templates.add(world.session, None, title, text, at=world.at)


def find(world: World, operator: Operator, typed: str = "", bot_id: int = BOT) -> list[Suggestion]:
    assert operator.telegram_id is not None
    return inline.suggest(world.session, ChatRef(bot_id, operator.telegram_id), typed)


def choose(operator: Operator, text: str, message_id: int = 9_001) -> Incoming:
    assert operator.telegram_id is not None
    return Incoming(BOT, operator.telegram_id, message_id, "text", text)


def refuse(world: World, incoming: Incoming, contact: Contact) -> Reason:
    with pytest.raises(Refused) as caught:
        inline.send(world.session, incoming, contact.id, conversation.answer, at=world.at)
    return caught.value.reason


def test_what_says_the_same_to_all_is_there_once_and_the_rest_for_each_client(
    world: World, anna: Operator
) -> None:
    add(world, "same", "From 9 to 18. {operator}")
    add(world, "own", "{name}: {number}")
    for client, name in enumerate(("Vera", "Boris", "Clara", "Dora"), 1):
        world.write(client, name=name)
        world.wait(minutes=1)
    found = find(world, anna)
    assert [(one.answer.title, one.contact and one.contact.id, one.text) for one in found] == [
        ("same", None, "From 9 to 18. Anna"),
        ("own", 1, "Vera: 1"),
        ("own", 2, "Boris: 2"),
        ("own", 3, "Clara: 3"),
    ], "of many only those who have waited longest"


def test_there_are_no_more_than_telegram_takes(world: World, anna: Operator) -> None:
    for number in range(50):
        add(world, f"title {number}", f"{{name}} {number}")
    world.write(1, name="Vera")
    assert len(find(world, anna)) == 50
    world.write(2, name="Boris")
    assert len(find(world, anna)) == inline.MOST


def test_without_anything_open_in_this_bot_there_are_none(world: World, anna: Operator) -> None:
    world.bot(OTHER_BOT, "other_bot")
    add(world, "same", "From 9 to 18.")
    assert find(world, anna) == []
    contact = world.write(1)
    assert len(find(world, anna)) == 1
    assert find(world, anna, bot_id=OTHER_BOT) == []
    world.answer(anna, contact)
    world.finish(contact)
    assert find(world, anna) == []


def test_who_is_dismissed_finds_none_the_next_moment(world: World, anna: Operator) -> None:
    add(world, "same", "From 9 to 18.")
    world.write(1)
    account = anna.telegram_id
    leaving.dismiss(world.session, anna, actor=actors.admin(90), by="Olga", at=world.at)
    assert account is not None
    assert inline.suggest(world.session, ChatRef(BOT, account), "") == []


NAMES = ["Vera\u202e", "  Ve\u200bra ", None, "\u2800", "{number}", "Ve\u0301ra", "a\u200db"]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_client_is_called_the_own_text_fits(
    world: World, anna: Operator, name: str | None
) -> None:
    add(world, "own", "Hello, {name}!\r\n\tIt is\u2028{number}.")
    vera, boris = world.write(1, name=name), world.write(2, name="Boris")
    mine = next(one for one in find(world, anna) if one.contact == vera)
    as_telegram_has_it = " ".join(mine.text.replace("\u2028", "").split())
    incoming = choose(anna, as_telegram_has_it)
    assert inline.list_fitting(world.session, incoming, [vera, boris]) == [vera]
    assert refuse(world, incoming, boris) is Reason.ANSWER_ELSEWHERE
    inline.send(world.session, incoming, vera.id, conversation.answer, at=world.at)
    assert [said.text for said in world.messages(vera)][1:] == [as_telegram_has_it]
    assert len(world.messages(boris)) == 1
    assert templates.get(world.session, 1).used == 1


def test_a_text_of_somebody_elses_or_of_nobodys_is_refused_and_counts_for_nothing(
    world: World, anna: Operator
) -> None:
    add(world, "own", "Hello, {name}!")
    vera = world.write(1, name="Vera")
    for text in ("Hello, Boris!", "Hello, {name}!", "", "Hello, Vera! And more."):
        assert refuse(world, choose(anna, text), vera) is Reason.ANSWER_ELSEWHERE
    stranger = replace(choose(anna, "Hello, Vera!"), chat_id=77)
    assert refuse(world, stranger, vera) is Reason.ANSWER_ELSEWHERE
    with pytest.raises(Refused):
        inline.check(world.session, choose(anna, "Hello, Vera!"), 999)
    assert len(world.messages(vera)) == 1
    assert templates.get(world.session, 1).used == 0


def test_by_a_button_it_is_sent_once(world: World, anna: Operator) -> None:
    add(world, "own", "Hello, {name}!")
    vera = world.write(1, name="Vera")
    incoming = choose(anna, "Hello, Vera!")
    inline.send(world.session, incoming, vera.id, unaddressed.send, at=world.at)
    with pytest.raises(Refused) as caught:
        inline.send(world.session, incoming, vera.id, unaddressed.send, at=world.at)
    assert caught.value.reason is Reason.ALREADY_SENT
    assert templates.get(world.session, 1).used == 1
