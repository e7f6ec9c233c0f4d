"""What is due, for whom it is still meant, and what each outcome of a send leads to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Chat, Outbox, OutboxKind, OutboxState, actors
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.queues import outbox
from services.queues.outbox import Key
from services.queues.recipients import Recipient
from services.team import leaving
from tests.moments import first
from tests.services.world import BOT, OTHER_BOT, World

ANNA = 500


def list_due(
    world: World, *, busy: set[Key] | None = None, limit: int = 100
) -> list[tuple[int, int | None, str]]:
    rows = outbox.list_due(world.session, BOT, busy=busy or set(), limit=limit, at=world.at)
    return [(row.chat_id, row.contact_id, row.kind.value) for row in rows]


def settle(world: World, row: Outbox, result: Result, **more: object) -> None:
    """Settle a row that was sent a moment ago, unless `seen_at` is an earlier sign of life of its reader."""
    chat = world.session.get(Chat, (row.bot_id, row.chat_id))
    seen_at = more.pop("seen_at", chat and chat.reachable_changed_at)
    outcome = Outcome(row.id, result, seen_at, **more)  # type: ignore[arg-type]
    settlement.settle(world.session, [outcome], at=world.at)


def test_only_the_head_of_each_recipient_is_due(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    contact, other = world.write(1, "x" * 1001), world.write(2)
    [card, _] = world.told(ANNA)[:2]
    assert list_due(world) == [
        (ANNA, contact.id, "card"),
        (1, contact.id, "notice"),
        (ANNA, other.id, "card"),
        (2, other.id, "notice"),
    ]
    settle(world, card, Result.SENT, message_id=1)
    assert list_due(world) == [
        (ANNA, contact.id, "relay"),
        (1, contact.id, "notice"),
        (ANNA, other.id, "card"),
        (2, other.id, "notice"),
    ]
    assert list_due(world, limit=2) == list_due(world)[:2]


def test_what_follows_in_a_recipient_waits_for_the_one_before(world: World) -> None:
    for n in range(3):
        outbox.notify(world.session, Recipient(BOT, 1), f"notice {n}", at=world.at)
    for n in range(3):
        [due] = outbox.list_due(world.session, BOT, busy=(), limit=10, at=world.at)
        assert due.params["key"] == f"notice {n}"
        settle(world, due, Result.RETRY, retry_at=world.now + timedelta(seconds=1))
        assert list_due(world) == [], "the rest for this recipient is not sent ahead of it"
        world.wait(seconds=1)
        settle(world, due, Result.SENT, message_id=n + 1)


def test_a_recipient_that_is_being_sent_is_not_due(world: World) -> None:
    for chat_id in (1, 2, 3):
        outbox.notify(world.session, Recipient(BOT, chat_id), "x", at=world.at)
    assert list_due(world, busy={(2, None)}) == [(1, None, "notice"), (3, None, "notice")]
    assert list_due(world, busy={(1, None), (2, None)}, limit=1) == [(3, None, "notice")]


def test_a_chat_that_has_to_pause_gets_nothing_meanwhile(world: World) -> None:
    for chat_id in (1, 2):
        outbox.notify(world.session, Recipient(BOT, chat_id), "x", at=world.at)
    rows = outbox.list_due(world.session, BOT, busy=(), limit=9, paused={1}, at=world.at)
    assert [row.chat_id for row in rows] == [2]


def test_another_bots_messages_are_not_due_here(world: World) -> None:
    outbox.notify(world.session, Recipient(OTHER_BOT, 1), "x", at=world.at)
    assert list_due(world) == []


def test_what_is_settled_is_due_no_more(world: World) -> None:
    for result in (Result.SENT, Result.DROPPED, Result.DEAD):
        outbox.notify(world.session, Recipient(BOT, 1), "x", at=world.at)
        [row] = world.told(1)
        settle(world, row, result, message_id=7 if result is Result.SENT else None, error="why")
        assert row.state.value == result.value
        assert (row.attempts, row.error, row.done_at) == (1, "why", world.now)
        assert list_due(world) == []


def test_a_chat_that_moved_is_tried_again_at_its_new_place(world: World) -> None:
    outbox.notify(world.session, Recipient(BOT, 1), "x", at=world.at)
    [row] = world.told(1)
    settle(world, row, Result.RETRY, retry_at=world.now, chat_id=-1001)
    assert list_due(world) == [(-1001, None, "notice")]


def test_after_a_restart_everything_unsent_of_the_bot_is_due_at_once(world: World) -> None:
    later = world.now + timedelta(seconds=1)
    for bot_id in (BOT, OTHER_BOT):
        outbox.notify(world.session, Recipient(bot_id, 1), "x", at=world.at)
    for row in world.told(1):
        settle(world, row, Result.RETRY, retry_at=later)
    assert list_due(world) == []
    outbox.retry_now(world.session, BOT, at=world.at)
    assert list_due(world) == [(1, None, "notice")]
    assert [row.due_at for row in world.session.scalars(select(Outbox).filter_by(bot_id=OTHER_BOT))] == [
        later
    ]


def test_an_unreachable_operator_loses_his_contacts_at_once(world: World) -> None:
    anna, boris = world.operator("Anna", telegram_id=ANNA), world.operator("Boris")
    world.chance = first
    contact = world.write(1)
    [card] = world.told(ANNA)
    settle(world, card, Result.UNREACHABLE, error="bot was blocked by the user")
    assert (card.state, card.error) == (OutboxState.DEAD, "unreachable: bot was blocked by the user")
    assert not world.chat(ANNA).is_reachable
    assert contact.operator_id == boris.id
    assert anna.load == 0
    world.check_loads()


@pytest.mark.parametrize("seconds", [5, 0.001, -3600])
def test_a_failure_older_than_a_sign_of_life_is_tried_again_and_takes_nothing_away(
    world: World, seconds: float
) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    [card] = world.told(ANNA)
    seen_at = world.chat(ANNA).reachable_changed_at
    world.wait(seconds=seconds)
    world.opens(anna)
    settle(world, card, Result.UNREACHABLE, seen_at=seen_at, error="blocked")
    assert (card.state, card.due_at > world.now) == (OutboxState.PENDING, True)
    assert world.chat(ANNA).is_reachable
    assert contact.operator_id == anna.id


def test_cards_missed_during_a_block_are_shown_on_return(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    [card] = world.told(ANNA)
    settle(world, card, Result.UNREACHABLE, error="blocked")
    assert contact.is_waiting
    world.wait(seconds=1)
    world.opens(anna)
    assert [row.assignment_no for row in world.told(ANNA)] == [1, 3], (
        "the ended one closes, the new one shows"
    )
    assert contact.operator_id == anna.id
    world.deliver_all()
    world.wait(seconds=1)
    world.opens(anna)
    assert world.told(ANNA) == [], "once"


@pytest.mark.parametrize("seconds", [0, 5, -3600])
def test_news_of_a_block_counts_whatever_the_clock_said_before(world: World, seconds: float) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    world.wait(seconds=seconds)
    world.blocks(anna)
    assert not world.chat(ANNA).is_reachable
    assert contact.is_waiting


@pytest.mark.parametrize("seconds", [0, 5, -3600])
def test_a_failure_newer_than_the_last_sign_of_life_counts(world: World, seconds: float) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    world.write(1)
    world.opens(anna)
    [card] = world.told(ANNA)
    world.wait(seconds=seconds)
    settle(world, card, Result.UNREACHABLE, error="blocked")
    assert not world.chat(ANNA).is_reachable
    assert card.state is OutboxState.DEAD


def test_who_is_out_of_reach_without_any_chat_is_given_up_and_who_has_come_meanwhile_is_not(
    world: World,
) -> None:
    for chat_id in (1, 2):
        outbox.notify(world.session, Recipient(BOT, chat_id), "x", at=world.at)
    world.meet(2)
    for chat_id, state in ((1, OutboxState.DEAD), (2, OutboxState.PENDING)):
        [row] = world.told(chat_id)
        settle(world, row, Result.UNREACHABLE, seen_at=None, error="chat not found")
        assert row.state is state


@pytest.mark.parametrize(
    ("result", "key"),
    [(Result.DEAD, "answer-not-delivered"), (Result.UNREACHABLE, "answer-client-unreachable")],
)
def test_an_answer_that_does_not_arrive_is_reported_to_who_wrote_it(
    world: World, result: Result, key: str
) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    world.meet(1)
    world.answer(anna, contact, message_id=321)
    [relay] = world.told(1, kind=OutboxKind.RELAY)
    settle(world, relay, result, error="why")
    [report] = world.told(ANNA, kind=OutboxKind.NOTICE)
    assert report.params == {"key": key, "number": contact.id, "reply_to": 321}
    assert (report.contact_id, contact.operator_id) == (contact.id, anna.id)


@pytest.mark.parametrize("account", [501, None])
def test_of_an_answer_hears_the_account_that_its_operator_has_now(world: World, account: int | None) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    world.meet(1)
    world.answer(anna, contact, message_id=321)
    [relay] = world.told(1, kind=OutboxKind.RELAY)
    if account is not None:
        world.meet(account)
        world.join(anna, account)
    else:
        leaving.dismiss(world.session, anna, actor=actors.admin(90), by="Olga", at=world.at)
    settle(world, relay, Result.DEAD, error="why")
    assert set(world.notices(ANNA)) <= {"operator-account-moved"}
    reports = [row.params for row in world.told(account or 0, kind=OutboxKind.NOTICE)]
    assert reports == ([{"key": "answer-not-delivered", "number": contact.id}] if account else [])


@pytest.mark.parametrize("kind", [OutboxKind.CARD, OutboxKind.NOTICE])
def test_what_is_no_answer_is_not_reported(world: World, kind: OutboxKind) -> None:
    world.operator("Anna", telegram_id=ANNA)
    world.write(1)
    chat_id = ANNA if kind is OutboxKind.CARD else 1
    [row] = world.told(chat_id, kind=kind)
    settle(world, row, Result.DEAD, error="why")
    assert world.notices(ANNA) == []


def test_a_clients_message_that_does_not_arrive_is_not_reported_to_the_client(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    world.write(1)
    world.write(1, "second")
    world.deliver_all()
    world.write(1, "third")
    [relay] = world.told(ANNA)
    settle(world, relay, Result.DEAD, error="why")
    assert world.told(1) == []


def test_an_unreachable_client_keeps_his_contact_and_operator(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    world.meet(1)
    contact = world.write(1)
    [notice] = world.told(1)
    settle(world, notice, Result.UNREACHABLE, error="blocked")
    assert not world.chat(1).is_reachable
    assert contact.operator_id == anna.id
    world.wait(seconds=1)
    world.meet(1)
    assert world.chat(1).is_reachable


def test_a_card_that_changed_on_its_way_is_shown_once_more(world: World) -> None:
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    [card] = world.told(ANNA)
    world.must_press(anna, Action.TAKE, contact=contact)  # while the card is being sent
    settle(world, card, Result.SENT, message_id=42)
    assert (ANNA, contact.id, "card") in list_due(world)
    [again] = world.told(ANNA)
    settle(world, again, Result.SENT, message_id=42, redrawn=again.params["redrawn"])
    assert world.told(ANNA) == []
