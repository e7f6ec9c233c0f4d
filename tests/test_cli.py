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
