"""Lets time pass in a business whose clock nobody can turn: everything that has happened becomes older."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Outbox
from tests.stage import Stage

MOMENTS = ("assigned_at", "unanswered_since", "completed_at", "reminded_at", "waiting_since")


def make_older(session: Session, age: timedelta) -> None:
    for contact in session.scalars(select(Contact)):
        for name in MOMENTS:
            moment = getattr(contact, name)
            setattr(contact, name, moment and moment - age)
    for row in session.scalars(select(Outbox).where(Outbox.done_at.is_not(None))):
        assert row.done_at is not None
        row.done_at -= age


async def let_pass(stage: Stage, **time: float) -> None:
    """Let all that is delivered and done be so much longer ago."""
    await stage.settle()
    await stage.run(make_older, timedelta(**time))
