"""No hot call that benchmarks/growth.py measures reads all of a table that grows."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, CursorResult, Engine, event, text
from sqlalchemy.orm import Session

from benchmarks.growth import UndoError, make
from benchmarks.hot_calls import CALLS, Call
from models.database.open import open_database
from models.database.protocol import Database
from services.reports import search
from tests.services.world import World

GROWING = ("contacts", "messages", "events", "outbox", "inbox")
# As a rule many match, so a page that is read in the order of ids ends soon.
IN_ORDER = {
    "GET /contacts?operator_id=1",
    "GET /contacts?source_id=2",
    "/contact, /why",  # the newest that are not banned, as an example
    "GET /contacts",
    "GET /contacts?status=completed",
    "GET /contacts?waiting=false",
    "GET /contacts?created_before=…",
}
# What is looked for decides: a plan for any values costs more, so PostgreSQL does not keep it.
BY_VALUE = {name for name in CALLS if name.startswith("/find")}
BY_VALUE |= {"GET /contacts?operator_id=9", "GET /contacts?source_id=9"}
TOO_SHORT = "/find, two letters"  # the index of words knows three; rare ones are looked for everywhere

Statement = tuple[str, Any]


@contextmanager
def record(statements: list[Statement]) -> Iterator[None]:
    """Note the statements that are executed meanwhile."""

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, is_many: bool) -> None:
        if not is_many and statement.startswith(("SELECT", "UPDATE", "DELETE")):
            statements.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", note)


SMALL = {"ix_contacts_unanswered", "ix_contacts_held", "ix_contacts_open", "ix_contacts_open_operator"}
SMALL |= {"ix_contacts_waiting", "ix_contacts_snoozed"}
SMALL |= {"ix_inbox_pending", "ix_outbox_pending"}  # all of these hold what is not done with


def list_small_indexes(connection: Connection) -> set[str]:
    """Return the indexes that may be read from end to end."""
    # Of what forms say PostgreSQL reads all while that is little, by its statistics.
    return SMALL | ({"ix_contacts_as_typed"} if connection.dialect.name == "postgresql" else set())


def list_whole_scans(
    connection: Connection, statement: Statement, small: set[str], is_kept: bool
) -> list[str]:
    """Return the parts of a plan that read all of a table that grows."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
        steps = [(row[3], *re.findall(r"^SCAN (\w+?)(?:_\d+)?\b(?:.* INDEX (\w+))?", row[3])) for row in plan]
        return [
            step
            for step, *found in steps
            for table, index in found
            if table in GROWING and index not in small
        ]
    if is_kept:
        plan = explain_for_any_values(connection, statement[0])
    else:
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement[0]}", statement[1])
    shown = plan.scalar_one()
    nodes = list_nodes((json.loads(shown) if isinstance(shown, str) else shown)[0]["Plan"])
    return [
        f"{node['Node Type']} on {node['Relation Name']} {node.get('Index Name', '')}"
        for node in nodes
        if node.get("Relation Name") in GROWING
        and (node["Node Type"] == "Seq Scan" or "Index" in node["Node Type"])
        and "Index Cond" not in node
        and node.get("Index Name") not in small
    ]


def explain_for_any_values(connection: Connection, statement: str) -> CursorResult[Any]:
    """Return the plan of PostgreSQL for whatever values, which it may keep after some executions."""
    count = len(set(re.findall(r"\$\d+", statement)))
    connection.exec_driver_sql(f"PREPARE plan AS {statement}")
    values = f"({', '.join(['NULL'] * count)})" if count else ""
    try:
        return connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) EXECUTE plan{values}")
    finally:
        connection.exec_driver_sql("DEALLOCATE plan")


def list_nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a step of a plan of PostgreSQL, and all below it."""
    yield node
    for below in node.get("Plans", ()):
        yield from list_nodes(below)


def find_whole_scans(session: Session, call: Call, is_kept: bool) -> list[str]:
    """Return what a call reads from end to end, by plans for its values or by those that are kept for any."""
    statements: list[Statement] = []
    with record(statements):
        call(World(session))
        session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for way in ("seqscan", "hashjoin", "mergejoin"):  # that pay only while the tables are small
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
    small = list_small_indexes(connection)
    return [
        f"{scan}: {statement[0]}"
        for statement in statements
        for scan in list_whole_scans(connection, statement, small, is_kept)
    ]


async def read_plan(database: Database, call: Call, *, is_kept: bool = False) -> list[str]:
    """Return what a call reads from end to end; what it writes is undone."""
    found: list[str] = []

    def read(session: Session) -> None:
        found.extend(find_whole_scans(session, call, is_kept))
        raise UndoError

    with pytest.raises(UndoError):
        async with database.writing() as unit:
            await unit.run_sync(read)
    return found


async def test_no_hot_call_reads_all_of_a_table_that_grows(
    either_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NEWEST", 50)
    await make(either_database, 1500, 20)
    found = {name: await read_plan(either_database, call) for name, call in CALLS.items()}
    assert found["GET /contacts"], "whole scans are not seen"
    assert {
        name: scans for name, scans in found.items() if scans and name not in {*IN_ORDER, TOO_SHORT}
    } == {}


async def test_no_plan_that_postgresql_keeps_reads_all_of_a_table_that_grows(
    migrated_postgres: str,
) -> None:
    """A partial index is used only if its condition is spelt out, whatever was asked for before."""
    database = await open_database(migrated_postgres)
    await make(database, 1500, 20)
    wanted = {name: call for name, call in CALLS.items() if name not in {*IN_ORDER, *BY_VALUE}}
    found = {name: await read_plan(database, call, is_kept=True) for name, call in wanted.items()}
    await database.close()
    assert {name: scans for name, scans in found.items() if scans} == {}
