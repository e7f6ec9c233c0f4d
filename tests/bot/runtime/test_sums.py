"""A running bot sums up past days by itself."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Event
from tests.stage import Stage


def put_into_the_past(session: Session) -> None:
    """Let everything have happened five days ago."""
    for contact in session.scalars(select(Contact)):
        contact.created_at -= timedelta(days=5)
    for event in session.scalars(select(Event)):
        event.at -= timedelta(days=5)


async def test_a_bot_that_starts_sums_up_what_is_past(stage: Stage) -> None:
    await stage.client("Vera", text="Hello")
    await stage.settle()
    await stage.run(put_into_the_past)
    await stage.stop()
    assert stage.count("day_sums") == 0
    await stage.start()
    async with asyncio.timeout(10):
        while stage.count("day_sums") < 4:  # noqa: ASYNC110 (another thread)
            await asyncio.sleep(0.01)
