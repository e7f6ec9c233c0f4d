"""`leadbot` that kills itself: `python -m proofs.dying run`, at the nth commit, send or poll it is told.

The file that PROOFS_ORDER names holds `KIND N`, or nothing. Each point that is passed meanwhile is a line in
the file beside it, so that a run without a kill counts them. `commit` is right before, `committed` right
after; a `send` has been done and a `poll` has brought something when the process dies.
"""

import os
import signal
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.aiogram_models import import_aiogram
from leadbot.cli import app
from models.database.unit import UnitSession
from proofs.points import ORDER, POINTS

import_aiogram()  # the quick way, before anybody does it the slow way

from aiogram import Bot  # noqa: E402

order = Path(os.environ[ORDER])
passed: dict[tuple[str, str], int] = {}  # by order and kind


def pass_by(kind: str) -> None:
    """Count a point, and die at the one that is ordered."""
    if not order.exists():
        return
    wanted = order.read_text()
    if not wanted:
        return
    number = passed[wanted, kind] = passed.get((wanted, kind), 0) + 1
    with order.with_suffix(POINTS).open("a") as points:
        points.write(f"{kind}\n")
    if wanted == f"{kind} {number}":
        os.kill(os.getpid(), signal.SIGKILL)


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

if __name__ == "__main__":
    app()
