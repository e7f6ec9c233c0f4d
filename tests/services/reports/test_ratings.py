"""How content clients were in a period: of whom, through what, and how it got there."""

from models import Contact, Operator, Rating, actors
from services.chats import ChatRef
from services.clients import ratings
from services.distribution.decisions import DecisionKind
from services.reports import listings, statistics
from services.reports.figures import Statistics
from services.reports.listings import Page, Wanted
from services.reports.measures.ratings import Thumbs
from services.reports.periods import count_back
from services.team import transfers
from tests.services.world import BOT, World

ADMIN = 90


def look(world: World, days: int = 7) -> Statistics:
    world.session.flush()
    return statistics.collect(world.session, count_back(days, at=world.at), at=world.at)


def finish(world: World, client: int, by_hand: Operator | None = None) -> Contact:
    """Let a client's contact be completed, by somebody whom an admin names or who was drawn."""
    contact = world.write(client)
    if by_hand is not None:
        transfers.give(world.session, contact.id, by_hand, actor=actors.admin(ADMIN), at=world.at)
    world.finish(contact)
    return contact


def rate(world: World, contact: Contact, rating: Rating) -> None:
    chat = ChatRef(BOT, contact.chat_id or 0)
    assert ratings.rate(world.session, chat, contact.id, rating, at=world.at)


def test_thumbs_count_for_operator_source_and_kind_of_the_last_decision(world: World) -> None:
    anna = world.operator("Anna")
    for client in (1, 2, 3):
        rate(world, finish(world, client), Rating.GOOD if client < 3 else Rating.BAD)
    boris = world.operator("Boris", weight=0)
    rate(world, finish(world, 4, by_hand=boris), Rating.BAD)
    finish(world, 5)
    found = look(world)
    assert found.ratings == Thumbs(2, 2)
    assert found.ratings.share == 0.5
    assert {one.id: one.ratings for one in found.operators} == {
        anna.id: Thumbs(2, 1),
        boris.id: Thumbs(0, 1),
    }
    assert [one.ratings for one in found.sources] == [Thumbs(2, 2)]
    assert found.ratings_by_kind == {DecisionKind.DRAW: Thumbs(2, 1), DecisionKind.BY_HAND: Thumbs(0, 1)}


def test_what_counts_is_when_it_was_rated_and_only_the_last_thumb(world: World) -> None:
    world.operator("Anna")
    first, second = finish(world, 1), finish(world, 2)
    rate(world, first, Rating.GOOD)
    rate(world, second, Rating.GOOD)
    world.wait(days=3)
    rate(world, second, Rating.BAD)
    assert look(world, days=1).ratings == Thumbs(0, 1)
    assert look(world, days=7).ratings == Thumbs(1, 1)


def test_where_nobody_has_rated_there_is_nothing(world: World) -> None:
    world.operator("Anna")
    finish(world, 1)
    found = look(world)
    assert (found.ratings, found.ratings_by_kind) == (None, {})
    assert [one.ratings for one in found.operators] == [None]


def test_contacts_are_listed_by_rating(world: World) -> None:
    world.operator("Anna")
    good, bad, _ = (finish(world, client) for client in (1, 2, 3))
    rate(world, good, Rating.GOOD)
    rate(world, bad, Rating.BAD)
    world.session.flush()
    listed = [
        [contact.id for contact in listings.list_contacts(world.session, Wanted(rating=which), Page(10))]
        for which in Rating
    ]
    assert listed == [[good.id], [bad.id]]
