"""Requests that share a commit: nothing is done for who is gone, and nothing twice for who is not."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.requests.writer import Writer
from models.database.open import open_database
from models.database.protocol import Database
from services.moment import Moment
from services.policy import BusinessRules, Policy
from tests.api.conftest import open_api


async def test_what_a_stop_has_cut_off_before_its_turn_is_not_done(database: Database) -> None:
    done: list[str] = []
    writer = Writer(database, BusinessRules(Policy()), lambda: None)

    def begin(name: str) -> "asyncio.Task[None]":
        def work(_session: Session, _at: Moment) -> None:
            done.append(name)

        return asyncio.create_task(writer.write(work))

    async with database.writing():
        cut_off, waited_for = begin("cut off"), begin("waited for")
        await asyncio.sleep(0.01)
        cut_off.cancel()
        with suppress(asyncio.CancelledError):
            await cut_off
    await waited_for
    await writer.finish()
    assert done == ["waited for"]


LOSE_ONE_COMMIT = (
    "CREATE SEQUENCE commits",
    "CREATE FUNCTION lose_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF nextval('commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; "
    "RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON sources DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION lose_first()",
)


async def lose_one_commit(database: Database) -> None:
    """Let the connection be lost at the next commit of a new source."""

    def prepare(session: Session) -> None:
        for statement in LOSE_ONE_COMMIT:
            session.execute(text(statement))

    async with database.writing() as unit:
        await unit.run_sync(prepare)


@pytest.mark.parametrize(("key", "status"), [(None, 503), ("form-17", 201)])
async def test_what_may_be_committed_or_not_is_done_again_only_if_its_key_tells_it_apart(
    migrated_postgres: str, key: str | None, status: int
) -> None:
    database = await open_database(migrated_postgres)
    await lose_one_commit(database)
    headers = {"Idempotency-Key": key} if key else {}
    async with open_api(database) as api:
        answer = await api.post("/sources/", json={"name": "Website"}, headers=headers)
        assert answer.status_code == status, answer.text
        if key is None:
            assert answer.json()["detail"][0]["type"] == "unknown_outcome"
        listed = (await api.get("/sources/")).json()
        assert len(listed) == (1 if key else 0)
        assert (await api.post("/sources/", json={"name": "Next"})).status_code == 201
    await database.close()
