"""What an invariant is: a name, a query for what breaks it, and perhaps a way to put that right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.moment import Moment


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is broken: what it is, its number, and figures about it. Nobody's words."""

    what: str
    number: Any
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return f"{self.what} {self.number}" + (f" ({facts})" if facts else "")


@dataclass(frozen=True, slots=True)
class Found:
    """How much is broken, and the first of it."""

    count: int = 0
    items: Sequence[Item] = ()


class Find(Protocol):
    def __call__(self, session: Session, *, limit: int, at: Moment) -> Found:
        """Look, and write nothing; `limit`: how many to name."""


class Repair(Protocol):
    def __call__(self, session: Session, item: Item, *, at: Moment) -> None:
        """Put one thing right that was found in the same transaction, all sources locked."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold. What is cheap to look for is looked for by the clock, too."""

    name: str
    find: Find
    repair: Repair | None = None
    is_cheap: bool = False


def find_rows(session: Session, query: Any, what: str, *, limit: int) -> Found:
    """Return what a query finds: its first column is the number, the others are facts by their labels."""
    rows = session.execute(query.limit(limit + 1)).all()
    items = [
        Item(what, row[0], {name: show(row._mapping[name]) for name in list(row._fields)[1:]})
        for row in rows[:limit]
    ]
    if len(rows) <= limit:
        return Found(len(items), items)
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    return Found(session.scalars(counted).one(), items)


def show(value: Any) -> Any:
    """Return a value in a word."""
    return "none" if value is None else getattr(value, "value", value)
