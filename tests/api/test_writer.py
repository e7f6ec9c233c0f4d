"""Requests that share a commit: what is not begun when its caller is gone for good is not done."""

import asyncio
from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from api.writer import Writer
from models.database import Database


async def test_what_a_stop_has_cut_off_before_its_turn_is_not_done(database: Database) -> None:
    done: list[str] = []
    writer = Writer(database, lambda: None)

    def begin(name: str) -> "asyncio.Task[None]":
        def work(_session: Session, _now: datetime) -> None:
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
