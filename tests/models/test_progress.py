"""Who waits for a copy sees it move: a bar in a terminal, a line now and then elsewhere."""

import asyncio
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from benchmarks.years import fill, open_business
from leadbot.databases import Lines
from models.database.open import open_database

ROOT = Path(__file__).resolve().parents[2]
CONTACTS = 3000


async def fill_file(path: Path) -> None:
    """Store so many contacts."""

    def write(session: Session) -> None:
        open_business(session)
        fill(session, CONTACTS)

    database = await open_database(f"sqlite:///{path}")
    await database.write(write)
    await database.close()


def test_the_bar_moves_in_a_terminal(migrated_file: Path) -> None:
    asyncio.run(fill_file(migrated_file))
    terminal, end = pty.openpty()
    command = (sys.executable, "-m", "leadbot", "copy", f"sqlite:///{migrated_file}", "sqlite:///copy.db")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    program = subprocess.Popen(
        command, cwd=migrated_file.parent, env=environment, stdout=subprocess.DEVNULL, stderr=end
    )
    os.close(end)
    shown = b""
    try:
        while part := os.read(terminal, 65536):
            shown += part
    except OSError:  # as Linux says that nobody writes any more
        pass
    assert program.wait() == 0
    percentages = set(re.findall(rb"(\d+)%", shown))
    assert len(percentages) >= 3, shown
    assert b"100" in percentages


def test_a_line_says_how_far_it_is_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    often = Lines("Copying", every=0)
    often.tell(0, 8)
    often.tell(2, 8)
    assert re.fullmatch(r"Copying: 25 %, \d+ s left\n", capsys.readouterr().err)
    seldom = Lines("Copying")
    seldom.tell(2, 8)
    assert capsys.readouterr().err == ""
