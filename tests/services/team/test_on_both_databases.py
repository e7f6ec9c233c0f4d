"""Pauses, what operators hear of changes, and what clients type, on SQLite and on PostgreSQL."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Operator, Outbox, OutboxState, actors
from models.database.protocol import Database
from models.database.unit import UnitSession
from services.clients import claims
from services.queues.claims.offering import OFFER
from services.queues.recipients import Recipient
from services.team import operators, pauses
from tests.models.test_plans import Statement, record
from tests.moments import first
from tests.services.world import World

ADMIN = actors.admin(99)


def change(session: Session) -> list[dict[str, Any]]:
    world = World(session, chance=first)
    world.bot()
    anna = world.operator("Anna")
    for limit in (6, 7):
        operators.set_limit(session, anna, limit, actor=ADMIN, at=world.at)
    session.flush()
    return [row.params for row in session.scalars(select(Outbox))]


async def test_of_two_changes_the_last_is_told(either_database: Database) -> None:
    async with either_database.writing() as unit:
        [line] = await unit.run_sync(change)
    assert (line["key"], line["after"], line["before"]) == ("you-limit-set", 7, 5)


def pause_and_wait(session: Session) -> list[str]:
    world = World(session, chance=first)
    world.bot()
    anna, boris = world.operator("Anna"), world.operator("Boris")
    pauses.begin(session, anna.id, world.now + timedelta(minutes=30), at=world.at)
    pauses.begin(session, boris.id, None, at=world.at)
    world.write(1)
    world.wait(days=1)
    assert pauses.is_due(session, at=world.at)
    pauses.see_to(session, at=world.at)
    session.flush()
    assert not pauses.is_due(session, at=world.at)
    assert session.scalars(select(Operator.on_shift).order_by(Operator.id)).all() == [True, False]
    assert session.scalars(select(Contact.operator_id)).one() == anna.id
    rows = select(Outbox).where(Outbox.contact_id.is_(None)).order_by(Outbox.chat_id)
    return [row.params["key"] for row in session.scalars(rows)]


async def test_a_pause_ends_and_another_one_is_asked_about(either_database: Database) -> None:
    async with either_database.writing() as unit:
        assert await unit.run_sync(pause_and_wait) == ["pause-over", "pause-forgotten"]


def end_two_pauses(session: Session) -> list[str]:
    """Return the statements by which sources are locked meanwhile."""
    world = World(session, chance=first)
    world.bot()
    for name in ("Anna", "Boris"):
        operator = world.operator(name, weight={world.api_source(name.lower()): 1})
        pauses.begin(session, operator.id, world.now + timedelta(minutes=30), at=world.at)
    world.wait(minutes=30)
    assert isinstance(session, UnitSession)
    session.memory.locked.clear()  # as in a transaction of its own
    statements: list[Statement] = []
    with record(statements):
        pauses.see_to(session, at=world.at)
    assert session.scalars(select(Operator.on_shift)).all() == [True, True]
    return [
        words for words, _ in statements if "FROM sources" in words and words.rstrip().endswith("FOR UPDATE")
    ]


async def test_what_two_whose_pauses_end_serve_is_locked_at_once(either_database: Database) -> None:
    async with either_database.writing() as unit:
        assert len(await unit.run_sync(end_two_pauses)) <= 1


def type_and_keep(session: Session) -> str | None:
    world = World(session, chance=first)
    world.bot()
    anna = world.operator("Anna")
    contact = world.write(1, "8 903 123-45-67")
    world.write(1, "+7 903 123-45-67")
    session.flush()
    [offer] = [row for row in session.scalars(select(Outbox)) if row.params.get("key") == OFFER]
    offer.message_id, offer.state = 77, OutboxState.SENT
    session.flush()
    assert anna.telegram_id is not None
    claims.decide(session, Recipient(offer.bot_id, anna.telegram_id, 1, 1), 77, keep=True, at=world.at)
    session.flush()
    return contact.typed_phone


async def test_what_a_client_types_is_offered_once_and_kept(either_database: Database) -> None:
    async with either_database.writing() as unit:
        assert await unit.run_sync(type_and_keep) == "+79031234567"
