"""Lines of shell on the pages: those that do something are run elsewhere, the others name what there is."""

import re
import shlex
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import typer.main
import yaml  # type: ignore[import-untyped]  # its types are a package of their own
from typer.core import TyperGroup

from leadbot.cli import app
from tests.docs.pages import ROOT, Block

OPTION_OF_MAKE = re.compile(r"[A-Z]+=.*")


@cache
def list_targets() -> frozenset[str]:
    """Return the targets that `make` lists."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z]+):.*?## ", makefile, re.MULTILINE))


@cache
def find_group() -> TyperGroup:
    """Return the command `leadbot` with its subcommands."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group


def check_make(words: Sequence[str]) -> None:
    """Every target is there."""
    for word in words:
        assert OPTION_OF_MAKE.fullmatch(word) or word in list_targets(), f"make knows no target {word}"


def check_leadbot(words: Sequence[str]) -> None:
    """The subcommand takes these options."""
    group = find_group()
    if not words or words[0] in ("--help", "--version"):
        return
    name, *given = words
    command = group.commands.get(name)
    assert command is not None, f"there is no leadbot {name}"
    command.make_context(name, list(given), parent=group.make_context("leadbot", [name]))


def check_python(words: Sequence[str]) -> None:
    """`python -m leadbot …`, or an installation of what pyproject.toml offers."""
    assert words[:1] == ["-m"], words
    if words[1] == "leadbot":
        return check_leadbot(words[2:])
    assert words[1:3] == ["pip", "install"], words
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for word in words[3:]:
        if extras := re.fullmatch(r"\.\[(.*)\]", word):
            assert set(extras[1].split(",")) <= project["optional-dependencies"].keys(), word
        elif not word.startswith("-"):
            assert (ROOT / word).is_file(), f"there is no {word}"
    return None


def check_copy(words: Sequence[str]) -> None:
    """What is copied is there, and where it goes is nobody's but the user's."""
    source, target = words
    assert (ROOT / source).is_file(), f"there is no {source}"
    assert target in (ROOT / ".gitignore").read_text(encoding="utf-8").split(), target


def check_nothing_given(words: Sequence[str]) -> None:
    """It takes no words."""
    assert not words


def check_sudo(words: Sequence[str]) -> None:
    """What is installed on a server is there, and so are the units that are started."""
    assert words[0] in {
        "cp",
        "install",
        "python3",
        "rm",
        "systemctl",
        "systemd-run",
        "journalctl",
        "/opt/leadbot/.venv/bin/python",
    }
    for word in words[1:]:
        if word.endswith((".service", ".timer")):
            assert (ROOT / "deploy" / Path(word).name).is_file(), f"there is no {word}"
        elif word.startswith(("deploy/", ".env", "constraints")):
            assert (ROOT / word).is_file(), f"there is no {word}"


def check_docker(words: Sequence[str]) -> None:
    """A command about services that compose.yaml has."""
    compose, command, *given = words
    assert compose == "compose"
    assert command in {"up", "ps", "logs", "stop", "exec"}
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    named = [word for word in given if not word.startswith("-")]
    for name in named[:1] if command == "exec" else named:
        assert name in services, f"there is no service {name}"


CHECKS: dict[str, Callable[[Sequence[str]], None]] = {
    "make": check_make,
    "leadbot": check_leadbot,
    ".venv/bin/leadbot": check_leadbot,
    ".venv/bin/python": check_python,
    "python": check_python,
    "cp": check_copy,
    "sudo": check_sudo,
    "docker": check_docker,
    ".ci/run": check_nothing_given,
}


def is_known(command: str) -> bool:
    """Tell whether a line begins with a program that we can check."""
    return command.partition(" ")[0] in CHECKS


def check(command: str) -> None:
    """Check a line, which does nothing but name what there is."""
    program, *words = shlex.split(command, comments=True)
    assert program in CHECKS, f"nobody knows how to check {command!r}"
    CHECKS[program](words)


def is_run(block: Block) -> bool:
    """Tell whether a block of shell is run by a test of its own."""
    return "curl" in block.text or "openssl" in block.text
