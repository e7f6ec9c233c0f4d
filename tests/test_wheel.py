"""The wheel is the whole product: away from the checkout it holds every shipped file, starts and migrates.

Only the third-party libraries are borrowed from the environment that runs the tests.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "*.db*")


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What the command printed; when it fails, so does the test, showing that."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, f"{command} exited with {done.returncode}:\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: setuptools would leave build/ in the checkout, and take old files from it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(ROOT, folder / "source", ignore=NOT_SOURCE)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, source, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the fresh environment's commands.

    A folder named in a .pth file joins sys.path without its own .pth files being read, so the libraries come
    along and an editable install of the checkout does not.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    where = {"base": str(home), "platbase": str(home)}
    commands = Path(sysconfig.get_path("scripts", "venv", where))
    pip = (sys.executable, "-m", "pip", "--python", commands / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=home)
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    site = Path(sysconfig.get_path("purelib", "venv", where))
    (site / "libraries.pth").write_text("\n".join(libraries))
    return commands


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """An empty working directory."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    return folder


def clean_env(**settings: str) -> dict[str, str]:
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **settings}


def test_the_wheel_holds_every_file_of_the_shipped_packages_and_nothing_else(wheel: Path) -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    shipped = set[str]()
    for name in setuptools["packages"]["find"]["include"]:
        files = (path for path in (ROOT / name.rstrip("*")).rglob("*") if path.is_file())
        shipped |= {
            path.relative_to(ROOT).as_posix()
            for path in files
            if path.parent.name != "__pycache__" and path.name != "README.md"  # for who reads the checkout
        }

    with ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert inside == shipped
    assert {
        "bot/ui/locales/ru/people.ftl",
        "bot/ui/locales/en/people.ftl",
        "models/migrations/env.py",
    } <= inside
    assert any(name.startswith("models/migrations/versions/0") for name in inside)


def test_what_runs_is_the_wheel_and_not_the_checkout(installed: Path, nowhere: Path) -> None:
    program = "import bot, models, services, leadbot; print(bot.__file__, leadbot.__file__)"

    where = run(installed / "python", "-c", program, cwd=nowhere, env=clean_env())

    assert all(Path(file).is_relative_to(installed.parent) for file in where.split())


def test_the_installed_command_says_what_it_can_do(installed: Path, nowhere: Path) -> None:
    said = run(installed / "leadbot", "--help", cwd=nowhere, env=clean_env())

    assert all(command in said for command in ("run", "demo", "sandbox", "migrate"))


def test_the_installed_command_makes_a_database_in_an_empty_directory(
    installed: Path, nowhere: Path, tmp_path: Path
) -> None:
    database = tmp_path / "x.db"
    settings = clean_env(DATABASE_URL=f"sqlite+aiosqlite:///{database}")

    run(installed / "leadbot", "migrate", cwd=nowhere, env=settings)

    with sqlite3.connect(database) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert {"contacts", "leads", "operators", "sources", "inbox", "outbox", "events"} <= tables
