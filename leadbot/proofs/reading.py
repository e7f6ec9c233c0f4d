"""A view of the database for a command, while the bot may be running: it locks and changes nothing."""

import asyncio
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from leadbot.process import ending_in_one_line, fail, read_settings
from leadbot.settings import Settings
from models.maintenance.looking import looking
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
    with ending_in_one_line(Refused):
        return asyncio.run(_read(settings, look))


async def _read(settings: Settings, look: Callable[[Session, Policy], T]) -> T:
    async with looking(*settings.direct_database) as view:
        return await view.read(look, settings.policy)
