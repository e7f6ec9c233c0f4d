"""A seed is a bug report: its history is the same each time that it is played."""

from pathlib import Path

import pytest

from proofs import seeded


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The office in which every history begins."""
    made = tmp_path / "template.db"
    seeded.make_template(made)
    return made


def test_a_history_keeps_every_promise_and_is_the_same_again(template: Path, tmp_path: Path) -> None:
    first, again = (seeded.play_figures(template, tmp_path, 4) for _ in range(2))
    assert first == again
    assert first["decision"] > 5
    assert first["crash"] > 0
