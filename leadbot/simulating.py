"""`leadbot simulate`: days of a made-up business in seconds, and whether every promise held."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from models.database.open import open_database
from services.policy import Policy


def simulate(days: int, seed: int, per_day: int) -> None:
    """Let the days go by in a database that is thrown away; ends with 1 if a promise was broken."""
    is_kept = asyncio.run(run_simulation(days, seed, per_day))
    raise typer.Exit(0 if is_kept else 1)


async def run_simulation(days: int, seed: int, per_day: int) -> bool:
    """Simulate, print what came of it, and return whether all promises were kept."""
    from simulation.business import ADMIN
    from simulation.report import write_report
    from simulation.week import ZONE, simulate

    policy = Policy(admin_ids=(ADMIN,), timezone=ZONE, phone_region="DE", default_language="en")
    with TemporaryDirectory(prefix="leadbot-simulation-") as folder:
        database = await open_database(f"sqlite+aiosqlite:///{Path(folder) / 'simulation.db'}")
        try:
            result = await simulate(database, policy, days=days, seed=seed, per_day=per_day, tell=typer.echo)
        finally:
            await database.close()
    for line in write_report(result):
        typer.echo(line)
    return not result.promises.broken and not (result.replayed and result.replayed.differing)
