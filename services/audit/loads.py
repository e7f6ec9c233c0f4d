"""What each operator had open at each decision, rebuilt from the facts before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.events import Kind, list_load_changes


@dataclass(slots=True)
class Loads:
    """The loads so far. Where the history begins later than the work did, a decision says what there was."""

    is_complete: bool = True
    counts: dict[int, int] = field(default_factory=dict)
    taken: int = 0  # loads that had to be taken from a decision, and so could not be compared

    def find(self, operator_id: int) -> int | None:
        """Return an operator's load; None while nothing says what it was at first."""
        return self.counts.get(operator_id, 0 if self.is_complete else None)

    def take(self, operator_id: int, load: int) -> None:
        """Take what a decision says of an operator of whom nothing is known."""
        self.counts[operator_id] = load
        self.taken += 1

    def apply(self, kind: Kind, data: Mapping[str, Any]) -> None:
        """Count what a fact changes."""
        for operator_id, change in list_load_changes(kind, data):
            if (load := self.find(operator_id)) is not None:
                self.counts[operator_id] = load + change

    def lose(self) -> None:
        """Know nothing any more: something is gone that would have counted."""
        self.is_complete, self.counts = False, {}
