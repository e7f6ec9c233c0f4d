"""The facts of a history, read out of the database and told by the sandbox, for proofs/check_history.py."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

Fact = dict[str, Any]

TABLES = {
    "source": "SELECT id, bot_id AS bot, code, mode, priority_minutes AS priority, second_after,"
    " prefers_known IS NULL AND prefers_language IS NULL AS is_plain FROM sources ORDER BY id",
    "contact": "SELECT id, bot_id AS bot, chat_id AS chat, source_id AS source, status, operator_id AS operator,"
    " assignment_no AS number, created_at AS created FROM contacts ORDER BY id",
    "message": "SELECT id, contact_id AS contact, author, bot_id AS bot, chat_id AS chat,"
    " message_id AS message, text FROM messages ORDER BY id",
    "operator": "SELECT id, telegram_id AS account, load, max_active_leads AS most, is_active AND on_shift AS is_free"
    " FROM operators ORDER BY id",
    "weight": "SELECT operator_id AS operator, source_id AS source, weight, is_second FROM operator_source_weights",
    "event": "SELECT id, contact_id AS contact, kind, actor, at, data FROM events ORDER BY id",
    "outbox": "SELECT id, bot_id AS bot, contact_id AS contact, kind, state, chat_id AS chat, assignment_no AS number, params"
    " FROM outbox ORDER BY id",
    "inbox": "SELECT id, state FROM inbox ORDER BY id",
    "raise": "SELECT above FROM load_log",
}
MOMENTS, YES_OR_NO, JSON = ("created", "at"), ("is_free", "is_plain", "is_second"), ("data", "params")


def read_moment(moment: Any) -> float:
    """Return seconds since 1970; SQLite spells a moment without its zone."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return float((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp())


def read_fact(kind: str, row: Any) -> Fact:
    """Return a row as a fact, alike of both databases; SQLite gives JSON as it is spelled."""
    fact = {"fact": kind, **row._mapping}
    for name in JSON:
        if isinstance(fact.get(name), str):
            fact[name] = json.loads(fact[name])
    for name in MOMENTS:
        if name in fact:
            fact[name] = read_moment(fact[name])
    for name in YES_OR_NO:
        if name in fact:
            fact[name] = bool(fact[name])
    if kind == "operator":
        fact["limit"] = fact.pop("most")
    if kind == "outbox":
        params = fact.pop("params")
        fact |= {"redrawn": params.get("redrawn", 0), "type": params.get("type")}
    return fact


def export_file(connection: Connection) -> list[Fact]:
    """Return the same of a database that is open here."""
    return [
        read_fact(kind, row)
        for kind, query in TABLES.items()
        for row in connection.execute(text(query)).all()
    ]


@asynccontextmanager
async def connect(address: str) -> AsyncIterator[AsyncConnection]:
    """Open a database as any other program would."""
    engine = create_async_engine(address, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def export(address: str) -> list[Fact]:
    """Return all that is stored and a judge may want to know."""
    async with connect(address) as connection:
        return await connection.run_sync(export_file)


def write_lines(facts: Iterable[Fact]) -> str:
    """Return facts as JSON Lines."""
    return "".join(json.dumps(fact, default=str) + "\n" for fact in facts)
