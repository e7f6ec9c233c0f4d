"""Short histories on a virtual clock, each from one seed: faults of Telegram, and crashes around any commit.

The office is that of `leadbot simulate`, with two places each. `python -m proofs.seeded SEED` plays one again.
"""

import gc
import os
import shutil
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from models import Mode, Operator
from models.database.sqlite_file import create_writer, migrate
from models.database.unit import UnitSession
from proofs.exporting import write_lines
from proofs.histories.play import Play
from proofs.histories.rules import BEGIN, CAMPAIGN, FIRST, PLACES, POLICY, POOL
from services import sources
from services.chats import ChatRef
from services.distribution import weights
from services.distribution.modes import choice
from services.distribution.order import settings
from services.distribution.order.settings import SourceMinutes
from services.moment import Moment
from services.team import identity, operators
from simulation.business import ADMIN, SHOP, open_business
from tests.databases import log_loads

AHEAD, HELPS_AFTER = 4, 3  # minutes


def find_memory() -> str | None:
    """Return a folder in memory if there is one: what dies here is a process, not the machine."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def make_template(path: Path) -> None:
    """Make the database in which every history begins."""
    url = make_url(f"sqlite:///{path}")
    migrate(url)
    engine = create_writer(url)
    at = Moment(now=BEGIN, chance=Random(0).randrange, policy=POLICY)
    with UnitSession(engine, expire_on_commit=False) as session, session.begin():
        open_business(session, None, at=at)
        for operator in session.scalars(select(Operator)).all():
            operators.set_limit(session, operator, PLACES, at=at)
        add_bots(session, at=at)
        log_loads(session)
    engine.dispose()


def add_bots(session: Session, *, at: Moment) -> None:
    """Connect a bot with a shared pool of three, and one that goes first, in turn, among three.

    One operator only helps the shop after a while, and the shop has a campaign, which goes by its weights.
    """
    staff = session.scalars(select(Operator).order_by(Operator.id)).all()
    for bot, name in ((POOL, "acme_pool_bot"), (FIRST, "acme_first_bot")):
        source = sources.connect_bot(session, bot, name, at=at)
        for account in [ADMIN, *(one.telegram_id for one in staff)]:
            assert account is not None
            identity.identify(session, ChatRef(bot, account), language=None, reply_to=None, at=at)
        for operator in staff:
            is_out = operator is staff[0 if bot == FIRST else 1]
            weights.set_weight(session, operator, source, 0 if is_out else 1, at=at)
    by_bot = {source.bot_id: source for source in sources.list_sources(session)}
    sources.add_campaign(session, SHOP, "spring", CAMPAIGN, at=at)
    choice.choose(session, by_bot[POOL], Mode.POOL, at=at)
    choice.choose(session, by_bot[FIRST], Mode.TURNS, at=at)
    settings.set_minutes(session, by_bot[FIRST], SourceMinutes.PRIORITY, AHEAD, at=at)
    settings.set_minutes(session, by_bot[SHOP], SourceMinutes.SECOND_AFTER, HELPS_AFTER, at=at)
    settings.set_group(session, staff[-1], by_bot[SHOP], True, at=at)


def play(template: Path, folder: Path, seed: int) -> tuple[Play, dict[str, int]]:
    """Play the history of a seed; raises whatever is wrong with it."""
    path = folder / f"{os.getpid()}.db"
    shutil.copy(template, path)
    played = Play(path, Random(seed))
    try:
        played.live()
        facts, figures = played.judge()
        if "-v" in sys.argv:
            sys.stdout.write(write_lines(facts))
        return played, figures
    finally:
        played.engine.dispose()
        for left in folder.glob(f"{path.name}*"):
            left.unlink()


def play_figures(template: Path, folder: Path, seed: int) -> dict[str, int]:
    """Play the history of a seed in a process of a pool; returns its figures."""
    gc.set_threshold(100_000)  # what is thrown away here has few circles
    played, figures = play(template, folder, seed)
    return {**figures, "commit": played.commits, "full disk": played.full}


def main() -> None:
    """Play the history of the seed that is given."""
    with TemporaryDirectory(prefix="proofs-seed-", dir=find_memory()) as name:
        folder = Path(name)
        make_template(folder / "template.db")
        played, figures = play(folder / "template.db", folder, int(sys.argv[1]))
    print(f"kept: {figures}, {played.commits} commits")


if __name__ == "__main__":
    main()
