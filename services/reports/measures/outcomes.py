"""How the contacts completed in a period have ended, by outcome; nothing for a business without outcomes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import LabelKind
from services.labels import lists

Counts = Counter[tuple[int, int | None, int | None]]  # (source, operator, outcome) → contacts completed


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """So many completed contacts have this outcome; None: none was chosen."""

    id: int | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How contacts have ended, of all and by part; each with the most frequent first, and none last."""

    names: dict[int, str]
    counts: Counts

    def of_all(self) -> Sequence[OutcomeCount]:
        """Return how all have ended."""
        return self._list(self.counts)

    def of_source(self, source_id: int) -> Sequence[OutcomeCount]:
        """Return how those of a source have ended."""
        return self._list(Counter({key: n for key, n in self.counts.items() if key[0] == source_id}))

    def of_operator(self, operator_id: int) -> Sequence[OutcomeCount]:
        """Return how those of an operator have ended."""
        return self._list(Counter({key: n for key, n in self.counts.items() if key[1] == operator_id}))

    def _list(self, counts: Counts) -> Sequence[OutcomeCount]:
        if not self.names:
            return ()
        added = Counter[int | None]()
        for (_, _, outcome), count in counts.items():
            added[outcome if outcome in self.names else None] += count
        without = added.pop(None, 0)
        most_first = sorted(added.items(), key=lambda item: (-item[1], item[0] or 0))
        counted = [OutcomeCount(id_, self.names[id_ or 0], count) for id_, count in most_first]
        return [*counted, OutcomeCount(None, None, without)] if without else counted


def name_outcomes(session: Session, counts: Counts) -> Outcomes:
    """Return what was counted, with the names of outcomes; without one in use or in it there are none."""
    every = lists.list_labels(session, LabelKind.OUTCOME, with_retired=True)
    chosen = {outcome for _, _, outcome in counts}
    is_used = any(label.retired_at is None or label.id in chosen for label in every)
    return Outcomes({label.id: label.name for label in every} if is_used else {}, counts)
