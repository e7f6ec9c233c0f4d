"""What `leadbot` says without a command."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    command = (sys.executable, "-m", "leadbot", "--version")
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert said.stdout == f"leadbot {project['version']}\n"


def tell(tmp_path: Path, *words: str) -> tuple[int, str]:
    """Tell leadbot something where there is a database; returns how it ended and what it said."""
    said = subprocess.run(
        (sys.executable, "-m", "leadbot", *words),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": "sqlite:///own.db"},
        capture_output=True,
        text=True,
        check=False,
    )
    return said.returncode, said.stdout + said.stderr


def test_a_history_is_proved_by_three_commands(tmp_path: Path) -> None:
    assert tell(tmp_path, "replay") == (2, "DATABASE_URL: there is no file own.db\n")
    assert tell(tmp_path, "migrate")[0] == 0
    assert tell(tmp_path, "replay") == (0, "0 decisions replayed: 0 differ.\n")
    assert tell(tmp_path, "audit", "--days", "7")[0] == 0
    code, said = tell(tmp_path, "export-log", "log.jsonl")
    assert (code, said.startswith("log.jsonl: 2 lines")) == (0, True), said
    assert (tmp_path / "log.jsonl").stat().st_mode & 0o077 == 0
    assert tell(tmp_path, "export-log", "log.jsonl") == (
        2,
        "log.jsonl is there already; nothing is overwritten\n",
    )
    assert sorted(path.name for path in tmp_path.glob("log*")) == ["log.jsonl"]
    for command in ("replay", "audit"):
        assert tell(tmp_path, command, "--month", "2026-13") == (
            2,
            "--month: '2026-13' is no month such as 2026-10\n",
        )


SLIPS = {
    ("--weight", "Anna=5"): "--weight Anna=5: there is no such operator",
    ("--weight", "Anna"): "--weight Anna: write it as in Anna=5",
    ("--weight", "=5"): "--weight =5: write it as in Anna=5",
    ("--limit", "Anna@site=5"): "--limit Anna@site=5: there is no such operator",
    ("--off", "Anna"): "--off Anna: there is no such operator",
    ("--hire", "7"): "--hire 7: there is no such operator",
    ("--hours", "Anna=sometimes"): "--hours Anna=sometimes: there is no such operator",
    ("--mode", "@acme_bot=sideways"): "--mode @acme_bot=sideways: 'sideways' is none of draw, turns, pool",
    ("--mode", "@acme_bot=turns"): "--mode @acme_bot=turns: there is no such source",
}


def test_a_change_that_can_not_be_tried_is_one_line(tmp_path: Path) -> None:
    assert tell(tmp_path, "simulate", "--off", "Anna") == (2, "DATABASE_URL: there is no file own.db\n")
    assert tell(tmp_path, "migrate")[0] == 0
    for words, line in SLIPS.items():
        code, said = tell(tmp_path, "simulate", *words)
        assert (code, said.startswith(line), said.count("\n")) == (2, True, 1), said
    (tmp_path / "kept.db").touch()
    assert tell(tmp_path, "simulate", "--keep", "kept.db") == (2, "--keep: kept.db is there already\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")
@pytest.mark.parametrize("rights", [0o600, 0o640, 0o604])
def test_a_file_of_secrets_that_others_can_read_is_told_of_in_one_line(tmp_path: Path, rights: int) -> None:
    file = tmp_path / ".env"
    file.write_text("DATABASE_URL=sqlite:///own.db\n", encoding="utf-8")
    file.chmod(rights)
    said = subprocess.run(
        (sys.executable, "-m", "leadbot", "migrate"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    warning = ".env holds secrets and can be read by others: chmod 600 .env\n"
    assert said.stderr == ("" if rights == 0o600 else warning)
