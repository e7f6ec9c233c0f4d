"""A seed is a bug report: its history is the same each time that it is played."""

from pathlib import Path

import pytest

from proofs import seeded
from proofs.check_history import Broken
from services.contacts import edits
from services.queues import relays


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


def test_what_is_not_told_is_found(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits.relays, "tell_edit", lambda *_given, **_more: None)
    assert edits.relays is relays
    with pytest.raises(Broken, match="the other side sees what was said"):
        for seed in range(10):
            seeded.play_figures(template, tmp_path, seed)
