"""Four processes on a PostgreSQL of their own: killed, frozen, cut off and restarted, judged by the checker."""

import asyncio
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from proofs import exporting
from proofs.check_history import check
from proofs.processes.crowd import Crowd
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from tests.databases import run_postgres, write_address
from tests.process.company import Company, Process, open_company
from tests.process.swallowing import Swallowing

PAUSE = 5.0  # seconds between one trouble and the next
SETTLES = 60.0
TROUBLES = (
    "freeze",
    "kill",
    "thaw",
    "end sessions",
    "cut",
    "restart PostgreSQL",
    "mend",
    "kill",
    "freeze",
    "end sessions",
    "thaw",
    "cut",
    "restart PostgreSQL",
    "mend",
)
NAMES = ("Anna", "Boris", "Clara", "David")
IN_POOL = ("Elena", "Frank")
CLIENTS = 20
END_SESSIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND pid % 2 = 0"
)
RULES = {"reopen_window_minutes": 0, "accept_timeout_minutes": 0}  # each contact ends once


async def trouble_company(
    folder: Path, postgres: Path, name: str, *, ends: float, tell: Callable[[str], None]
) -> dict[str, int]:
    """Make one trouble after another under load; returns the figures of the history, raises Broken."""
    address = write_address(postgres, name)
    async with open_company(folder, address, bots=3) as company, Swallowing(postgres, folder) as wire:
        processes = [await company.launch(*company.bots, **RULES) for _ in range(3)]
        staff = await hire(company, processes[0])
        wired = write_address(folder, name)
        processes.append(await company.launch(*company.bots, database_url=wired, **RULES))
        crowd = await begin_work(company, staff)
        repeats = 0  # that may come of troubles: what was sent is not written down
        for trouble in cycle(TROUBLES):
            await asyncio.sleep(PAUSE)
            if time.monotonic() > ends - SETTLES / 2:
                break
            tell(f"four processes: {trouble}")
            repeats += trouble not in ("thaw", "mend")
            match trouble:
                case "freeze":
                    processes[0].freeze()
                case "thaw":
                    processes[0].thaw()
                case "cut":
                    wire.swallow()
                case "mend":
                    wire.mend()
                case "kill":
                    victim = processes.pop(1)
                    victim.is_stopped = True
                    victim.running.kill()
                    processes.append(await company.launch(*company.bots, **RULES))
                case "end sessions":
                    await company.select(END_SESSIONS)
                case _:
                    await asyncio.to_thread(run_postgres, postgres, "restart", "-m", "immediate")
        processes[0].thaw()
        wire.mend()
        await crowd.end()
        await company.settle(SETTLES)
        facts = await exporting.export(company.settings.database_url)
        facts += [*crowd.facts, *await crowd.list_answers(), *[{"fact": "crash"}] * repeats]
        (folder / "history.jsonl").write_text(exporting.write_lines(facts))
        return check(facts)


async def hire(company: Company, process: Process) -> dict[Person, list[Bot]]:
    """Hire four for a bot, one that goes first and a web site, and two for a shared pool; returns who works where."""
    shop, pool, first = company.bots
    await company.command("/sources add site")
    staff = dict[Person, list[Bot]]()
    for name in (*NAMES, *IN_POOL):
        person = await company.hire(name, limit=3)
        staff[person] = [pool] if name in IN_POOL else [shop, first]
        for bot in (pool, first):
            await person.open(bot)
        if name in IN_POOL:
            await company.command(f"/weight {name} {shop.username} 0")
        for source in (pool.username,) if name in IN_POOL else (first.username, "site"):
            await company.command(f"/weight {name} {source} 1")
    ids = {row["name"]: row["id"] for row in (await process.api.get("/sources/")).json()}
    for name, change in ((pool.username, {"mode": "pool"}), (first.username, {"priority_minutes": 10})):
        found = next(id_ for source, id_ in ids.items() if name in source)
        changed = await process.api.patch(f"/sources/{found}", json=change)
        assert changed.status_code == 200, changed.text
    return staff


async def begin_work(company: Company, staff: dict[Person, list[Bot]]) -> Crowd:
    """Let clients write and forms come, and everybody work."""
    crowd = Crowd()
    [[site]] = await company.select("SELECT id FROM sources WHERE name = 'site'")
    for operator, bots in staff.items():
        for bot in bots:
            crowd.work(operator, bot)
    clients = [await company.client(f"Client {number}.") for number in range(CLIENTS)]
    crowd.write(clients, company.bots, 0.12)

    def list_addresses() -> list[str]:
        return [str(process.api.base_url) for process in company.processes if not process.is_stopped]

    for _ in range(3):
        crowd.post([site], list_addresses, 0.3)
    return crowd
