"""Each invariant on a database in which it is broken: found, named, put right where that can be."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.orm import Session

from models import DaySum
from models.database.open import open_database
from services.audit.replay import replay
from services.contacts.states import Action
from services.operations.doctor.examine import INVARIANTS, count_broken, examine, repair
from services.reports import day_sums
from tests.moments import make_moment
from tests.services.world import NOON, World

LATER = make_moment(NOON + timedelta(minutes=10))
UNCHECKED = "ALTER TABLE contacts DROP CONSTRAINT ck_contacts_somebody_works_on_it"
FIRST, LAST = "(SELECT min(id) FROM leads)", "(SELECT max(id) FROM leads)"
UNIQUE = "DROP INDEX uq_contacts_open_chat"


@dataclass(frozen=True)
class Break:
    """How an invariant is broken, past all rules of the database, in one kind of it or in both."""

    name: str
    statements: tuple[str, ...]
    only: str = ""


# 1 is completed. 2 and 3 are Anna's, who has two places; 2 is in progress. 4 waits.
BREAKS = [
    Break("sequences", ("SELECT setval('contacts_id_seq', 1)",), "postgresql"),
    Break("orphans", ("DELETE FROM contacts WHERE id = 1",)),
    Break("orphans", ("UPDATE contacts SET operator_id = 77 WHERE id = 2", "UPDATE operators SET load = 1")),
    Break(
        "orphans",
        ("INSERT INTO operator_source_weights (source_id, operator_id, weight) VALUES (77, 78, 5)",),
    ),
    Break("lost-rows", ("UPDATE contacts SET lead_id = 77 WHERE id = 1",)),
    Break(
        "merge-circles",
        (
            f"UPDATE leads SET merged_into_id = {LAST} WHERE id = {FIRST}",
            f"UPDATE leads SET merged_into_id = {FIRST} WHERE id = {LAST}",
        ),
    ),
    Break("merged-leads", ("UPDATE leads SET merged_into_id = 2 WHERE id = 1",)),
    Break("in-progress", (UNCHECKED, "UPDATE contacts SET operator_id = NULL WHERE id = 2")),
    Break("completed-at", ("UPDATE contacts SET completed_at = created_at WHERE id = 2",)),
    Break("completed-at", ("UPDATE contacts SET completed_at = NULL WHERE id = 1",)),
    Break("taken-at", ("UPDATE contacts SET taken_at = NULL WHERE id = 2",)),
    Break("assigned-at", ("UPDATE contacts SET assigned_at = NULL WHERE id = 3",)),
    Break("waiting-since", ("UPDATE contacts SET waiting_since = NULL WHERE id = 4",)),
    Break("waiting-since", ("UPDATE contacts SET waiting_since = created_at WHERE id = 2",)),
    Break("snoozed", ("UPDATE contacts SET snoozed_at = created_at WHERE id = 3",)),
    Break("loads", ("UPDATE operators SET load = 0 WHERE id = 1",)),
    Break("open-chats", (UNIQUE, "UPDATE contacts SET chat_id = 102 WHERE id = 3")),
    Break("dismissed", ("UPDATE operators SET dismissed_at = created_at, is_active = false WHERE id = 1",)),
    Break("free-places", ("UPDATE operators SET max_active_leads = 3",)),
    Break("assignments", ("UPDATE contacts SET assignment_no = 7 WHERE id = 2",)),
    Break("cards", ("UPDATE outbox SET message_id = NULL WHERE contact_id = 2 AND kind = 'card'",)),
    Break(
        "ended-rows",
        (
            "UPDATE outbox SET state = 'pending', created_at = '2026-01-05 01:00:00', assignment_no = 0 "
            "WHERE contact_id = 2 AND kind = 'relay'",
        ),
    ),
    Break("indexes", ("DROP INDEX ix_contacts_open",)),
    Break("search", ("INSERT INTO messages_words (messages_words) VALUES ('delete-all')",), "sqlite"),
    Break("source-counts", ("UPDATE sources SET counted = 9",)),
]


def live(session: Session) -> None:
    """Let one client be served, two be with Anna, who has two places, and one wait."""
    world = World(session)
    world.bot()
    anna = world.operator("Anna", limit=2)
    world.finish(world.write(101, "good morning to you all"))
    taken = world.write(102, "a question of one minute")
    world.must_press(anna, Action.TAKE, contact=taken)
    world.say(102, "and another one")
    assert world.write(103, "is anybody there").operator_id == anna.id
    assert world.write(104, "hello out there").operator_id is None
    world.deliver_all()


async def break_it(address: str, broken: Break) -> None:
    """Break something by hand."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "")) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in broken.statements:
                if "CONSTRAINT" not in statement:
                    connection.execute(statement)
            connection.commit()
        return

    def run(session: Session) -> None:
        session.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys
        for statement in broken.statements:
            session.execute(text(statement))

    database = await open_database(address)
    await database.write(run)
    await database.close()


def find_broken(session: Session) -> set[str]:
    return {each.name for each in INVARIANTS if examine(session, each, at=LATER).count}


BY_NAME = {each.name: each for each in INVARIANTS}
OF_LOADS = ("in-progress", "loads", "open-chats", "dismissed", "free-places")  # which moves contacts


def repair_everything(session: Session) -> None:
    for invariant in INVARIANTS:
        while invariant.repair is not None and repair(session, invariant, at=LATER):
            pass


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
async def test_what_is_broken_is_found_and_put_right(address: str, broken: Break) -> None:
    if broken.only not in address:
        return
    database = await open_database(address)
    await database.write(live)
    assert await database.read(find_broken) == set(), "what only the rules have done is sound"
    await database.close()
    await break_it(address, broken)
    database = await open_database(address)
    try:
        assert broken.name in await database.read(find_broken)
        if BY_NAME[broken.name].repair is not None:
            await database.write(repair_everything)
            assert await database.read(find_broken) == set()
        if broken.name in OF_LOADS:
            assert (await database.read(replay)).first is None, "the history says the same"
    finally:
        await database.close()


def test_a_wrong_sum_of_a_past_day_is_forgotten(session: Session) -> None:
    live(session)
    later = make_moment(NOON + timedelta(days=2))
    kept = day_sums.find_unsummed(session, at=later)
    assert kept is not None
    day_sums.keep(session, kept, at=later)
    sums = BY_NAME["day-sums"]
    assert examine(session, sums, at=later).count == 0
    row = session.scalars(select(DaySum)).one()
    row.data = {**row.data, "left": {"1": [77]}}
    session.flush()
    assert [str(item) for item in examine(session, sums, at=later).items] == ["day 2026-01-05"]
    assert len(repair(session, sums, at=later)) == 1
    session.flush()
    assert session.scalars(select(DaySum)).all() == []


def test_what_cannot_be_read_hides_nothing_else(session: Session) -> None:
    live(session)
    session.execute(text("UPDATE events SET data = '{' WHERE kind = 'assigned'"))
    session.execute(text("UPDATE operators SET load = 1"))
    session.expire_all()
    assert {"assignments", "loads"} <= {n for n, count in count_broken(session, at=LATER).items() if count}
