"""Four processes on a PostgreSQL of their own: killed, frozen, cut off and restarted, judged by the checker."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from proofs import exporting
from proofs.check_history import check
from tests.databases import run_postgres, write_address
from tests.process.company import Company, open_company
from tests.process.swallowing import Swallowing

TROUBLE = 6.0  # seconds between one trouble and the next
SETTLES = 120.0


async def trouble_company(
    folder: Path, postgres: Path, name: str, *, ends: float, tell: Callable[[str], None]
) -> dict[str, int]:
    """Make one trouble after another under load; returns the figures of the history, raises Broken."""
    address, crashes = write_address(postgres, name), 0
    async with open_company(folder, address, bots=2) as company, Swallowing(postgres, folder) as wire:
        cut_off = write_address(folder, name)
        processes = [await company.launch(*company.bots) for _ in range(3)]
        for person in ("Anna", "Boris"):
            await company.hire(person, limit=4)
        processes.append(await company.launch(*company.bots, database_url=cut_off))
        clients = [await company.client(f"Client {number}.") for number in range(12)]
        company.begin_load(clients, company.bots)

        async def restart() -> None:
            await asyncio.to_thread(run_postgres, postgres, "restart", "-m", "immediate")

        for trouble in ("freeze", "cut", "restart PostgreSQL", "thaw", "kill", "restart PostgreSQL"):
            await asyncio.sleep(TROUBLE)
            tell(f"four processes: {trouble}")
            if time.monotonic() > ends:
                break
            match trouble:
                case "freeze":
                    processes[0].freeze()
                case "thaw":
                    processes[0].thaw()
                case "cut":
                    wire.swallow()
                case "kill":
                    crashes += 1
                    processes[1].running.kill()
                    await company.launch(*company.bots)
                case _:
                    await restart()
        await company.end_load()
        await company.settle(SETTLES)
        await company.check()
        return await judge(company, crashes)


async def judge(company: Company, crashes: int) -> dict[str, int]:
    """Return the figures of what the company has recorded; raises Broken."""
    facts = await exporting.export(company.settings.database_url)
    for bot, chat, message in company.written:
        facts.append({"fact": "written", "bot": bot, "chat": chat, "message": message})
    facts += [{"fact": "crash"}] * crashes
    return check(facts)
