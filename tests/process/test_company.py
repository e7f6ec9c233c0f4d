"""Several processes on one PostgreSQL, in trouble and under load: others go on, nothing is lost."""

import asyncio
from collections import Counter
from pathlib import Path

from tests.process.company import Company, open_company

TAKEOVER = 12.0  # seconds until others work for the bots of a frozen process
WRITES = 8.0  # seconds until others write all the same
SHIFT = 15.0  # seconds until bots have evened out


async def wait_for_shares(company: Company, *shares: int) -> None:
    """Wait until processes work for so many bots, and no two of them for one."""

    async def is_so() -> bool:
        owned = [await process.list_owned() for process in company.processes]
        assert max(Counter(bot for bots in owned for bot in bots).values(), default=1) == 1
        return sorted(map(len, owned)) == sorted(shares)

    await company.wait_until(is_so, f"shares of {shares}", SHIFT)


async def test_a_frozen_process_holds_up_nobody_and_comes_back_in_peace(
    tmp_path: Path, migrated_postgres: str
) -> None:
    async with open_company(tmp_path, migrated_postgres) as company:
        await asyncio.gather(*(company.launch(*company.bots) for _ in range(3)))
        await wait_for_shares(company, 0, 1, 1)
        for name in ("Anna", "Boris"):
            await company.hire(name, limit=4)
        people = [await company.client(f"Client {number}.") for number in range(12)]
        company.begin_load(people, company.bots)
        await asyncio.sleep(2)

        vera, (theirs, other) = await company.client(), company.bots
        frozen = await company.find_owner(theirs)
        frozen.freeze()
        waited = await asyncio.gather(
            company.time_storing(theirs, vera, TAKEOVER), company.time_storing(other, vera, WRITES)
        )
        print("takeover and others' writes, s:", waited)
        await asyncio.sleep(2)
        frozen.thaw()
        await wait_for_shares(company, 0, 1, 1)
        await company.end_load()
        await company.settle()
        await company.check()
        assert "Conflict" not in "".join(process.read_log() for process in company.processes)
        await asyncio.gather(*(process.stop() for process in company.processes))
