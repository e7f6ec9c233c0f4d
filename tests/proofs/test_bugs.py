"""Every planted bug still finds the text that it replaces, once, and what is to catch it."""

from pathlib import Path

import pytest

from proofs.bugs import BUGS, PARTS, Bug

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_a_planted_bug_matches_exactly_once(bug: Bug) -> None:
    assert (ROOT / bug.path).read_text(encoding="utf-8").count(bug.search) == 1
    assert bug.search != bug.replacement
    assert bug.caught_by in PARTS


def test_a_text_that_has_moved_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("twice twice")
    with pytest.raises(ValueError, match="2 times"):
        Bug("bug", "code.py", "twice", "once").plant(tmp_path)
    with pytest.raises(ValueError, match="0 times"):
        Bug("bug", "code.py", "never", "once").plant(tmp_path)


def test_there_are_at_least_twelve_and_no_two_of_a_name() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 12
