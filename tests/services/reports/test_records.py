"""What admins find out about contacts: searches, pages of a conversation, decisions; and "why me"."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Contact, Operator
from models.database.protocol import Database
from services.contacts import card_actions
from services.contacts.transitions import Action
from services.queues import recipients
from services.refusals import Reason, Refused
from services.reports import records
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.world import BOT, NOON, World, last

VERA, KARL = 1, 2


def search(world: World, text: str) -> list[int]:
    world.session.flush()
    return [contact.id for contact in records.search(world.session, text, at=world.at)]


@pytest.fixture
def clients(world: World) -> World:
    """Two clients with names, words and phones in both languages."""
    world.write(VERA, "Нужна Доставка в Тверь", name="Вера Ёлкина")
    world.write(KARL, "I need 100% of my_file <now>", name="Karl O'Neil")
    world.lead(world.session.get_one(Contact, 1)).phone = "+79161234567"
    world.lead(world.session.get_one(Contact, 2)).phone = "+4915100009876"
    return world


@pytest.mark.parametrize(
    "text",
    [
        *("+7 916 123-45-67", "8 (916) 123-45-67", "89161234567", "79161234567", "9161234567", "4567"),
        *("23-45-67", "вера", "ВЕРА", "Вера", "ёлкина", "вера ёлкина", "ВЕРА ЁЛКИНА", "ёЛкИнА"),
        *("доставка", "ДОСТАВКА", "нужна доставка в тверь", "доставка в", "тверь"),
    ],
)
def test_a_contact_is_found_by_phone_name_and_words_in_any_spelling(clients: World, text: str) -> None:
    assert search(clients, text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "karl",
        "KARL",
        "kArL o'nEIL",
        "o'neil",
        "100%",
        "my_file",
        "MY_FILE",
        "<NOW>",
        "+49 1510 0009876",
        "9876",
    ],
)
def test_a_contact_is_found_in_english_too(clients: World, text: str) -> None:
    assert search(clients, text) == [2]


@pytest.fixture
def office(world: World) -> World:
    """Clients at one number: at its extension 101, at 1012, and without one; and one in Argentina."""
    phones = ("+74951234567,101", "+74951234567,1012", "+74951234567", "+5491187654321")
    for number, phone in enumerate(phones, start=1):
        world.write(number)
        world.lead(world.session.get_one(Contact, number)).phone = phone
    return world


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((f"+7 495 123-45-67{extension}", [1]) for extension in (" доб. 101", ",101", " ext 101", "#101")),
        *((f"123-45-67{extension}", [1]) for extension in (" доб. 101", ",101", " x101", " (вн. 101)")),
        *((number, [3, 2, 1]) for number in ("8 (495) 123-45-67", "+74951234567", "123-45-67", "4567")),
        *((f"{number} доб. 1012", [2]) for number in ("84951234567", "67")),
        ("8 495 123-45-67 доб. 10", []),
        *((number, [4]) for number in ("+54 9 11 8765-4321", "+54 11 8765 4321", "+54 11 15 8765 4321")),
        *((number, [4]) for number in ("11 8765-4321", "8765-4321", "＋54 ９ 11 8765-4321")),
        ("+54 9 11 8765-4321 доб. 1", []),
    ],
)
def test_a_phone_finds_all_its_extensions_and_one_with_an_extension_that_one(
    office: World, text: str, found: list[int]
) -> None:
    assert search(office, text) == found


@pytest.mark.parametrize(
    "text", ["%", "_", "100%%", "myXfile", "my_f_le", "\\", "/", "123", "1234567890", "ещё", "''"]
)
def test_signs_that_mean_something_to_databases_mean_themselves(clients: World, text: str) -> None:
    assert search(clients, text) == ([2] if text in "100% of my_file <now>" else [])


def test_a_word_of_any_message_is_found_and_the_newest_contact_comes_first(clients: World) -> None:
    clients.write(VERA, "доставка когда?")
    third = clients.write(3, "Доставка есть?")
    assert search(clients, "доставка") == [third.id, 1]


def test_at_most_twenty_contacts_are_found(world: World) -> None:
    for client in range(1, 26):
        world.write(client, "same words")
    assert search(world, "same") == list(range(25, 5, -1))


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
        return card_actions.explain(world.session, recipient).operator_id
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
    count, waiting = records.list_waiting(world.session, offset=1, limit=1)
    assert (count, [w.contact.id for w in waiting]) == (3, [2])
    assert waiting[0].reason == "no_weight"
    assert world.now - (waiting[0].contact.waiting_since or world.now) == timedelta(minutes=1)


async def test_capitals_and_signs_make_no_difference_on_either_database(either_database: Database) -> None:
    def set_up(session: Session) -> None:
        world = World(session)
        world.bot()
        world.write(VERA, "Нужна доставка 100%", name="Вера McDonald")
        world.write(2, "Где мОЯ Ёлка? Ещё бы свечи", name="Пётр")

    def find(session: Session, text: str) -> int:
        return len(records.search(session, text, at=make_moment(NOON)))

    await redo(either_database, set_up)
    for text in ("вера", "Вера", "mCdONALD", "нужна доставка", "Нужна", "100%"):
        assert await redo(either_database, find, text) == 1, text
    for text in ("елка", "ёлка", "ЕЛКА", "Ёлка", "еще", "ЕЩЁ", "петр", "ПЁТР"):
        assert await redo(either_database, find, text) == 1, text
    assert await redo(either_database, find, "1_0%") == 0
