"""Two processes and two bots on one PostgreSQL: what they cost idle, and how soon one wakes the other.

A contact is posted to the API of the process that does not work for the bot of its card. Idle they are to
need at most three transactions a second together, and 95 of 100 cards are to be there after 100 ms.
"""

import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks.programs.postgres import serve_postgres
from tests.databases import write_address
from tests.once import FOLDER
from tests.process.company import Company, open_company

CONTACTS = 60
IDLE = 30.0  # seconds
MOST_IDLE, MOST_CROSSING = 3.0, 100.0  # transactions a second, milliseconds
COUNTED = """
SELECT xact_commit + xact_rollback
FROM pg_stat_database WHERE datname = current_database()
"""


async def count_transactions(company: Company) -> int:
    """Return how many transactions there have been."""
    found: int = (await company.select(COUNTED))[0][0]
    return found


async def measure_idle(company: Company) -> float:
    """Return transactions a second while nothing happens, without those of this measurement."""
    await asyncio.sleep(10)
    before = await count_transactions(company)
    await asyncio.sleep(IDLE)
    return (await count_transactions(company) - before - 1) / IDLE


async def measure_crossing(company: Company) -> list[float]:
    """Return the milliseconds from the answer of one process to the card of the other."""
    anna = await company.hire("Anna", limit=1000)
    await company.command("/sources add site")
    await company.command("/weight Anna site 1")
    [[site]] = await company.select("SELECT id FROM sources WHERE name = 'site'")
    owner = await company.find_owner(company.bot)
    other = next(process for process in company.processes if process is not owner)
    took = []
    for number in range(CONTACTS):
        form = {"source_id": site, "message": f"Form {number}.", "external_id": f"visitor-{number}"}
        posted = await other.api.post("/contacts", json=form)
        began = time.monotonic()
        assert posted.status_code == 201, posted.text
        await anna.wait_for(company.bot, f"Form {number}.")
        took.append((time.monotonic() - began) * 1000)
        await asyncio.sleep(0.2)
    return took


async def measure(socket: Path) -> bool:
    """Print both; returns whether they are as they are to be."""
    async with open_company(socket.parent, write_address(socket, "postgres")) as company:
        await asyncio.gather(*(company.launch(*company.bots) for _ in range(2)))
        for bot in company.bots:
            await company.find_owner(bot)
        await company.admin.open(company.bot)
        idle = await measure_idle(company)
        took = sorted(await measure_crossing(company))
        p50, p95 = statistics.median(took), took[int(len(took) * 0.95) - 1]
        print("| transactions a second, idle | to the other's card, ms, p50 | p95 | max |")
        print("|---|---|---|---|")
        print(f"| {idle:.1f} | {p50:.0f} | {p95:.0f} | {took[-1]:.0f} |")
        return idle <= MOST_IDLE and p95 <= MOST_CROSSING


def main() -> None:
    """Measure with a PostgreSQL of its own; ends with 1 if anything is above what it is to be."""
    with serve_postgres() as socket:
        os.environ[FOLDER] = str(socket.parent)
        is_well = asyncio.run(measure(socket))
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
