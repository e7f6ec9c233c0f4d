"""What the database itself refuses, whoever asks: the states that must never exist."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Author, Contact, Lead, Message, Operator, OperatorSourceWeight, Source, Status
from models.database.open import open_database

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)

FORBIDDEN = {
    "a second open contact of one chat": "UPDATE contacts SET status = 'new' WHERE id = 2",
    "work that nobody does": "UPDATE contacts SET status = 'in_progress' WHERE id = 1",
    "an unknown status": "UPDATE contacts SET status = 'lost' WHERE id = 1",
    "a chat without its bot": "UPDATE contacts SET bot_id = NULL WHERE id = 1",
    "an operator who is gone": "UPDATE contacts SET operator_id = 99 WHERE id = 1",
    "a negative load": "UPDATE operators SET load = -1",
    "a negative limit": "UPDATE operators SET max_active_leads = -1",
    "a negative weight": "UPDATE operator_source_weights SET weight = -1",
    "a campaign without a bot": "UPDATE sources SET bot_id = NULL, code = 'k3x9' WHERE id = 1",
    "two sources that are the same bot": "UPDATE sources SET bot_id = 7 WHERE id = 2",
    "two sources of one name": "UPDATE sources SET name_key = 'acme' WHERE id = 2",
    "one Telegram message twice": "UPDATE messages SET message_id = 1",
}

ALLOWED = {
    "contacts without a chat, as many as come": "UPDATE contacts SET chat_id = NULL, status = 'new'",
    "a load above a lowered limit": "UPDATE operators SET load = 9, max_active_leads = 0",
}


def build(session: Session) -> None:
    session.add(Lead(id=1, created_at=NOW))
    session.add(Operator(id=1, name="Anna", name_key="anna", max_active_leads=5, created_at=NOW))
    session.add(Source(id=1, name="Acme", name_key="acme", bot_id=7, created_at=NOW))
    session.add(Source(id=2, name="Site", name_key="site", created_at=NOW))
    session.flush()
    for number, status in enumerate((Status.NEW, Status.COMPLETED, Status.COMPLETED), start=1):
        contact = Contact(id=number, lead_id=1, source_id=1, status=status, created_at=NOW)
        contact.bot_id, contact.chat_id = 7, 100
        session.add(contact)
    session.add(OperatorSourceWeight(source_id=1, operator_id=1, weight=0))
    session.flush()
    for number in (1, 2):
        message = Message(contact_id=1, author=Author.CLIENT, kind="text", created_at=NOW)
        message.bot_id, message.chat_id, message.message_id = 7, 100, number
        session.add(message)
    session.flush()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_sqlite_refuses(session: Session, what: str) -> None:
    build(session)
    with pytest.raises(IntegrityError):
        session.execute(text(FORBIDDEN[what]))


@pytest.mark.parametrize("what", ALLOWED)
def test_sqlite_allows(session: Session, what: str) -> None:
    build(session)
    session.execute(text(ALLOWED[what]))


async def test_postgresql_refuses_and_allows_the_same(migrated_postgres: str) -> None:
    def list_what_passes(session: Session) -> set[str]:
        build(session)
        passed = set()
        for what, statement in (FORBIDDEN | ALLOWED).items():
            nested = session.begin_nested()
            try:
                session.execute(text(statement))
                passed.add(what)
            except IntegrityError:
                pass
            nested.rollback()
        return passed

    database = await open_database(migrated_postgres)
    async with database.writing() as unit:
        assert await unit.run_sync(list_what_passes) == ALLOWED.keys()
    await database.close()
