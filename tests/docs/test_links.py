"""Links lead somewhere, every page can be reached, and the READMEs say the same in both languages."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.docs import shell
from tests.docs.pages import ROOT, Page, list_pages, page

ENGLISH, RUSSIAN = page("README.md"), page("README.ru.md")
MOST_WORDS = 850  # three minutes, with the transcript
RUSSIAN_LETTERS = re.compile("[\u0400-\u04ff]")


def find_targets(source: Page) -> Iterator[tuple[str, str]]:
    """Return where the links of a page lead within the checkout: a path, and a heading of it."""
    for link in source.links:
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme == "https", f"{source}: {link}"
            assert parts.hostname, f"{source}: {link}"
            continue
        target = (source.file.parent / parts.path).resolve() if parts.path else source.file
        yield target.relative_to(ROOT).as_posix(), parts.fragment


@pytest.mark.parametrize("source", list_pages(), ids=str)
def test_links_lead_to_files_and_headings_that_are_there(source: Page) -> None:
    for path, fragment in find_targets(source):
        assert (ROOT / path).exists(), f"{source} links to {path}"
        if fragment:
            assert fragment in page(path).anchors, f"{source} links to {path}#{fragment}"


@pytest.mark.parametrize("start", ["README.md", "README.ru.md", "docs/README.md"])
def test_every_page_is_reached_by_links(start: str) -> None:
    reached, ahead = {start}, [start]
    while ahead:
        found = {path for path, _ in find_targets(page(ahead.pop())) if path.endswith(".md")}
        ahead.extend(found - reached)
        reached |= found
    assert {str(page) for page in list_pages()} - {"README.md", "README.ru.md"} <= reached


def test_the_index_names_every_page() -> None:
    linked = {path for path, _ in find_targets(page("docs/README.md"))}
    assert {str(page) for page in list_pages() if page.path.startswith("docs/")} - {
        "docs/README.md"
    } <= linked
    assert len(page("docs/README.md").text.splitlines()) <= 40, "one screen"


def test_the_readmes_link_to_each_other_and_to_the_same_pages() -> None:
    assert ENGLISH.links[0] == "README.ru.md"
    assert RUSSIAN.links[0] == "README.md"
    # A picture shows the page in the language of its README.
    assert ENGLISH.links[1:] == [link.replace("/page-ru-", "/page-") for link in RUSSIAN.links[1:]]


def test_the_readmes_have_the_same_parts() -> None:
    assert [heading.level for heading in ENGLISH.headings] == [heading.level for heading in RUSSIAN.headings]
    assert [block.language for block in ENGLISH.blocks] == [block.language for block in RUSSIAN.blocks]
    sizes = [[len(rows) for rows in each.tables] for each in (ENGLISH, RUSSIAN)]
    assert sizes[0] == sizes[1]
    for english, russian in zip(ENGLISH.headings[1:], RUSSIAN.headings[1:], strict=True):
        assert not RUSSIAN_LETTERS.search(english.text)
        assert RUSSIAN_LETTERS.search(russian.text)


def test_the_readmes_name_the_same_commands() -> None:
    def find_commands(readme: Page) -> list[str]:
        of_shell = [
            line.partition("#")[0].strip() for b in readme.blocks if b.language == "sh" for line in b.lines
        ]
        words = [re.sub(r" [^\W\d_a-z@]\w+", " …", code) for code in readme.codes]
        return [re.sub(r"… \w+$|…( …)+", "…", word) for word in (*of_shell, *words)]

    assert find_commands(ENGLISH) == find_commands(RUSSIAN)
    assert sum(shell.is_known(code) for code in ENGLISH.codes) > 2


def test_the_readme_is_read_in_three_minutes() -> None:
    assert len(ENGLISH.text.split()) <= MOST_WORDS
