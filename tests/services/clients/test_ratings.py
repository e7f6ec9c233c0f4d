"""How it was: who is asked, who may say so, for how long, and who hears of it."""

from typing import Any

import pytest
from sqlalchemy import select

from models import Contact, Operator, Outbox, OutboxKind, Rating, Status, actors
from services.chats import ChatRef
from services.clients import banning, expiry, forgetting, ratings
from services.contacts import transitions
from services.contacts.states import Action
from services.policy import Policy
from services.queues import outbox
from services.refusals import Reason, Refused
from services.team import transfers
from tests.services.world import BOT, OTHER_BOT, World

ADMIN, VERA, KARL = 90, 1, 2


@pytest.fixture
def anna(world: World) -> Operator:
    world.policy = Policy(admin_ids=(ADMIN,))
    anna = world.operator("Anna")
    world.meet(ADMIN)
    return anna


@pytest.fixture
def contact(world: World, anna: Operator) -> Contact:
    """Of Vera, taken by Anna and completed; nothing is unsent."""
    contact = world.write(VERA, "Do you deliver?")
    world.finish(contact)
    world.deliver_all()
    return contact


def press(world: World, contact: Contact, rating: Rating, *, client: int = VERA, bot: int = BOT) -> bool:
    return ratings.rate(world.session, ChatRef(bot, client), contact.id, rating, at=world.at)


def refuse(world: World, contact: Contact, rating: Rating, **who: int) -> Reason:
    before = (contact.rating, contact.rated_at, len(world.history(contact)))
    with pytest.raises(Refused) as refused:
        press(world, contact, rating, **who)
    assert (contact.rating, contact.rated_at, len(world.history(contact))) == before
    return refused.value.reason


def say(world: World, contact: Contact, text: str | None, client: int = VERA, **more: Any) -> bool:
    incoming = world.incoming(client, text, **more)
    return ratings.comment(world.session, incoming, contact.id, at=world.at)


def list_asked(world: World) -> list[bool]:
    """Tell of each notice of completion that is unsent whether it may ask."""
    rows = world.told(VERA, kind=OutboxKind.NOTICE)
    return [outbox.ASKS_RATING in row.params for row in rows if row.params["key"] == "client-completed"]


def close(world: World, contact: Contact) -> None:
    transitions.perform(world.session, contact.id, Action.CLOSE, actor=actors.admin(ADMIN), at=world.at)


def test_whoever_was_taken_is_asked_with_the_notice_of_completion(world: World, anna: Operator) -> None:
    world.finish(world.write(VERA))
    assert list_asked(world) == [True]


def test_whoever_nobody_has_taken_or_answered_is_asked_nothing(world: World, anna: Operator) -> None:
    contact = world.write(VERA)
    close(world, contact)
    assert list_asked(world) == [False]
    assert refuse(world, contact, Rating.GOOD) is Reason.NOT_YOURS


def test_whoever_was_taken_once_is_asked_whoever_has_it_now(world: World, anna: Operator) -> None:
    contact = world.write(VERA)
    world.must_press(anna, Action.TAKE, contact=contact)
    boris = world.operator("Boris")
    transfers.give(world.session, contact.id, boris, actor=actors.admin(ADMIN), at=world.at)
    assert contact.taken_at is None
    close(world, contact)
    assert list_asked(world) == [True]
    assert press(world, contact, Rating.GOOD)


def test_a_thumb_is_kept_and_its_operator_sees_it_on_the_card(
    world: World, anna: Operator, contact: Contact
) -> None:
    assert press(world, contact, Rating.GOOD)
    assert (contact.rating, contact.rated_at, contact.rating_comment) == (Rating.GOOD, world.now, None)
    event = world.history(contact)[-1]
    assert (event.kind, str(event.actor), event.data) == ("rated", "client", {"rating": "good"})
    assert [row.kind for row in world.told(anna.telegram_id or 0)] == [OutboxKind.CARD]
    assert world.notices(ADMIN) == []


def test_admins_hear_of_a_bad_one_once_for_each_completion(
    world: World, anna: Operator, contact: Contact
) -> None:
    for rating in (Rating.BAD, Rating.GOOD, Rating.BAD, Rating.BAD):
        assert press(world, contact, rating)
    assert world.notices(ADMIN) == [ratings.BAD]
    assert [event.data["rating"] for event in world.history(contact) if event.kind == "rated"] == [
        "bad",
        "good",
        "bad",
    ]
    world.wait(minutes=1)
    world.must_press(anna, Action.REOPEN, Action.COMPLETE, contact=contact)
    assert contact.rating is Rating.BAD, "until the client says otherwise"
    assert press(world, contact, Rating.BAD)
    assert contact.rated_at == world.now
    assert world.notices(ADMIN) == [ratings.BAD, ratings.BAD]


def test_another_thumb_counts_for_a_week_and_then_is_refused(world: World, contact: Contact) -> None:
    press(world, contact, Rating.BAD)
    world.wait(days=7)
    assert press(world, contact, Rating.GOOD)
    world.wait(days=7, seconds=1)
    assert refuse(world, contact, Rating.BAD) is Reason.RATED_LONG_AGO
    assert press(world, contact, Rating.GOOD), "the same thumb is no change"
    assert (contact.rating, contact.rated_at == world.now) == (Rating.GOOD, False)


def test_a_first_thumb_may_come_late(world: World, contact: Contact) -> None:
    world.wait(days=100)
    assert press(world, contact, Rating.BAD)


def test_while_it_is_in_work_again_nothing_is_rated_and_then_it_is_asked_anew(
    world: World, anna: Operator, contact: Contact
) -> None:
    press(world, contact, Rating.BAD)
    say(world, contact, "Nobody came")
    world.wait(days=8)
    world.must_press(anna, Action.REOPEN, contact=contact)
    assert refuse(world, contact, Rating.GOOD) is Reason.RATED_LATER
    assert not say(world, contact, "Where are you?"), "that is a message to the operator"
    world.must_press(anna, Action.COMPLETE, contact=contact)
    assert list_asked(world) == [True]
    assert not say(world, contact, "Thanks a lot"), "not rated anew yet"
    assert press(world, contact, Rating.GOOD)
    assert (contact.rating, contact.rating_comment) == (Rating.GOOD, None), "the words were about before"


@pytest.mark.parametrize("who", [{"client": KARL}, {"bot": OTHER_BOT}, {"client": ADMIN}])
def test_nobody_else_rates_it(world: World, contact: Contact, who: dict[str, int]) -> None:
    assert refuse(world, contact, Rating.BAD, **who) is Reason.NOT_YOURS
    assert world.told(ADMIN) == []


def test_of_who_is_banned_nothing_is_kept(world: World, contact: Contact) -> None:
    press(world, contact, Rating.GOOD)
    banning.ban(world.session, world.lead(contact), actor=actors.admin(ADMIN), at=world.at)
    assert not press(world, contact, Rating.BAD)
    assert not say(world, contact, "You are awful")
    assert (contact.rating, contact.rating_comment) == (Rating.GOOD, None)
    assert world.notices(ADMIN) == []


def test_words_replace_former_ones_and_open_nothing(world: World, contact: Contact) -> None:
    press(world, contact, Rating.BAD)
    assert say(world, contact, " Nobody came ")
    assert say(world, contact, "Nobody came\nat all")
    assert contact.rating_comment == "Nobody came\nat all"
    assert (contact.status, world.count(Contact)) == (Status.COMPLETED, 1)
    assert [event.data for event in world.history(contact) if event.kind == "commented"] == [{}, {}]
    assert world.notices(ADMIN) == [ratings.BAD, ratings.BAD_WORDS, ratings.BAD_WORDS]
    rows = world.session.scalars(select(Outbox.params))
    assert not any("Nobody" in str(params) for params in rows), "they stand with the contact alone"


def test_words_to_a_good_one_are_the_operators_alone(world: World, contact: Contact) -> None:
    press(world, contact, Rating.GOOD)
    assert say(world, contact, "So quick!")
    assert (contact.rating_comment, world.notices(ADMIN)) == ("So quick!", [])


def test_without_a_thumb_without_words_or_of_somebody_else_it_is_a_message_like_any_other(
    world: World, contact: Contact
) -> None:
    assert not say(world, contact, "Nobody came")
    press(world, contact, Rating.GOOD)
    assert not say(world, contact, None, kind="photo")
    assert not say(world, contact, "Below a photo", kind="photo")
    assert not say(world, contact, " \0 ")
    assert not say(world, contact, "Not mine", client=KARL)
    assert contact.rating_comment is None


def test_too_many_words_are_refused_and_the_former_ones_stay(world: World, contact: Contact) -> None:
    press(world, contact, Rating.GOOD)
    assert say(world, contact, "x" * 1000)
    with pytest.raises(Refused) as refused:
        say(world, contact, "y" * 1001)
    assert (refused.value.reason, refused.value.params) == (Reason.TEXT_TOO_LONG, {"most": 1000})
    assert contact.rating_comment == "x" * 1000


def test_who_goes_on_and_on_writes_messages_like_any_other(world: World, contact: Contact) -> None:
    press(world, contact, Rating.BAD)
    assert [say(world, contact, f"No {n}") for n in range(7)] == [True] * 5 + [False] * 2
    assert contact.rating_comment == "No 4"


@pytest.mark.parametrize("way", ["forgotten", "expired"])
def test_the_words_go_with_the_client_and_the_thumb_stays(world: World, contact: Contact, way: str) -> None:
    press(world, contact, Rating.BAD)
    say(world, contact, "Nobody came")
    if way == "forgotten":
        forgetting.forget(world.session, contact.id, actor=actors.admin(ADMIN), at=world.at)
    else:
        world.wait(days=10)
        assert expiry.blank_expired(world.session, at=world.at_with(keep_days=5)) == 1
    assert (contact.rating, contact.rating_comment) == (Rating.BAD, None)
    assert refuse(world, contact, Rating.GOOD) is Reason.NOT_YOURS
    assert not say(world, contact, "Still me")
