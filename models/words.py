"""The index of words: which rows may contain a text, in any capitals, е for ё.

SQLite keeps it in FTS5 tables that triggers write, PostgreSQL in GIN indexes on a function. Both know which
groups of three letters are in a row, so what they find is to be looked at. Migration 0014 makes them.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, column, func, literal_column, or_, select, table
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.contacts import TYPED, Contact, Message
from models.people import Lead

LETTERS = 3
COLUMNS: dict[type[Contact | Lead | Message], tuple[str, ...]] = {
    Message: ("text",),
    Lead: ("name", "username", "email", "external_id", "phone"),
    Contact: tuple(f"typed_{field}" for field in TYPED),
}


def name_index(kind: type[Contact | Lead | Message]) -> str:
    """Return what the table of an index is called on SQLite."""
    return f"{kind.__tablename__}_words"


def may_contain(
    session: Session, kind: type[Contact | Lead | Message], texts: Collection[str]
) -> ColumnElement[bool] | None:
    """Return the condition that a row may contain one of these texts, None if one is too short to know."""
    if any(len(text) < LETTERS for text in texts):
        return None
    if session.get_bind().dialect.name == "sqlite":
        return _ask_fts5(kind, texts)
    columns: list[InstrumentedAttribute[str | None]] = [getattr(kind, name) for name in COLUMNS[kind]]
    return or_(*(func.leadbot_groups(*columns).op("@>")(func.leadbot_groups(text)) for text in texts))


def _ask_fts5(kind: type[Contact | Lead | Message], texts: Collection[str]) -> ColumnElement[bool]:
    name = name_index(kind)
    index = table(name, column("rowid"))
    wanted = " OR ".join(f"({write_groups(text)})" for text in sorted({fold(text) for text in texts}))
    return kind.id.in_(select(index.c.rowid).where(literal_column(name).op("MATCH")(wanted)))


def fold_yo(text: str) -> str:
    """Return a text with е for ё."""
    return text.replace("ё", "е").replace("Ё", "Е")


def fold(text: str) -> str:
    """Return a text as the triggers give it to FTS5."""
    return fold_yo(text).lower()


def fold_in_sql(name: str) -> str:
    """Return in SQLite's SQL what the triggers give to FTS5 of a column."""
    return f"lower(replace(replace({name}, 'ё', 'е'), 'Ё', 'Е'))"


def write_groups(text: str) -> str:
    """Return a query of FTS5 for all groups of letters in a text."""
    groups = dict.fromkeys(text[n : n + LETTERS] for n in range(len(text) - LETTERS + 1))
    return " AND ".join('"' + group.replace('"', '""') + '"' for group in groups)
