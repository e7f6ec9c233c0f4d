"""`leadbot doctor` as who runs the bot meets it: beside a running bot, on what is broken, after a restore."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.orm import Session

from leadbot.doctoring import repair_all
from models import WEBHOOKS, Contact, Operator, Outbox, OutboxKind, OutboxState, SettingChange
from models.database.open import open_database
from models.database.sqlite import SqliteDatabase
from models.maintenance.backup import back_up
from services.operations.doctor.examine import INVARIANTS
from services.policy import BusinessRules, Policy
from tests.services.operations.doctor.test_invariants import live
from tests.services.world import World

ROOT = Path(__file__).resolve().parents[1]


async def call(path: Path, *words: str) -> tuple[int, str, str]:
    """Call `leadbot` with this database; returns how it ended, and what it said."""
    command = (sys.executable, "-m", "leadbot", *words)
    given = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{path}"}
    given |= {"WEBHOOK_EVENTS_URL": "http://crm.example/", "WEBHOOK_EVENTS_SECRET": "c2VjcmV0" * 6}
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=path.parent, env=given, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


async def test_it_looks_beside_a_running_bot_and_repairs_only_alone(migrated_file: Path) -> None:
    running = await SqliteDatabase.open(make_url(f"sqlite:///{migrated_file}"))
    await running.write(live)
    code, said, _ = await call(migrated_file, "doctor")
    assert (code, said.splitlines()[-1]) == (0, "Sound.")
    assert "✗" not in said
    in_use = f"{migrated_file} is in use by another leadbot process; stop it first\n"
    assert await call(migrated_file, "doctor", "--repair") == (2, "", in_use)
    assert await call(migrated_file, "webhooks", "resend") == (2, "", in_use)
    await running.close()
    with closing(sqlite3.connect(migrated_file)) as connection:
        connection.execute("UPDATE operators SET load = 5")
        connection.commit()
    code, said, _ = await call(migrated_file, "doctor")
    assert code == 1
    assert "    operator 1 (load 5, open 2)" in said
    assert said.splitlines()[-1].startswith("1 thing does not add up.")
    code, said, log = await call(migrated_file, "doctor", "--repair")
    assert (code, said.splitlines()[-1]) == (0, "Repaired 1 thing. Sound.")
    assert log == "repaired loads: operator 1 (load 5, open 2)\n"
    assert await call(migrated_file, "webhooks", "resend") == (0, "Nothing was given up.\n", "")


async def test_without_a_database_it_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert await call(path, "doctor", "--repair") == (2, "", f"DATABASE_URL: there is no file {path}\n")
    assert not path.exists()


async def test_since_is_in_the_time_zone_that_admins_have_decided(migrated_file: Path) -> None:
    running = await SqliteDatabase.open(make_url(f"sqlite:///{migrated_file}"))

    def give_up(session: Session) -> None:
        live(session)
        session.add(SettingChange(name="timezone", value="Asia/Tokyo", at=NOON))
        row = Outbox(bot_id=WEBHOOKS, chat_id=0, kind=OutboxKind.WEBHOOK, state=OutboxState.DEAD)
        row.created_at = row.due_at = row.done_at = NOON
        session.add(row)

    await running.write(give_up)
    await running.close()
    later = ("webhooks", "resend", "--since", "2026-03-01T21:30:00")
    assert await call(migrated_file, *later) == (0, "Nothing was given up.\n", "")
    sooner = ("webhooks", "resend", "--since", "2026-03-01T20:30:00")
    assert await call(migrated_file, *sooner) == (0, "1 event will be sent again.\n", "")


@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_a_repair_that_a_running_bot_is_in_the_way_of_is_done_again(
    migrated_postgres: str, state: str
) -> None:
    database = await open_database(migrated_postgres)

    def break_it(session: Session) -> None:
        live(session)
        session.flush()
        session.execute(text("UPDATE operators SET load = 5"))
        session.execute(text("CREATE SEQUENCE tries"))
        session.execute(text(FAIL_ONCE.format(state=state)))
        session.execute(
            text("CREATE TRIGGER once BEFORE UPDATE ON operators FOR EACH ROW EXECUTE FUNCTION fail_once()")
        )

    try:
        await database.write(break_it)
        [loads] = [invariant for invariant in INVARIANTS if invariant.name == "loads"]
        assert await repair_all(database, BusinessRules(Policy()), loads) == 1
        assert await database.read(lambda session: session.scalar(select(Operator.load))) == 2
    finally:
        await database.close()


FAIL_ONCE = """
CREATE FUNCTION fail_once() RETURNS trigger AS $$ BEGIN
    IF nextval('tries') = 1 THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '{state}'; END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql
"""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_what_is_restored_is_sound_and_sends_what_was_pending(migrated_file: Path) -> None:
    running = await SqliteDatabase.open(make_url(f"sqlite:///{migrated_file}"))

    def begin(session: Session) -> None:
        live(session)
        later = World(session)
        later.message_ids = iter(range(5000, 6000))
        later.write(105, "before the backup")

    await running.write(begin)
    pending = await running.read(lambda session: session.scalars(PENDING).all())
    numbers = await running.read(lambda session: session.scalars(select(Contact.id)).all())
    target = migrated_file.with_name("backup.db")
    await asyncio.to_thread(back_up, migrated_file, target, lambda _done, _total: None)
    await running.write(lambda session: World(session).deliver_all())
    await running.close()
    await asyncio.to_thread(migrated_file.unlink)
    code, said, _ = await call(target, "doctor")
    assert (code, said.splitlines()[-1]) == (0, "Sound.")
    restored = await open_database(f"sqlite:///{target}")
    assert await restored.read(lambda session: session.scalars(PENDING).all()) == pending != []
    assert await restored.read(lambda session: session.scalars(select(Contact.id)).all()) == numbers
    await restored.close()


PENDING = select(Outbox.id).where(Outbox.state == OutboxState.PENDING).order_by(Outbox.id)


async def test_what_is_gone_is_said_and_nothing_ends_in_a_traceback(migrated_file: Path) -> None:
    running = await SqliteDatabase.open(make_url(f"sqlite:///{migrated_file}"))
    await running.write(live)
    await running.close()
    with closing(sqlite3.connect(migrated_file)) as connection:
        connection.execute("DELETE FROM leads WHERE id = (SELECT lead_id FROM contacts WHERE id = 4)")
        connection.execute("UPDATE operators SET max_active_leads = 9")
        connection.commit()
    for words in (("doctor",), ("doctor", "--repair")):
        code, said, log = await call(migrated_file, *words)
        assert (code, log) == (1, "")
        assert "✗ lost-rows: " in said
        assert "✗ free-places: " in said
    assert "    a row that it needs is missing" in said
