"""Searches: by phone, name and words in any spelling, among the newest and by the index of words alike."""

import pytest
from sqlalchemy.orm import Session

from models import Contact
from models.database.protocol import Database
from services.reports import search as search_service
from services.reports.search import find
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.world import NOON, World

VERA, KARL = 1, 2


@pytest.fixture(params=[0, search_service.NEWEST], ids=["by the index", "among the newest"], autouse=True)
def newest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many contacts are looked at without the index."""
    monkeypatch.setattr(search_service, "NEWEST", request.param)


def search(world: World, text: str) -> list[int]:
    world.session.flush()
    return [contact.id for contact in find(world.session, text, at=world.at)]


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


async def test_capitals_and_signs_make_no_difference_on_either_database(either_database: Database) -> None:
    def set_up(session: Session) -> None:
        world = World(session)
        world.bot()
        world.write(VERA, "Нужна доставка 100%", name="Вера McDonald")
        world.write(2, "Где мОЯ Ёлка? Ещё бы свечи", name="Пётр")

    def count_found(session: Session, text: str) -> int:
        return len(find(session, text, at=make_moment(NOON)))

    await redo(either_database, set_up)
    for text in ("вера", "Вера", "mCdONALD", "нужна доставка", "Нужна", "100%"):
        assert await redo(either_database, count_found, text) == 1, text
    for text in ("елка", "ёлка", "ЕЛКА", "Ёлка", "еще", "ЕЩЁ", "петр", "ПЁТР"):
        assert await redo(either_database, count_found, text) == 1, text
    assert await redo(either_database, count_found, "1_0%") == 0
