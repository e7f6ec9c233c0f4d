"""`leadbot` on a machine whose clock is ahead by some seconds: `python -m tests.process.skewed 30 run`."""

import sys
from datetime import datetime, timedelta, tzinfo

from edges import shared_clock
from leadbot.cli import app
from services import clock

AHEAD = timedelta(seconds=float(sys.argv.pop(1)))


class Skewed(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Skewed":
        shown = datetime.now(tz) + AHEAD
        return cls.fromtimestamp(shown.timestamp(), tz)


clock.datetime = shared_clock.datetime = Skewed  # type: ignore[attr-defined]

if __name__ == "__main__":
    app()
