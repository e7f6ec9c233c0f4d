"""What happens a thousand times is a line at once, and another with the count."""

import asyncio
import logging

import pytest

from edges.counted_lines import CountedLine, write_rest
from tests.complaints import read_complaints

log = logging.getLogger("leadbot")


async def test_a_thousand_times_are_two_lines(caplog: pytest.LogCaptureFixture) -> None:
    line = CountedLine(log, "%(count)d of them, the latest from %(latest)s", every=0.2)
    for number in range(1000):
        line.count(f"no. {number}")
    assert read_complaints(caplog) == ["1 of them, the latest from no. 0"]
    async with asyncio.timeout(10):
        while len(read_complaints(caplog)) < 2:  # noqa: ASYNC110 (the log wakes nobody)
            await asyncio.sleep(0.01)
    assert read_complaints(caplog)[1] == "999 of them, the latest from no. 999"


async def test_after_a_quiet_while_the_next_is_told_at_once(caplog: pytest.LogCaptureFixture) -> None:
    line = CountedLine(log, "%(count)d of them, the latest from %(latest)s", every=0)
    line.count("Anna")
    await asyncio.sleep(0.01)  # the while is over
    line.count("Boris")
    assert read_complaints(caplog) == ["1 of them, the latest from Anna", "1 of them, the latest from Boris"]


async def test_what_was_counted_since_the_last_line_is_told_at_a_stop(
    caplog: pytest.LogCaptureFixture,
) -> None:
    line = CountedLine(log, "%(count)d of them, the latest from %(latest)s")
    for name in ("Anna", "Boris", "Clara"):
        line.count(name)
    write_rest()
    write_rest()
    told = [said for said in read_complaints(caplog) if "of them" in said]  # others may count beside
    assert told == ["1 of them, the latest from Anna", "2 of them, the latest from Clara"]
