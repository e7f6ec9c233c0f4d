"""A view of the database for a command, while the bot may be running: it locks and changes nothing."""

import asyncio
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from leadbot.process import fail, read_settings
from models.database.errors import DatabaseUrlError
from models.database.open import parse_url
from services import clock
from services.audit.facts import Span, find_span
from services.moment import Moment
from services.policy import Policy
from services.refusals import Refused
from services.reports.periods import DAYS, Period, count_back
from services.settings import decided

T = TypeVar("T")


def read_span(session: Session, policy: Policy, month: str | None, days: int | None = None) -> Span:
    """Return the time that the options name, by the clock that admins have set; without any: always."""
    values, _ = decided.read(session)
    policy = policy.model_copy(update=values)
    at = Moment(now=clock.utc_now(), chance=clock.chance, policy=policy)
    period = count_back(days, at=at) if days else None
    if month is not None:
        year, number = map(int, month.split("-"))
        last = date(year, number, monthrange(year, number)[1])
        period = Period(date(year, number, 1), last, policy.timezone)
    return find_span(period, at=at)


def check_month(month: str | None) -> None:
    """End with a message for what is no month."""
    found = month is None or re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", month, re.ASCII)
    if not found:
        fail(f"--month: {month!r} is no month such as 2026-10")


def check_days(days: int | None, month: str | None) -> None:
    """End with a message for days that can't be counted back."""
    if days is not None and month is not None:
        fail("it is either --days or --month")
    if days is not None and days not in DAYS:
        fail(f"--days: a whole number from {DAYS[0]} to {DAYS[-1]}")


def read(look: Callable[[Session, Policy], T]) -> T:
    """Call a function in a view of the database that DATABASE_URL names; ends with 2 if there is none."""
    settings = read_settings()
    try:
        url = parse_url(settings.database_url)
        if url.get_backend_name() == "sqlite":
            return _read_file(Path(url.database or ""), settings.database_url, settings.policy, look)
        return asyncio.run(_read_server(settings.database_url, settings.policy, look))
    except (DatabaseUrlError, Refused) as error:
        fail(str(error))
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        fail(f"DATABASE_URL: the history can't be read: {reason}")


def _read_file(path: Path, address: str, policy: Policy, look: Callable[[Session, Policy], T]) -> T:
    from models.database.sqlite_file import create_reader

    if not path.is_file():
        fail(f"DATABASE_URL: there is no file {path}")
    engine = create_reader(parse_url(address))
    try:
        with Session(engine) as session:
            return look(session, policy)
    finally:
        engine.dispose()


async def _read_server(address: str, policy: Policy, look: Callable[[Session, Policy], T]) -> T:
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    engine = create_async_engine(parse_url(address), hide_parameters=True)
    try:
        async with AsyncSession(engine) as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            return await session.run_sync(look, policy)
    finally:
        await engine.dispose()
