"""A bug to plant: one replacement of source text, and the part of the proofs that must catch it.

A text that is not there exactly once is an error: code that has moved must not leave a bug unplanted.
"""

from dataclasses import dataclass
from pathlib import Path

# parts of `python -m proofs`
SEEDS, SWEEP, SOAK, FULL, RACES = "seeds", "sweep-sqlite", "soak", "disk-full", "races"
FOUR, CLOCKS = "four-processes", "clocks"
PARTS = (SEEDS, SWEEP, SOAK, FULL, RACES, FOUR, CLOCKS)


@dataclass(frozen=True, slots=True)
class Bug:
    """A small change that breaks a promise; `caught_by` is a part of the proofs."""

    name: str
    path: str
    search: str
    replacement: str
    caught_by: str = SEEDS

    def plant(self, tree: Path) -> None:
        """Change the source in a copy of the tree; raises ValueError unless the text is there once."""
        path = tree / self.path
        source = path.read_text(encoding="utf-8")
        if (found := source.count(self.search)) != 1:
            raise ValueError(f"{self.name}: {self.path} has the text {found} times")
        path.write_text(source.replace(self.search, self.replacement), encoding="utf-8")
