"""`leadbot` in this process, with settings of a mistake; what it says to people."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadbot.cli import app
from leadbot.settings import Settings


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    err: str
    out: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells `leadbot` what to do, in a folder of its own with no settings but those given."""

    patch: pytest.MonkeyPatch
    folder: Path

    def tell(self, *words: str, **settings: str) -> Said:
        """Run a command until it ends."""
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            for name in Settings.model_fields:
                if name.upper() in os.environ:
                    patch.delenv(name.upper())
            for name, value in settings.items():
                patch.setenv(name.upper(), value)
            result = CliRunner().invoke(app, words)
        return Said(result.exit_code, result.stderr, result.stdout)

    def refuse(self, address: str, *words: str, code: int = 2, **settings: str) -> str:
        """Give a database that can't be opened; returns the one line that says why."""
        said = self.tell(*(words or ("migrate",)), database_url=address, **settings)
        assert said.code == code, said
        assert said.err.count("\n") == 1, said.err
        return said.err.rstrip("\n")


@pytest.fixture
def teller(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Teller:
    """Whoever types commands in a folder of the test's own."""
    return Teller(monkeypatch, tmp_path)
