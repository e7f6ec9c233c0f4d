"""Plants each bug in a copy of the tree, and lets the part that must catch it run there."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs.bugs import BUGS, Bug
from tests.process.program import ROOT

PATIENCE = 420  # seconds for one bug: longer than any part
LEFT_OUT = (".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", "__pycache__", ".hypothesis")
SAYS = re.compile(
    r"BROKEN: (.*?)(?: \|)?$|^(?:E  )?\s*(\S*(?:Broken|Error|Exception|Conflict|Failed)\b.*)$", re.M
)


def make_command(bug: Bug) -> list[str]:
    """Return what must fail."""
    return [sys.executable, "-m", "proofs", "--part", bug.caught_by, "--seeds", "100", "--points", "60"]


def catch(bug: Bug) -> str | None:
    """Plant a bug and return what was said of it; None if nothing was."""
    with TemporaryDirectory(prefix="proofs-bug-") as name:
        tree = Path(name) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
        bug.plant(tree)
        environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": ""}
        with (Path(name) / "said").open("w+") as said:
            running = subprocess.Popen(
                make_command(bug), cwd=tree, env=environment, stdout=said, stderr=said, start_new_session=True
            )
            try:
                code = running.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, 9)
                running.wait()
                return None
            said.seek(0)
            text = said.read()
    if code == 0:
        return None
    found = SAYS.findall(text)
    said_most = next((first for first, _ in found if first), None) or (found[-1][1] if found else None)
    return (said_most or text.strip().splitlines()[-1])[:200]


def plant_all(tell: Callable[[str], None], names: list[str]) -> bool:
    """Plant every bug, or those that are named; returns whether all were caught."""
    missed = []
    chosen = [bug for bug in BUGS if not names or bug.name in names]
    for bug in chosen:
        began = time.monotonic()
        said = catch(bug)
        if said is None:
            missed.append(bug.name)
        took = time.monotonic() - began
        tell(f"{bug.name} | {bug.caught_by} | {took:.0f} s | {said or 'NOT CAUGHT'}")
    tell(
        f"{len(chosen) - len(missed)} of {len(chosen)} planted bugs caught"
        + (f"; not: {missed}" if missed else "")
    )
    return not missed
