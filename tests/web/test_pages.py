"""Each page loads only what is there, runs nothing inline, and says everything in both languages."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from tests.sandbox.test_page import Variables
from web.files import SHARED, describe, find_files
from web.headers import make_headers

ROOT = Path(__file__).resolve().parents[2]
BOARD = ROOT / "api" / "board" / "page"
LONGEST = 250  # lines of a file of ours
PAGES = (ROOT / "sandbox" / "page", BOARD)
LANGUAGES = ("en", "ru")


def read_texts(language: str) -> dict[str, set[str]]:
    """By key the variables of each text of the board."""
    parsed = FluentParser().parse((BOARD / "locales" / f"{language}.ftl").read_text())
    assert not [entry for entry in parsed.body if isinstance(entry, ast.Junk)]
    found: dict[str, set[str]] = {}
    for entry in parsed.body:
        if isinstance(entry, ast.Message):
            assert entry.value is not None
            assert entry.id.name not in found, f"{entry.id.name} twice"
            finder = Variables()
            finder.visit(entry)
            found[entry.id.name] = finder.names
    return found


@pytest.mark.parametrize("page", PAGES, ids=["messenger", "board"])
def test_every_module_imports_files_that_the_page_serves(page: Path) -> None:
    found = find_files(page)
    modules = {name: path for name, path in found.items() if path.suffix in (".js", ".mjs")}
    assert len(modules) > 20
    for name, path in modules.items():
        for imported in re.findall(r'(?:from|import)\s*"([^"]+)"', path.read_text()):
            # As a browser resolves it: against where the module is served.
            resolved = (Path("/") / name).parent.joinpath(imported).resolve().as_posix().lstrip("/")
            assert resolved in found, f"{name} imports {imported}"


@pytest.mark.parametrize("page", PAGES, ids=["messenger", "board"])
def test_nothing_runs_inline_or_comes_from_elsewhere(page: Path) -> None:
    body = (page / "index.html").read_text()
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|style=", body)
    found = find_files(page)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', body)
    assert addresses
    assert all(address.partition("/page/")[2] in found for address in addresses)
    sources = "\n".join(path.read_text() for path in page.rglob("*.js"))
    assert not re.search(r"innerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write", sources)


def test_pages_serve_no_program_and_nothing_beside_their_types() -> None:
    found = find_files(BOARD)
    assert found["web/app/html.js"] == SHARED / "app" / "html.js"
    assert not [name for name in found if name.endswith((".py", ".md", ".pyc"))]
    assert describe(found["locales/ru.ftl"])["Content-Type"] == "text/plain; charset=utf-8"


def test_the_rules_for_browsers_allow_nothing_inline() -> None:
    policy = make_headers(frames="'self'")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("frame-ancestors 'self'")
    assert "unsafe" not in policy


def test_the_board_says_the_same_in_both_languages() -> None:
    english, russian = (read_texts(language) for language in LANGUAGES)
    assert english.keys() == russian.keys()
    assert {key for key in english if not russian[key] <= english[key]} == set()


def test_every_text_of_the_board_is_used_and_every_used_text_is_there() -> None:
    folders = (BOARD / "app", SHARED / "app")
    sources = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.js"))
    keys = read_texts("en").keys()
    named = set(re.findall(r'\bt\("([a-z0-9_-]+)"', sources))
    chosen = set(re.findall(r'"([a-z]+(?:[-_][a-z0-9]+)*)"', sources))
    begun = tuple(re.findall(r"`([a-z-]+-)\$\{", sources))
    assert named <= keys
    assert {key for key in keys if key not in chosen and not key.startswith(begun)} == set()


def test_no_file_of_a_page_is_longer_than_one_thing_needs() -> None:
    folders = [place / part for place in (*PAGES, SHARED) for part in ("app", "style")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 45
    assert {path.name: n for path in files if (n := len(path.read_text().splitlines())) > LONGEST} == {}
