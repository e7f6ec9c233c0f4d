"""The session of a unit of work: what it has read, added or looked for by key it does not ask for again.

SQLAlchemy's own sessions let go of what nobody refers to, and write all they have before every query; within
a batch of updates the same operators and chats come again and again, and what is written together is cheap.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, event, func, inspect, literal, select, union_all
from sqlalchemy.orm import Session, SessionTransaction

from models.base import Base

Row = TypeVar("Row", bound=Base)

NOTHING: Mapping[str, int] = MappingProxyType({})
FORGETS = "forgets"  # in the info of a session: what this unit takes away must be in no file any more


class Finder(Protocol):
    """What remembers in a unit which rows it has found."""

    def note_added(self, session: "UnitSession", row: Any) -> None:
        """Find a row from now on that the unit adds."""


LOOKUPS: defaultdict[type, list[Finder]] = defaultdict(list)  # of the rows of each table


@dataclass(slots=True)
class Memory:
    """What a unit knows without asking."""

    kept: set[object] = field(default_factory=set)  # so that nothing is read twice
    added: dict[tuple[type, object], Any] = field(default_factory=dict)  # by primary key, written or not
    found: defaultdict[Finder, dict[tuple[object, ...], Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    unwritten: defaultdict[type, dict[int | None, list[Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # of each table, by contact
    locked: set[int] = field(default_factory=set)  # sources
    ids: defaultdict[type, list[int]] = field(default_factory=lambda: defaultdict(list))  # drawn, not given
    last_ids: dict[str, int] = field(default_factory=dict)  # of each table, by its name


class UnitSession(Session):
    """A session that keeps what it has read or written until it ends.

    `last_ids` is what the last unit knew of them, where nobody else writes.
    """

    def __init__(self, *given: Any, last_ids: Mapping[str, int] = NOTHING, **options: Any) -> None:
        super().__init__(*given, **options)
        self.memory = Memory(last_ids=dict(last_ids))

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Return the row with a primary key, also one that is not written yet."""
        if any(options.values()):
            return super().get(entity, ident, **options)
        added = self.memory.added.get((entity, ident))
        if added is not None:
            return added
        with self.no_autoflush:  # what is not written yet would be among those
            return super().get(entity, ident, **options)

    def refresh(self, instance: object, *given: Any, **options: Any) -> None:
        """Read a row anew, and perhaps lock it; what the unit has changed of it is written first.

        SQLAlchemy would forget that. A row that is not written yet is nobody else's, and stays as it is.
        """
        state = inspect(instance)
        if state.modified and state.persistent:
            self.flush()
        if not state.pending:
            super().refresh(instance, *given, **options)

    def draw_id(self, table: type[Base]) -> int | None:
        """Return the id of a row that is not written yet, for others to name; None if that costs more."""
        if self.get_bind().dialect.name == "sqlite":  # nobody else writes meanwhile
            if not self.memory.last_ids:
                self.memory.last_ids = self.connection().execute(_ask_last_ids()).one()._asdict()
            self.memory.last_ids[table.__tablename__] += 1
            return self.memory.last_ids[table.__tablename__]
        if table.ids_at_once and not self.memory.ids[table]:
            _draw_ids(self, table)
        return self.memory.ids[table].pop(0) if table.ids_at_once else None


@cache
def _ask_last_ids() -> Select[Any]:
    tables = [table for table in Base.metadata.tables.values() if "id" in table.c]
    last = [(table.name, func.coalesce(func.max(table.c.id), 0)) for table in tables]
    return select(*(select(number).scalar_subquery().label(name) for name, number in last))


def _draw_ids(session: UnitSession, table: type[Base]) -> None:
    """Draw ids of a table; what is drawn ahead anyway is drawn for all such tables at once."""
    tables = [mapper.class_ for mapper in Base.registry.mappers] if table.ids_at_once > 1 else [table]
    wanted = [each for each in tables if each.ids_at_once > 1 and not session.memory.ids[each]] or [table]
    drawn = [_ask_next_ids(each.__tablename__, each.ids_at_once) for each in wanted]
    by_name = {each.__tablename__: each for each in wanted}
    for name, number in session.connection().execute(union_all(*drawn)):
        session.memory.ids[by_name[name]].append(number)


def _ask_next_ids(name: str, count: int) -> Select[Any]:
    number = func.nextval(f"{name}_id_seq").label("number")
    return select(literal(name).label("name"), number).select_from(func.generate_series(1, count))


def draw_ids_anew(session: Session) -> None:
    """Forget ids that are drawn and not given, after waiting for a lock: others may have got later ones."""
    if isinstance(session, UnitSession) and session.get_bind().dialect.name != "sqlite":
        session.memory.ids.clear()


def list_unwritten(session: Session, table: type[Row], contact_id: int | None) -> list[Row]:
    """Return the rows about a contact that the unit has added and no query sees yet, as they came."""
    return session.memory.unwritten[table].get(contact_id, []) if isinstance(session, UnitSession) else []


@event.listens_for(UnitSession, "transient_to_pending")
def note_added(session: UnitSession, row: Any) -> None:
    """Give a new row its id, and find it from now on."""
    table = type(row)
    if hasattr(table, "id") and row.id is None:
        row.id = session.draw_id(table)
    key = inspect(table).primary_key_from_instance(row)
    if None not in key:
        session.memory.added[table, key[0] if len(key) == 1 else tuple(key)] = row
    session.memory.unwritten[table].setdefault(getattr(row, "contact_id", None), []).append(row)
    for lookup in LOOKUPS[table]:
        lookup.note_added(session, row)


@event.listens_for(UnitSession, "after_flush")
def note_written(session: UnitSession, _context: object) -> None:
    """Note that queries see from now on what was added."""
    session.memory.unwritten.clear()


@event.listens_for(UnitSession, "loaded_as_persistent")
@event.listens_for(UnitSession, "pending_to_persistent")
def keep(session: UnitSession, row: Any) -> None:
    """Refer to a row's object for as long as the session lives."""
    session.memory.kept.add(row)


@event.listens_for(UnitSession, "pending_to_transient")
@event.listens_for(UnitSession, "persistent_to_deleted")
def forget_deleted(session: UnitSession, row: Any) -> None:
    """Find a row no longer that is taken away, or was never written."""
    for key in [key for key, added in session.memory.added.items() if added is row]:
        del session.memory.added[key]
    for lookup in LOOKUPS[type(row)]:
        session.memory.found.pop(lookup, None)


@event.listens_for(UnitSession, "after_soft_rollback")
def forget_undone(session: UnitSession, _transaction: SessionTransaction) -> None:
    """Look again, and lock again: what was found may have been undone, and what was locked is free."""
    session.memory.added.clear()
    session.memory.found.clear()
    session.memory.locked.clear()
    session.memory.unwritten.clear()


@contextmanager
def seeing(session: Session, *tables: type[Base]) -> Iterator[None]:
    """Let what is read meanwhile see the changes of these tables, and write nothing else yet.

    A session writes all it has before every query. What goes to other tables is cheaper to write together.
    """
    is_added = isinstance(session, UnitSession) and any(map(session.memory.unwritten.get, tables))
    if is_added or any(isinstance(row, tables) for row in session.dirty):
        session.flush()
    with session.no_autoflush:
        yield
