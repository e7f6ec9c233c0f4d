"""`leadbot simulate`: days of a made-up business in a minute, and whether every promise held."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from leadbot.process import fail
from models.database.open import open_database
from services.policy import Policy

REGION = "DE"


def simulate(days: int, seed: int, per_day: int, keep: Path | None) -> None:
    """Let the days go by in a file that is kept, or thrown away; ends with 1 if a promise was broken."""
    with TemporaryDirectory(prefix="leadbot-simulation-") as folder:
        if keep is not None and keep.exists():
            fail(f"--keep: {keep} is there already")
        file = keep or Path(folder) / "simulation.db"
        is_kept = asyncio.run(run_simulation(file, days, seed, per_day))
        if keep is not None:
            for line in write_kept(keep, days):
                typer.echo(line)
    raise typer.Exit(0 if is_kept else 1)


async def run_simulation(file: Path, days: int, seed: int, per_day: int) -> bool:
    """Simulate, print what came of it, and return whether all promises were kept."""
    from simulation.business import ADMIN
    from simulation.report import write_report
    from simulation.week import ZONE, simulate

    policy = Policy(admin_ids=(ADMIN,), timezone=ZONE, phone_region=REGION, default_language="en")
    database = await open_database(f"sqlite+aiosqlite:///{file}")
    try:
        result = await simulate(database, policy, days=days, seed=seed, per_day=per_day, tell=typer.echo)
    finally:
        await database.close()
    for line in write_report(result):
        typer.echo(line)
    return not result.promises.broken and not (result.replayed and result.replayed.differing)


def write_kept(file: Path, days: int) -> Iterator[str]:
    """Yield how to go on with a business that is kept."""
    from simulation.week import FIRST_DAY, ZONE

    last = FIRST_DAY + timedelta(days=days - 1)
    yield f"It is kept in {file}. To look into it by any command, and to try a change on it:"
    yield f"  export DATABASE_URL=sqlite+aiosqlite:///{file} TIMEZONE={ZONE} PHONE_REGION={REGION}"
    yield f"  leadbot audit; leadbot simulate --days {days} --until {last} --weight Anna=5"
