"""Webhooks that were given up wait again: all of them, or what was given up since a moment."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import WEBHOOKS, Outbox, OutboxState
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.policy import Policy
from services.queues import webhook_queue
from tests.services.world import World


def list_states(session: Session) -> list[OutboxState]:
    return list(session.scalars(select(Outbox.state).where(Outbox.bot_id == WEBHOOKS).order_by(Outbox.id)))


def test_what_was_given_up_is_sent_again_in_order_and_with_all_tries(world: World, session: Session) -> None:
    world.policy = Policy(webhook_events_url="http://crm.example/")
    world.write(101)
    session.flush()
    rows = session.scalars(select(Outbox).where(Outbox.bot_id == WEBHOOKS)).all()
    assert rows
    world.write(102)
    session.flush()
    for row in rows:
        settlement.settle(session, [Outcome(row.id, Result.DEAD, error="500")], at=world.at)
    before = len(list_states(session)) - len(rows)
    world.wait(hours=1)
    assert webhook_queue.resend(session, since=world.now - timedelta(minutes=1), at=world.at) == 0
    assert webhook_queue.resend(session, at=world.at) == len(rows)
    assert list_states(session) == [OutboxState.PENDING] * (before + len(rows))
    assert {(row.attempts, row.error, row.done_at) for row in rows} == {(0, None, None)}
    due = webhook_queue.list_due(session, busy=(), limit=10, at=world.at)
    assert due[0].row.id == min(row.id for row in rows), "it comes before what is newer"
    assert webhook_queue.resend(session, at=world.at) == 0
