"""What the database itself refuses, whoever asks: the states that must never exist."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.database import open_database

WORLD = [
    "INSERT INTO leads (id, phone_verified, created_at) VALUES (1, true, :now)",
    "INSERT INTO sources (id, name, name_key, bot_id, created_at) VALUES (1, 'Acme', 'acme', 7, :now)",
    "INSERT INTO operators (id, name, name_key, is_active, on_shift, max_active_leads, load, created_at) "
    "VALUES (1, 'Anna', 'anna', true, true, 5, 0, :now)",
    "INSERT INTO contacts (id, lead_id, source_id, status, message, assignment_no, created_at, bot_id, "
    "chat_id) VALUES (1, 1, 1, 'new', '', 0, :now, 7, 100)",
    "INSERT INTO contacts (id, lead_id, source_id, status, message, assignment_no, created_at, bot_id, "
    "chat_id) VALUES (2, 1, 1, 'completed', '', 0, :now, 7, 100)",
    "INSERT INTO contacts (id, lead_id, source_id, status, message, assignment_no, created_at) "
    "VALUES (3, 1, 1, 'new', '', 0, :now)",
    "INSERT INTO contacts (id, lead_id, source_id, status, message, assignment_no, created_at) "
    "VALUES (4, 1, 1, 'new', '', 0, :now)",
    "INSERT INTO operator_source_weights (source_id, operator_id, weight) VALUES (1, 1, 0)",
    "INSERT INTO messages (contact_id, author, bot_id, chat_id, message_id, kind, created_at) "
    "VALUES (1, 'client', 7, 100, 1, 'text', :now)",
]

FORBIDDEN = {
    "a second open contact of one chat": "UPDATE contacts SET status = 'new' WHERE id = 2",
    "work that nobody does": "UPDATE contacts SET status = 'in_progress' WHERE id = 1",
    "an unknown status": "UPDATE contacts SET status = 'lost' WHERE id = 1",
    "a chat without its bot": "UPDATE contacts SET bot_id = NULL WHERE id = 1",
    "a negative load": "UPDATE operators SET load = -1",
    "a negative limit": "UPDATE operators SET max_active_leads = -1",
    "a negative weight": "UPDATE operator_source_weights SET weight = -1",
    "a campaign without a bot": "UPDATE sources SET bot_id = NULL, code = 'k3x9'",
    "a second source that is the same bot": "INSERT INTO sources (name, name_key, bot_id, created_at) "
    "SELECT 'B', 'b', bot_id, created_at FROM sources",
    "two sources of one name": "INSERT INTO sources (name, name_key, created_at) "
    "SELECT name, name_key, created_at FROM sources",
    "one Telegram message twice": "INSERT INTO messages "
    "(contact_id, author, bot_id, chat_id, message_id, kind, created_at) "
    "SELECT contact_id, author, bot_id, chat_id, message_id, kind, created_at FROM messages",
    "an operator who is gone": "UPDATE contacts SET operator_id = 99",
}


def build(session: Session) -> None:
    for statement in WORLD:
        session.execute(text(statement), {"now": "2026-01-05 12:00:00.000000"} if ":now" in statement else {})


@pytest.mark.parametrize("what", FORBIDDEN)
def test_sqlite_refuses(session: Session, what: str) -> None:
    build(session)
    with pytest.raises(IntegrityError):
        session.execute(text(FORBIDDEN[what]))


async def test_postgresql_refuses_the_same(migrated_postgres: str) -> None:
    database = await open_database(migrated_postgres)

    def try_all(session: Session) -> list[str]:
        for statement in WORLD:
            session.execute(text(statement.replace(":now", "now()")))
        allowed = []
        for what, statement in FORBIDDEN.items():
            try:
                with session.begin_nested():
                    session.execute(text(statement))
                allowed.append(what)
            except IntegrityError:
                pass
        return allowed

    async with database.writing() as unit:
        assert await unit.run_sync(try_all) == []
    await database.close()
