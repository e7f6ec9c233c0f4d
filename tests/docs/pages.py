"""Reads Markdown pages: their blocks, tables, headings, links and code within the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count, takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `info` is what stands after the fence: a language, and how it is proved."""

    page: "Page"
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def language(self) -> str:
        return self.info.partition(" ")[0]

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its source text, and the pieces of code in it."""

    text: str
    codes: tuple[str, ...]


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Page:
    """One page, by its path from the root of the checkout."""

    path: str

    def __str__(self) -> str:
        return self.path

    @property
    def file(self) -> Path:
        return ROOT / self.path

    @cached_property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def tokens(self) -> list[Token]:
        return MARKDOWN.parse(self.text)

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(self, token.map[0] + 1 if token.map else 0, token.info.strip(), token.content)
            for token in self.tokens
            if token.type in ("fence", "code_block")
        ]

    @property
    def codes(self) -> list[str]:
        """The pieces of code in the text and the tables, in order."""
        return [code for token in self.tokens if token.type == "inline" for code in find_codes(token)]

    @property
    def headings(self) -> list[Heading]:
        return [
            Heading(int(opening.tag[1]), inline.content)
            for opening, inline in zip(self.tokens, self.tokens[1:], strict=False)
            if opening.type == "heading_open"
        ]

    @cached_property
    def anchors(self) -> set[str]:
        """What a link may name after a #, as GitHub makes it of the headings."""
        found = set[str]()
        for heading in self.headings:
            slug = re.sub(r"[^\w\- ]", "", heading.text.lower()).replace(" ", "-")
            found.add(next(name for name in number(slug) if name not in found))
        return found

    @property
    def links(self) -> list[str]:
        """Where links and images lead."""
        inline = [child for token in self.tokens for child in token.children or ()]
        named = [child.attrGet("href") or child.attrGet("src") for child in inline]
        html = re.findall(r'<(?:img|a)[^>]*?(?:src|href)="([^"]+)"', self.text)
        return [str(link) for link in (*named, *html) if link]

    def table(self, *header: str) -> list[Row]:
        """Return the rows of all tables that have this header."""
        return [
            row for head, *rows in self.tables if tuple(cell.text for cell in head) == header for row in rows
        ]

    @property
    def tables(self) -> Iterator[list[Row]]:
        """Each table as rows, the header first."""
        tokens = iter(self.tokens)
        for token in tokens:
            if token.type == "table_open":
                yield read_rows(list(takewhile(lambda inner: inner.type != "table_close", tokens)))


def read_rows(tokens: list[Token]) -> list[Row]:
    """Return the rows of the tokens of a table."""
    rows: list[list[Cell]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(Cell(token.content, tuple(find_codes(token))))
    return [tuple(row) for row in rows]


def find_codes(token: Token) -> list[str]:
    """Return the pieces of code in a line of text."""
    return [child.content for child in token.children or () if child.type == "code_inline"]


def number(slug: str) -> Iterator[str]:
    """Return the names that headings of the same text get, one after the other."""
    yield slug
    yield from (f"{slug}-{n}" for n in count(1))


@cache
def page(path: str) -> Page:
    """Return a page, read once."""
    return Page(path)


@cache
def list_pages() -> tuple[Page, ...]:
    """Return every page that people read."""
    beside = ("README.md", "README.ru.md", "CONTRIBUTING.md", "CHANGELOG.md", "sandbox/README.md")
    docs = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    return tuple(page(path) for path in (*beside, *docs))


def list_blocks(language: str) -> list[Block]:
    """Return the blocks of a language, of all pages."""
    return [block for page in list_pages() for block in page.blocks if block.language == language]
