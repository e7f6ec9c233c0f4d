"""What another system is to hear is queued with the fact itself, without anybody's words, if it is wanted."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import WEBHOOKS, Outbox, OutboxKind, OutboxState
from services.contacts.states import Action
from services.operations import alerts
from services.policy import Policy
from services.queues import retention, webhook_queue
from tests.services.operations.test_alerts import ADMIN, heard
from tests.services.world import BOT, NOON, World

SENDING = Policy(admin_ids=(ADMIN,), webhook_events_url="https://crm.example.com/events")
SHOWN = ("type", "status", "operator_id", "from_operator_id", "why")


@pytest.fixture
def told(world: World) -> World:
    """A business whose facts are told another system."""
    world.policy = SENDING
    world.meet(ADMIN)
    return world


def queued(world: World, *states: OutboxState) -> list[Outbox]:
    world.session.flush()
    rows = select(Outbox).where(Outbox.kind == OutboxKind.WEBHOOK).order_by(Outbox.id)
    return list(world.session.scalars(rows.where(Outbox.state.in_(states or OutboxState))))


def facts(world: World) -> list[tuple[Any, ...]]:
    return [tuple(row.params[key] for key in SHOWN) for row in queued(world)]


def raise_alerts(world: World) -> list[tuple[str, dict[str, object]]]:
    alerts.raise_alerts(world.session, bots={BOT: None}, at=world.at)
    return [found for found in heard_by_admin(world) if "webhooks" in found[0] or "dead" in found[0]]


def heard_by_admin(world: World) -> list[tuple[str, dict[str, object]]]:
    before = queued(world, OutboxState.PENDING)
    found = heard(world)
    for row in before:  # the other system has not heard anything by that
        row.state, row.message_id = OutboxState.PENDING, None
    return found


def test_nothing_is_queued_unless_it_is_wanted(world: World) -> None:
    world.operator("Anna")
    world.finish(world.write(1))
    assert queued(world) == []


def test_the_life_of_a_contact_is_queued_in_order(told: World) -> None:
    anna = told.operator("Anna")
    contact = told.write(1, "words of the client")
    told.must_press(anna, Action.TAKE, Action.COMPLETE, Action.REOPEN, contact=contact)
    assert facts(told) == [
        ("contact.created", "new", None, None, None),
        ("contact.assigned", "new", anna.id, None, "new"),
        ("contact.status_changed", "in_progress", anna.id, None, None),
        ("contact.status_changed", "completed", anna.id, None, None),
        ("contact.status_changed", "in_progress", anna.id, None, None),
    ]
    assert {(row.bot_id, row.chat_id, row.contact_id) for row in queued(told)} == {
        (WEBHOOKS, WEBHOOKS, contact.id)
    }
    assert "words" not in str([row.params for row in queued(told)])


def test_a_change_of_operator_names_both_and_a_loss_says_why(told: World) -> None:
    anna = told.operator("Anna")
    contact = told.write(1)
    boris = told.operator("Boris")
    told.must_press(anna, Action.PASS_ON, contact=contact)
    told.switch(anna, on=False)
    told.blocks(boris)
    assert facts(told)[-2:] == [
        ("contact.assigned", "new", boris.id, anna.id, "passed_on"),
        ("contact.unassigned", "new", None, boris.id, "unreachable"),
    ]


def test_what_is_no_news_of_a_contact_is_not_queued(told: World) -> None:
    anna = told.operator("Anna", weight=3)
    told.write(1)
    before = len(queued(told))
    told.write(1, "more words in the same contact")
    told.set_limit(anna, 7)
    assert len(queued(told)) == before


def test_the_first_untold_fact_of_each_contact_is_due_the_least_tried_first(told: World) -> None:
    told.operator("Anna")
    first, second, third = (told.write(client) for client in (1, 2, 3))
    rows = {row.contact_id: row for row in reversed(queued(told))}
    rows[first.id].attempts = 2
    rows[third.id].attempts, rows[third.id].due_at = 1, told.now + timedelta(seconds=1)
    told.session.flush()
    due = webhook_queue.list_due(told.session, busy=(), limit=9, at=told.at)
    assert [fact.row for fact in due] == [rows[second.id], rows[first.id]]
    assert due[0].contact is second
    busy = webhook_queue.list_due(told.session, busy=[second.id], limit=1, at=told.at)
    assert [fact.row for fact in busy] == [rows[first.id]]


def test_admins_hear_of_a_receiver_that_takes_nothing_for_ten_minutes(told: World) -> None:
    told.operator("Anna")
    told.write(1)
    told.write(2)
    told.wait(minutes=13)
    assert raise_alerts(told) == [], "nobody has tried yet"
    queued(told)[0].attempts = 1
    assert raise_alerts(told) == [("alert-webhooks-stuck", {"count": 4, "minutes": 13})]
    told.policy = Policy(admin_ids=(ADMIN,))
    told.wait(hours=2)
    assert raise_alerts(told) == [], "it is switched off, so nobody misses them"


def test_admins_hear_of_events_that_were_given_up_and_not_that_telegram_refused_them(told: World) -> None:
    told.operator("Anna")
    told.write(1)
    for row in queued(told):
        row.state, row.done_at, row.error = OutboxState.DEAD, told.now, "HTTP 410"
    assert raise_alerts(told) == [("alert-webhooks-dead", {"count": 2})]
    told.policy = Policy(admin_ids=(ADMIN,))
    told.wait(minutes=59)
    assert raise_alerts(told) == []


def test_the_newest_event_is_kept_for_ever_so_that_no_id_comes_twice(told: World) -> None:
    told.operator("Anna")
    told.write(1)
    rows = queued(told)
    for row in told.session.scalars(select(Outbox)):
        row.state, row.done_at = OutboxState.SENT, NOON
    told.wait(days=91)
    told.session.flush()
    assert retention.prune(told.session, at=told.at) > 0
    assert [row.id for row in queued(told)] == [rows[-1].id]
    assert told.write(2)
    assert queued(told)[1].id > rows[-1].id
