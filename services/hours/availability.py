"""What decides whether an operator gets anything new, load apart: each change of it leaves an event.

The first event of an operator has `before` null and says how it was when the record begins; each later one
has only what changed. So it is known for any moment since then.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from sqlalchemy.orm import Session

from models import Actor, Operator
from services import events
from services.moment import Moment


@dataclass(frozen=True, slots=True)
class Availability:
    """An operator's switches, limit and hours of work, as the columns of those names have them."""

    is_active: bool
    on_shift: bool
    max_active_leads: int
    hours: str | None
    timezone: str | None
    away_until: datetime | None

    @classmethod
    def of(cls, operator: Operator) -> Self:
        """Return how it is with an operator now."""
        return cls(*(getattr(operator, name) for name in NAMES))

    def write(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return these fields as an event keeps them."""
        values = {name: getattr(self, name) for name in names}
        return {key: one.isoformat() if isinstance(one, datetime) else one for key, one in values.items()}


NAMES = tuple(field.name for field in fields(Availability))


def read(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields that an event has kept, as they were."""
    away = data.get("away_until")
    return {**data, "away_until": datetime.fromisoformat(away)} if away else dict(data)


def begin_record(session: Session, operator: Operator, *, at: Moment) -> None:
    """Record how it is with a new operator."""
    after = Availability.of(operator).write(NAMES)
    _record(session, operator, None, after, actor=None, at=at)


@contextmanager
def recording(
    session: Session, operator: Operator, *, actor: Actor | None = None, at: Moment
) -> Iterator[None]:
    """Record what changes of an operator within, if anything does; `actor` None: by itself, or unknown."""
    before = Availability.of(operator)
    yield
    after = Availability.of(operator)
    changed = tuple(name for name in NAMES if getattr(before, name) != getattr(after, name))
    if changed:
        _record(session, operator, before.write(changed), after.write(changed), actor=actor, at=at)


def _record(
    session: Session,
    operator: Operator,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    *,
    actor: Actor | None,
    at: Moment,
) -> None:
    data = {"operator_id": operator.id, "before": before, "after": after}
    events.record(session, None, events.Kind.OPERATOR_SET, actor=actor, at=at, **data)
