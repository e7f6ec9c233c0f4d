"""What an admin decides is in force in every process, and stays so while the database is away."""

import asyncio
import logging
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from edges.rules import keep_rules, load_rules
from edges.signals import DECIDED, share_signal
from models import actors
from models.database.open import open_database
from models.database.protocol import Database
from services.clock import take_moment
from services.policy import BusinessRules, Policy
from services.settings import changes
from tests.process.program import until


def decide(days: int, rules: BusinessRules) -> Callable[[Session], object]:
    return lambda session: changes.set_value(
        session, "sticky_days", days, actor=actors.API, at=take_moment(rules)
    )


async def test_what_was_decided_before_the_start_counts_from_the_start(
    either_database: Database,
) -> None:
    rules = BusinessRules(Policy())
    await either_database.write(decide(7, rules))
    await load_rules(either_database, rules)
    assert take_moment(rules).policy.sticky_days == 7


async def test_a_decision_is_in_force_soon_after_the_commit(either_database: Database) -> None:
    rules, stop, decided = BusinessRules(Policy()), asyncio.Event(), share_signal(either_database, DECIDED)
    keeping = asyncio.create_task(keep_rules(either_database, rules, decided, stop))
    for days in (7, 8):
        await either_database.write(decide(days, rules))
        decided.notify()
        await until(lambda days=days: rules.policy.sticky_days == days, "the decision", 5)  # type: ignore[misc]
    stop.set()
    await keeping


async def test_other_processes_follow_within_moments(migrated_postgres: str) -> None:
    here, there = await open_database(migrated_postgres), await open_database(migrated_postgres)
    rules, stop, heard = BusinessRules(Policy()), asyncio.Event(), share_signal(there, DECIDED)
    keeping = asyncio.create_task(keep_rules(there, rules, heard, stop))
    told = share_signal(here, DECIDED)
    try:
        await until(lambda: here.is_hearing and there.is_hearing, "both hear each other", 30)
        await here.write(decide(9, rules))
        told.notify()
        await until(lambda: rules.policy.sticky_days == 9, "the decision", 5)
    finally:
        stop.set()
        await keeping
        await here.close()
        await there.close()


async def test_rules_stay_as_they_are_while_the_database_can_not_be_read(
    sqlite_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = await open_database(sqlite_address)
    rules, stop, decided = BusinessRules(Policy()), asyncio.Event(), share_signal(database, DECIDED)
    await database.write(decide(7, rules))
    await load_rules(database, rules)
    await database.close()
    with caplog.at_level(logging.WARNING):
        keeping = asyncio.create_task(keep_rules(database, rules, decided, stop))
        await until(lambda: "what admins have decided can't be read" in caplog.text, "a word in the log", 5)
    stop.set()
    await keeping
    assert rules.policy.sticky_days == 7
