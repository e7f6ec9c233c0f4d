"""A crowd holds up no conversation: chats take turns, and who came before the crowd is served beside it."""

import random

import pytest
from sqlalchemy import select

from models import Inbox
from services.queues import inbox, outbox
from services.queues.inbox import Arrived
from services.queues.outbox import AT_ONCE_TO_ONE
from services.queues.recipients import Recipient
from tests.services.world import BOT, World

ANNA = 500


def arrive(world: World, *chats: int | None) -> None:
    """Let each of these chats write, in this order; the updates are numbered from 1."""
    updates = [Arrived(number, "{}", chat) for number, chat in enumerate(chats, 1)]
    inbox.store(world.session, BOT, updates, at=world.at)


def take(world: World, limit: int) -> list[int]:
    """Return the numbers of the updates that are handled together."""
    return [row.update_id for row in inbox.list_due(world.session, BOT, limit=limit, at=world.at)]


def fail(world: World, number: int) -> None:
    row = world.session.scalars(select(Inbox).filter_by(update_id=number)).one()
    inbox.fail(world.session, row.id, "locked", at=world.at)


def test_chats_take_turns_while_one_has_written_very_much(world: World) -> None:
    arrive(world, *[9] * 50, 8, 7, None)
    assert take(world, 6) == [1, 2, 3, 51, 52, 53], "what nobody knows the chat of is a chat of its own"


def test_who_has_an_open_contact_is_not_behind_strangers(world: World) -> None:
    world.operator("Anna")
    world.write(1)
    arrive(world, *range(100, 150), 1)
    assert take(world, 4) == [1, 2, 3, 51]


def test_operators_and_admins_are_not_behind_strangers(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    world.policy = world.policy.model_copy(update={"admin_ids": (90,)})
    arrive(world, *range(100, 150), ANNA, 90)
    assert take(world, 6) == [1, 2, 3, 4, 51, 52]


def test_whoever_waits_longest_gets_every_second_turn_though_others_talk(world: World) -> None:
    world.operator("Anna")
    for client in range(1, 21):
        world.write(client)
    arrive(world, *range(100, 120), *range(1, 21))
    assert take(world, 10) == [1, 2, 3, 4, 5, 21, 22, 23, 24, 25]


def test_what_is_tried_again_holds_up_its_chat_alone(world: World) -> None:
    arrive(world, 9, 9, 8, None)
    fail(world, 1)
    assert take(world, 10) == [3, 4]
    world.wait(seconds=2)
    assert take(world, 10) == [1, 2, 3, 4]


@pytest.mark.parametrize("seed", range(20))
def test_each_chat_is_handled_in_its_order_and_nothing_is_left(world: World, seed: int) -> None:
    dice = random.Random(seed)
    world.operator("Anna")
    world.write(1)
    chats = dice.choices(range(1, 5), k=dice.randint(1, 30))
    arrive(world, *chats)
    handled: list[int] = []
    tried: set[int] = set()
    while len(handled) < len(chats):
        taken = take(world, dice.randint(1, 8))
        if taken and taken[0] not in tried and dice.random() < 0.3:
            tried.add(taken[0])
            fail(world, taken[0])
            continue
        rows = select(Inbox.id).where(Inbox.update_id.in_(taken))
        inbox.finish(world.session, world.session.scalars(rows).all(), at=world.at)
        handled += taken
        world.wait(seconds=dice.randint(0, 6))
    assert sorted(handled) == list(range(1, len(chats) + 1))
    for chat in chats:
        own = [number for number in handled if chats[number - 1] == chat]
        assert own == sorted(own)


def crowd(world: World, size: int) -> None:
    """Let so many clients have contacts, numbered like themselves, with nothing left to send."""
    for client in range(1, size + 1):
        world.write(client)
    world.deliver_all()


def queue(world: World, *recipients: tuple[int, int | None]) -> None:
    for chat, contact in recipients:
        outbox.notify(world.session, Recipient(BOT, chat, contact), "hello", at=world.at)


def queue_for(world: World, *clients: int) -> None:
    queue(world, *((client, client) for client in clients))


def send(world: World, limit: int) -> list[tuple[int, int | None]]:
    rows = outbox.list_due(world.session, BOT, busy=(), limit=limit, at=world.at)
    return [(row.chat_id, row.contact_id) for row in rows]


def test_a_conversation_is_not_behind_the_crowd_that_is_greeted(world: World) -> None:
    crowd(world, 40)
    queue_for(world, *range(10, 40))
    queue(world, (7, 5), (ANNA, None))
    assert send(world, 4) == [(10, 10), (ANNA, None), (11, 11), (7, 5)]


def test_whoever_waits_longest_is_told_though_older_contacts_go_on_talking(world: World) -> None:
    crowd(world, 40)
    queue_for(world, *range(20, 40), *range(1, 20))
    assert {chat for chat, _ in send(world, 10)} == {*range(20, 25), *range(1, 6)}


def test_one_chat_with_very_much_leaves_room_for_the_others(world: World) -> None:
    crowd(world, 60)
    queue(world, *((ANNA, contact) for contact in range(1, 50)))
    queue_for(world, *range(50, 60))
    due = [chat for chat, _ in send(world, 30)]
    assert due.count(ANNA) <= 2 * AT_ONCE_TO_ONE
    assert {*due} == {ANNA, *range(50, 60)}


def test_within_a_thread_everything_is_sent_in_its_order(world: World) -> None:
    crowd(world, 30)
    queue(world, *[(ANNA, 1)] * 3)
    queue_for(world, *range(2, 30))
    assert send(world, 4).count((ANNA, 1)) == 1
