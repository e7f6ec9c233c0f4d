"""`leadbot` that kills itself at the nth commit, send or poll it is told, and whose clock can be set.

The file that PROOFS_ORDER names holds `KIND N`, or nothing. Each point that is passed meanwhile is a line in
the file beside it, so that a run without a kill counts them. `commit` is right before, `committed` right
after; a `send` has been done and a `poll` has brought something when the process dies. A third file says how
many seconds the clock is ahead.
"""

import os
import signal
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.aiogram_models import import_aiogram
from edges import shared_clock
from models.database.unit import UnitSession
from proofs.processes.points import CLOCK, FULL, ORDER, POINTS
from services import clock

import_aiogram()  # the quick way, before anybody does it the slow way

from aiogram import Bot  # noqa: E402

orders: list[Path] = []  # the file, once the process is one that is to die
passed: dict[tuple[str, str], int] = {}  # by order and kind


def read_orders() -> None:
    """From now on obey what the environment names; nothing is obeyed before."""
    orders.append(Path(os.environ[ORDER]))
    clock.datetime = shared_clock.datetime = Stepped  # type: ignore[attr-defined]


class Stepped(datetime):
    """What the machine's clock shows, set as the file says."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Return it as any other moment; the file is there once the clock was set."""
        try:
            ahead = float(orders[0].with_suffix(CLOCK).read_text() or 0)
        except FileNotFoundError:
            ahead = 0.0
        return datetime.now(tz) + timedelta(seconds=ahead)


def pass_by(kind: str) -> None:
    """Count a point, and die at the one that is ordered."""
    if not orders or not orders[0].exists():
        return
    order = orders[0]
    wanted = order.read_text()
    if not wanted:
        return
    number = passed[wanted, kind] = passed.get((wanted, kind), 0) + 1
    with order.with_suffix(POINTS).open("a") as points:
        points.write(f"{kind}\n")
    if wanted == f"{kind} {number}":
        os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(UnitSession, "after_begin")
def on_begin(session: Any, _transaction: Any, connection: Any) -> None:
    """Leave no room in a SQLite file while it is ordered so; each connection has a limit of its own."""
    if orders and connection.dialect.name == "sqlite":
        most = 1 if orders[0].with_suffix(FULL).exists() else 2**30
        connection.exec_driver_sql(f"PRAGMA max_page_count={most}")


@event.listens_for(UnitSession, "before_commit")
def on_commit(_session: Any) -> None:
    pass_by("commit")


@event.listens_for(UnitSession, "after_commit")
def on_committed(_session: Any) -> None:
    pass_by("committed")


call = Bot.__call__


async def call_and_count(self: Bot, method: Any, request_timeout: int | None = None) -> Any:
    """Make a call; what was sent, or fetched, is not written down yet when the process dies."""
    answer = await call(self, method, request_timeout)
    if method.__api_method__ == "getUpdates":
        if answer:
            pass_by("poll")
    elif method.__api_method__.startswith(("send", "copy", "edit")):
        pass_by("send")
    return answer


Bot.__call__ = call_and_count  # type: ignore[method-assign]
