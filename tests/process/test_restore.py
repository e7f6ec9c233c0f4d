"""The drill of docs/how-to/backup.md: a disk is lost after the backup, with an answer on its way."""

import os
import subprocess
import sys
from pathlib import Path

from tests.process.program import ROOT, until
from tests.process.stage import open_process_stage

PENDING = "SELECT count(*) FROM outbox WHERE state = 'pending' AND kind = 'relay'"


def call(path: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Call `leadbot` with the database in a file."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{path}"}
    command = (sys.executable, "-m", "leadbot", *words)
    return subprocess.run(command, cwd=path.parent, env=given, check=False, capture_output=True, text=True)


async def test_a_restored_backup_goes_on_where_it_was_and_sends_what_was_pending(tmp_path: Path) -> None:
    async with open_process_stage(tmp_path) as stage:
        (anna,) = await stage.staff(["Anna"], limit=5)
        vera = await stage.client("Vera", text="Do you deliver?")
        card = await stage.card(anna, "Do you deliver?")
        await stage.settle()
        await stage.telegram.add_fault("server_error", person=vera)
        await anna.write(stage.bot, "Yes, we do.", reply_to=card.message_id)
        await until(lambda: stage.one(PENDING) == 1, "an answer on its way")
        saved = tmp_path / "saved.db"
        made = call(stage.path, "backup", str(saved))
        assert made.returncode == 0, made.stderr
        stage.kill()
        for beside in ("", "-wal", "-shm"):
            stage.path.with_name(stage.path.name + beside).unlink(missing_ok=True)
        saved.rename(stage.path)
        assert call(stage.path, "doctor").returncode == 0
        await stage.telegram.clear_faults()
        await stage.start()
        await vera.wait_for(stage.bot, lambda message: message.text == "Yes, we do.", 60)
        await stage.settle()
        assert stage.one("SELECT count(*) FROM contacts") == 1
        await stage.stop()
        assert call(stage.path, "doctor").returncode == 0
