"""What the Dockerfile copies is there, and works as another user who can write to its data alone."""

import asyncio
import fnmatch
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sandbox.serve import serve as serve_telegram
from tests.ports import find_port
from tests.process.program import START, until
from tests.stage import Stage, play

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
USER = re.search(r"^USER (\d+):(\d+)$", DOCKERFILE, re.MULTILINE)
KEY = "Vq7ZpLw2Rk9TxB4mNc6Hd8Js"  # of the kind that the settings take


def list_copied() -> list[str]:
    """Return what is copied from the checkout."""
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return [word for words in copies for word in words.split()]


def test_everything_that_is_copied_is_there_and_not_ignored() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert len(list_copied()) > 10
    for name in list_copied():
        assert (ROOT / name).exists(), name
        assert name.split("/")[0] in kept, name
    secret = [line for line in lines if not line.startswith("!")]
    assert any(fnmatch.fnmatch("leadbot/.env", line) for line in secret)


def test_the_image_has_every_package_that_is_shipped() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    include = re.search(r"^include = \[(.*)\]$", project, re.MULTILINE)
    assert include is not None
    assert set(re.findall(r'"(\w+)\*"', include[1])) <= set(list_copied())


def test_no_registry_is_named_and_nobody_is_root() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert set(bases) == {"python:3.13-slim"}
    assert USER is not None
    assert int(USER[1]) > 0
    assert 'ENTRYPOINT ["leadbot"]' in DOCKERFILE, "a shell in between would keep signals to itself"


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """A folder with the environment of the image, which nobody may write to; it borrows the libraries."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become another user, by setpriv")
    folder = Path(tempfile.mkdtemp(prefix="leadbot-image-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        source, home = folder / "source", folder / "environment"
        for name in list_copied():
            copied = source / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copied, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, copied)
        pip = (sys.executable, "-m", "pip", "--quiet")
        subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, source], check=True)
        [wheel] = folder.glob("*.whl")
        venv.create(home, symlinks=True)
        install = ("--python", home / "bin/python", "install", "--no-deps", "--no-index", wheel)
        subprocess.run([*pip, *install], check=True)
        site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
        libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
        (site / "libraries.pth").write_text("\n".join(libraries))
        shutil.copy(ROOT / "deploy/healthcheck.py", home)
        subprocess.run(["chmod", "-R", "a+rX,a-w", home], check=True)
        yield home
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(image: Path, *words: object, **settings: object) -> "subprocess.Popen[str]":
    """Run a command as the image's user, with nothing in the environment but what the image has."""
    assert USER is not None
    as_user = ("setpriv", f"--reuid={USER[1]}", f"--regid={USER[2]}", "--clear-groups")
    given = {"PATH": f"{image}/bin:{os.defpath}", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    given |= {"HOME": "/nowhere", "MPLCONFIGDIR": "/proc/nowhere"}  # where nothing can be written
    given |= {name.upper(): str(value) for name, value in settings.items()}
    return subprocess.Popen(
        [*as_user, "--bounding-set=-all", "--inh-caps=-all", *map(str, words)],
        cwd="/",
        env=given,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_command_answers_as_another_user(image: Path) -> None:
    out, _ = start(image, "leadbot", "--help").communicate(timeout=START)
    assert "migrate" in out


def test_nobody_may_write_to_the_environment(image: Path) -> None:
    program = start(image, "touch", image / "bin/new")
    program.communicate(timeout=START)
    assert program.returncode != 0


class InImage(Stage):
    """A stage whose bot runs as in the image."""

    def __init__(self, image: Path, port: int, *business: Any) -> None:
        super().__init__(*business)
        self.image, self.port = image, port

    async def start(self) -> None:
        """Start the process, whose user has its data alone."""
        assert USER is not None
        for path in (self.path.parent, *self.path.parent.iterdir()):
            os.chown(path, int(USER[1]), int(USER[2]))
        self.program = start(
            self.image,
            "leadbot",
            "run",
            bot_tokens=self.bot.token,
            admin_ids=self.admin.id,
            telegram_api=self.settings.telegram_api,
            database_url=f"sqlite+aiosqlite:///{self.path}",
            api_port=self.port,
            api_host="0.0.0.0",
            api_key=KEY,
        )

    async def close(self) -> None:
        """Leave no process behind."""
        self.program.kill()
        self.program.communicate()

    def check_health(self) -> "tuple[int, str]":
        """Run the image's health check."""
        asked = {"api_port": self.port, "api_host": "0.0.0.0"}
        check = start(self.image, "python", self.image / "healthcheck.py", **asked)
        out, _ = check.communicate(timeout=START)
        return check.returncode, out


async def test_the_bot_works_draws_says_that_it_is_well_and_stops(image: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="leadbot-data-", dir="/tmp") as place:
        make = partial(InImage, image, find_port())
        async with serve_telegram() as server, play(make, server, Path(place)) as stage:
            await stage.client("Vera", text="Hello")
            await stage.settle()
            await stage.admin.write(stage.bot, "/stats 7")
            await stage.admin.wait_for(stage.bot, lambda m: m.kind == "photo")
            assert await asyncio.to_thread(stage.check_health) == (0, "")
            stage.program.send_signal(signal.SIGTERM)
            await until(lambda: stage.program.poll() is not None, "the end", 15)
            assert stage.program.returncode == 0
            code, said = await asyncio.to_thread(stage.check_health)
            assert (code, "refused" in said) == (1, True)


def test_without_an_api_the_check_is_content_with_a_process_that_is_there(image: Path) -> None:
    check = start(image, "python", image / "healthcheck.py")
    assert check.communicate(timeout=START)[0] == ""
    assert check.returncode == 0
