"""Days of a made-up business keep every promise; and what looks for broken ones finds them."""

import os
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models import Operator
from services.hours.rules import Days
from services.policy import Policy
from services.queues import outbox, recipients
from services.team import working_hours
from simulation.business import HELP, open_business
from simulation.promises import Promises
from simulation.week import ZONE
from tests.services.world import NOON, World


@pytest.mark.long
async def test_two_days_with_a_change_of_clocks_break_no_promise(tmp_path: Path) -> None:
    """As its user starts it: a Saturday and the Sunday on which clocks go forward; then a change is tried."""
    kept = str(tmp_path / "office.db")
    lines = await tell("--days", "2", "--clients", "40", "--keep", kept)
    assert lines[0].startswith("Sat 28 Mar: ")
    assert lines[1].startswith("Sun 29 Mar: ")
    assert any(line.startswith("First answers: half within ") for line in lines)
    assert any(line.endswith("Broken promises: 0") for line in lines)
    export, try_it = (line.split() for line in lines[-2:])
    told = await tell(
        *try_it[try_it.index("simulate") + 1 :], **dict(word.split("=", 1) for word in export[1:])
    )
    assert told[0].startswith("2026-03-28 to 2026-03-29: ")
    assert [line.split()[0] for line in told[2:6]] == ["Anna", "Boris", "Clara", "Dmitri"]


async def tell(*words: str, **settings: str) -> list[str]:
    """Let `leadbot simulate` do something in a process of its own; returns the lines that it prints."""
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "leadbot", "simulate", *words),
        env={**os.environ, **settings},
        stdout=PIPE,
        stderr=PIPE,
    )
    said, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, ""), said.decode()
    return said.decode().splitlines()


@pytest.fixture
def business(session: Session) -> World:
    """The business that is simulated, on a Monday at three in the afternoon."""
    world = World(session, policy=Policy(timezone=ZONE), now=NOON)
    holiday = date(2026, 1, 6)
    open_business(session, Days(holiday, holiday), at=world.at)
    return world


def look(world: World) -> list[str]:
    promises = Promises()
    promises.check(world.session, at=world.at)
    return [what.split(" UTC: ")[1] for what in promises.broken]


def test_who_is_above_the_limit_is_found(business: World) -> None:
    anna = business.session.get_one(Operator, 1)
    assert look(business) == []
    anna.load = anna.max_active_leads + 1
    assert look(business) == ["Anna has 9, counted 0"]


def test_who_waits_while_somebody_is_free_is_found(business: World) -> None:
    contact = business.write(1, bot_id=HELP)
    contact.operator_id = None
    for operator in business.session.query(Operator):
        operator.load = 0
    assert look(business)[-1] == "#1 waits while somebody is free"


def test_a_wait_of_which_no_admin_heard_is_found(business: World) -> None:
    business.write(1, bot_id=HELP)
    business.wait(minutes=31)
    [found] = look(business)
    assert found.endswith("has not answered 1, #1 the longest, and no admin is told")


def test_a_reminder_at_night_is_found(business: World) -> None:
    business.now += timedelta(hours=12)
    account = business.session.get_one(Operator, 1).telegram_id
    assert account is not None
    outbox.notify(
        business.session, recipients.Recipient(HELP, account), "operator-reminder", minutes=15, at=business.at
    )
    assert look(business) == ["Anna is reminded outside the hours of work"]


def test_what_is_given_out_while_a_bot_is_closed_is_found(business: World) -> None:
    business.write(1, bot_id=HELP)
    source = business.find_bot(HELP)
    working_hours.set_source_hours(business.session, source, "Su 10:00-11:00", at=business.at)
    assert "#1 is given out while @acme_help_bot is closed" in look(business)
