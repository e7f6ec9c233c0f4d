"""What the database itself keeps: its pages, indexes and counters, the index of words, and sums.

None of it is anybody's only copy but the pages: what is wrong with those a backup has to mend.
"""

from sqlalchemy import Index, Table, func, inspect, or_, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import Contact, DaySum, Source
from models.base import Base
from models.maintenance.rows import set_sequence
from models.words import COLUMNS, LETTERS, fold_in_sql, may_contain, name_index
from services.moment import Moment
from services.operations.doctor.invariants import Found, Item, find_rows
from services.reports import day_sums

NEWEST = 200  # rows of each table that are looked for in the index of words
MOMENTS = ("insert", "update", "delete")


def is_sqlite(session: Session) -> bool:
    """Tell which kind of database it is."""
    return session.get_bind().dialect.name == "sqlite"


def find_damage(session: Session, *, limit: int, at: Moment) -> Found:
    """Let SQLite read all of its file; PostgreSQL looks after its own."""
    if not is_sqlite(session):
        return Found()
    try:
        rows = session.execute(text(f"PRAGMA integrity_check({limit + 1})")).scalars().all()
    except DBAPIError as error:
        rows = [str(error.orig)]
    said = [line for row in rows if row != "ok" for line in str(row).splitlines()]
    return Found(len(said), [Item("file:", line) for line in said[:limit]])


def find_indexes(session: Session, *, limit: int, at: Moment) -> Found:
    """Find indexes that somebody has dropped: without some of them a rule is not kept any more."""
    items = [Item("index", index.name, {"of": table.name}) for table, index in _list_missing(session)]
    return Found(len(items), items[:limit])


def repair_index(session: Session, item: Item, *, at: Moment) -> None:
    """Make it again; what a unique one forbids has been put right before."""
    for _, index in _list_missing(session):
        if index.name == item.number:
            index.create(session.connection())


def _list_missing(session: Session) -> list[tuple[Table, Index]]:
    inspector = inspect(session.connection())
    missing = []
    for table in Base.metadata.sorted_tables:
        known = {index["name"] for index in inspector.get_indexes(table.name)}
        missing += [
            (table, i) for i in sorted(table.indexes, key=lambda i: str(i.name)) if i.name not in known
        ]
    return missing


def find_sequences(session: Session, *, limit: int, at: Moment) -> Found:
    """Find tables whose next number is given already, as after rows were put in by hand; of PostgreSQL."""
    if is_sqlite(session):
        return Found()
    items = []
    for table in Base.metadata.sorted_tables:
        sequence = "id" in table.c and session.scalar(
            text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
        )
        if not sequence:
            continue
        last, is_called = session.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()
        highest = session.scalar(select(func.max(table.c.id))) or 0
        if highest >= last + bool(is_called):
            items.append(Item("table", table.name, {"next": last + bool(is_called), "highest": highest}))
    return Found(len(items), items[:limit])


def repair_sequence(session: Session, item: Item, *, at: Moment) -> None:
    """Let the next row get the number after the highest."""
    set_sequence(session, Base.metadata.tables[item.number])


def find_search(session: Session, *, limit: int, at: Moment) -> Found:
    """Find tables with new rows of which the index of words knows nothing; PostgreSQL keeps it itself."""
    if not is_sqlite(session):
        return Found()
    triggers = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    items = []
    for kind in COLUMNS:
        name = name_index(kind)
        missing = [moment for moment in MOMENTS if f"{name}_{moment}" not in triggers]
        facts: dict[str, object] = {"without the trigger of": "/".join(missing)} if missing else {}
        if unknown := _count_unknown(session, kind):
            facts["rows not found"] = unknown
        if facts:
            items.append(Item("index", name, facts))
    return Found(len(items), items[:limit])


def _count_unknown(session: Session, kind: type[Base]) -> int:
    """Return how many of the newest rows are not found by the first letters of their texts."""
    columns = [getattr(kind, name) for name in COLUMNS[kind]]  # type: ignore[index] # a key of COLUMNS
    some = or_(*(func.length(column) >= LETTERS for column in columns))
    newest = select(kind.id, *columns).where(some).order_by(kind.id.desc())  # type: ignore[attr-defined]
    unknown = 0
    for row in session.execute(newest.limit(NEWEST)):
        said = next(value for value in row[1:] if value is not None and len(value) >= LETTERS)
        found = may_contain(session, kind, [said[: 2 * LETTERS]])  # type: ignore[arg-type] # as above
        assert found is not None
        unknown += session.scalar(select(kind.id).where(kind.id == row.id, found)) is None  # type: ignore[attr-defined]
    return unknown


def repair_search(session: Session, item: Item, *, at: Moment) -> None:
    """Write the index of a table anew; what keeps it in step only a migration can make."""
    kind = next(kind for kind in COLUMNS if name_index(kind) == item.number)
    names, table, index = COLUMNS[kind], kind.__tablename__, item.number
    words = ", ".join(map(fold_in_sql, names))
    is_any = " OR ".join(f"{name} IS NOT NULL" for name in names)
    session.execute(text(f"INSERT INTO {index} ({index}) VALUES ('delete-all')"))
    into = f"INSERT INTO {index} (rowid, {', '.join(names)})"
    session.execute(text(f"{into} SELECT id, {words} FROM {table} WHERE {is_any}"))


def find_source_counts(session: Session, *, limit: int, at: Moment) -> Found:
    """Find sources whose count of contacts, which metrics show, is not theirs."""
    number = (
        select(func.count())
        .where(Contact.source_id == Source.id, Contact.id <= Source.counted_to)
        .correlate(Source)
        .scalar_subquery()
    )
    rows = select(Source.id, Source.counted.label("counted"), number.label("there"))
    return find_rows(session, rows.where(Source.counted != number).order_by(Source.id), "source", limit=limit)


def repair_source_count(session: Session, item: Item, *, at: Moment) -> None:
    """Take what is there."""
    one = update(Source).where(Source.id == item.number).values(counted=item.facts["there"])
    session.execute(one)


def find_day_sums(session: Session, *, limit: int, at: Moment) -> Found:
    """Find past days whose kept sum is not what their history adds up to."""
    items = [Item("day", day.isoformat()) for day in day_sums.list_wrong(session, at=at)]
    return Found(len(items), items[:limit])


def repair_day_sum(session: Session, item: Item, *, at: Moment) -> None:
    """Forget the sum: the clock sums the day up again."""
    for row in session.scalars(select(DaySum)):
        if row.day.isoformat() == item.number and row.timezone == at.policy.timezone.key:
            session.delete(row)
