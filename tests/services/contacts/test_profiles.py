"""What Telegram says of a client is true today: the card, the search and the history follow a change."""

import pytest

from models import Contact, OutboxKind
from services.chats import Profile
from services.reports import search
from tests.services.world import World

VERA = Profile("Vera", "vera_k")


@pytest.fixture
def contact(world: World) -> Contact:
    """A contact of Vera that Anna has, whose card is shown."""
    world.operator("Anna", telegram_id=500)
    world.meet(1, profile=VERA)
    made = world.write(1, name="Vera", username="vera_k")
    world.deliver_all()
    return made


def test_a_new_client_has_the_name_and_the_username_of_telegram(world: World, contact: Contact) -> None:
    assert (world.lead(contact).name, world.lead(contact).username) == ("Vera", "vera_k")
    world.meet(1, profile=VERA)
    assert world.told(500) == [], "nothing has changed"


def test_a_name_and_a_username_follow_a_change_and_so_does_the_card(world: World, contact: Contact) -> None:
    world.meet(1, profile=Profile("Vera Kim", "vera_kim"))
    assert (world.lead(contact).name, world.lead(contact).username) == ("Vera Kim", "vera_kim")
    assert [row.kind for row in world.told(500)] == [OutboxKind.CARD]


def test_a_username_that_is_given_up_is_gone(world: World, contact: Contact) -> None:
    world.meet(1, profile=Profile("Vera", None))
    assert world.lead(contact).username is None


def test_a_name_that_shows_nothing_changes_none(world: World, contact: Contact) -> None:
    world.meet(1, profile=Profile("\u3164", "vera_k"))
    assert world.lead(contact).name == "Vera"


def test_another_persons_change_changes_nobody_else(world: World, contact: Contact) -> None:
    world.meet(2, profile=Profile("Karl", "karl"))
    assert (world.lead(contact).name, world.lead(contact).username) == ("Vera", "vera_k")
    assert world.told(500) == []


@pytest.mark.parametrize("text", ["@vera_k", "vera_k", "@VERA", "Vera"])
def test_a_client_is_found_by_username(world: World, contact: Contact, text: str) -> None:
    world.write(2, name="Karl")
    assert [found.id for found in search.find(world.session, text, at=world.at)] == [contact.id]


def test_what_telegram_says_for_the_first_time_changes_no_name_that_is_known(world: World) -> None:
    world.operator("Anna", telegram_id=500)
    contact = world.write(1, name="Vera Kim")  # before profiles were noted
    world.deliver_all()
    world.meet(1, profile=VERA)
    assert (world.lead(contact).name, world.lead(contact).username) == ("Vera Kim", "vera_k")
    world.meet(1, profile=Profile("Verochka", "vera_k"))
    assert world.lead(contact).name == "Verochka"
