"""The transcripts of the READMEs are what the demo prints, and the lines of the tutorial do what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.terminal import run_demo
from tests.docs.pages import ROOT, Block, list_blocks, page
from tests.once import make_once

PLAYS = [block for block in list_blocks("text") if block.info.startswith("text demo ")]
OPERATORS = {"en": "Anna|Boris|Clara", "ru": "Анна|Борис|Клара"}
LEFT_OUT = "…"  # a line that stands for any number of lines


def play(language: str) -> str:
    """Return what the demo's story prints in a language; it is played once in a run."""

    def record(made: Path) -> None:
        options = ("demo", "--play", "--fast", "--language", language)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        told = subprocess.run(
            (sys.executable, "-m", "leadbot", *options), env=environment, capture_output=True, check=True
        )
        made.write_bytes(told.stdout)

    return make_once(f"story-{language}", record).read_text(encoding="utf-8")


def level(text: str, language: str) -> list[str]:
    """Return lines without what depends on the draw, and without what only aligns them."""
    whoever = re.sub(OPERATORS[language], "operator", text)
    return [re.sub(r"\s+", " ", line).strip().rstrip("─ ") for line in whoever.splitlines()]


def find_run(lines: list[str], run: list[str], after: int) -> int:
    """Return where the lines end that are the same, one by one, as those of a run."""
    for start in range(after, len(lines) - len(run) + 1):
        if lines[start : start + len(run)] == run:
            return start + len(run)
    raise AssertionError("the story does not print:\n" + "\n".join(run))


@pytest.mark.parametrize("block", PLAYS, ids=str)
def test_a_transcript_is_what_the_story_prints(block: Block) -> None:
    language = block.info.removeprefix("text demo ")
    printed, place, run = level(play(language), language), 0, list[str]()
    for line in (*level(block.text, language), LEFT_OUT):
        if line == LEFT_OUT:
            place, run = find_run(printed, run, place), []
        else:
            run.append(line)


def test_each_readme_has_a_transcript_in_its_language() -> None:
    shown = {(str(block.page), block.info): len(block.lines) for block in PLAYS}
    assert shown.keys() == {("README.md", "text demo en"), ("README.ru.md", "text demo ru")}
    assert len(set(shown.values())) == 1, "they show the same"


async def test_the_lines_of_the_tutorial_do_what_it_says(tmp_path: Path) -> None:
    rows = page("docs/start/demo.md").table("type", "and see")
    assert len(rows) > 5
    async with run_demo(tmp_path, "--terminal", "--language", "en", typed=True) as terminal:
        await terminal.read_until("in the place of anna")
        holder = "anna"
        for typed, seen in rows:
            await terminal.type(re.sub(r"^anna\b", holder, typed.codes[0]))
            printed = await terminal.read_until(seen.codes[0])
            if drawn := re.search(r"^  (\w+) +←  Request #1 ·", printed, re.MULTILINE):
                holder = drawn[1]
        assert await terminal.end() == 0
    assert "For example:" not in terminal.printed
