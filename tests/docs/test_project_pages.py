"""What is for those who change the product: CONTRIBUTING, the changelog, the hooks of pre-commit."""

import re
import tomllib
from datetime import date

import yaml  # type: ignore[import-untyped]  # its types are a package of their own

from tests.architecture.rules import ARROWS
from tests.docs.pages import ROOT, page

KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}  # of keepachangelog.com 1.1.0
VERSION = re.compile(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)")
TOOLS = {"ruff", "mypy", "pytest"}


def test_the_packages_import_each_other_as_the_page_says() -> None:
    rows = page("CONTRIBUTING.md").table("package", "holds", "may import")
    assert {row[0].codes[0]: set(row[2].codes) for row in rows} == ARROWS


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    changelog = page("CHANGELOG.md")
    first, *versions = [heading.text for heading in changelog.headings if heading.level == 2]
    assert first == "[Unreleased]"
    read = [VERSION.fullmatch(version) for version in versions]
    released = [(match[1], date.fromisoformat(match[2])) for match in read if match]
    assert len(released) == len(versions) > 0
    assert released == sorted(released, key=lambda version: version[1], reverse=True)
    assert {heading.text for heading in changelog.headings if heading.level == 3} <= KINDS
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert released[0][0] == project["version"]


def test_the_hooks_call_what_the_environment_has() -> None:
    """They are all local, so that none is fetched; `make lint` calls the same tools."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[~>=]", name)[0] for name in pyproject["project"]["optional-dependencies"]["dev"]}
    called = set[str]()
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        program, *words = hook["entry"].split()
        tool = program.removeprefix(".venv/bin/")
        assert program == f".venv/bin/{tool}"
        assert f"$(BIN)/{tool}" in makefile
        assert tool in wanted
        called.add(tool)
        for word in words:
            assert word.startswith("-") or (ROOT / word).exists() or f"{tool} {word}" in makefile, word
    assert called == TOOLS
