"""growth: with indexes, counts and an index of words no call reads all that is stored.

Who copies a table with words on SQLite, as batch_alter_table does, has to make its triggers again.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

Index = tuple[str, list[str], str | None]  # its table, columns and condition

FORMER: dict[str, Index] = {
    "ix_contacts_source_id": ("contacts", ["source_id"], None),
    "ix_contacts_created_at": ("contacts", ["created_at"], None),
    "ix_contacts_status": ("contacts", ["status", "source_id"], None),
}
NEW: dict[str, Index] = {
    "ix_contacts_open": ("contacts", ["id", "source_id", "status"], "status <> 'completed'"),
    "ix_contacts_operator": ("contacts", ["operator_id", "id"], "operator_id IS NOT NULL"),
    "ix_contacts_source": ("contacts", ["source_id", "id"], None),
    "ix_contacts_created": ("contacts", ["created_at", "source_id"], None),
    "ix_contacts_ended": ("contacts", ["completed_at"], "completed_at IS NOT NULL"),
    "ix_leads_banned": ("leads", ["id"], "banned_at IS NOT NULL"),
}
OF_SOURCES: dict[str, tuple[Any, Any]] = {
    "is_draining": (sa.Boolean(), sa.false()),
    "counted": (sa.Integer(), "0"),
    "counted_to": (sa.Integer(), "0"),
}

COLUMNS = {
    "messages": ("text",),
    "leads": ("name", "username", "email", "external_id", "phone"),
    "contacts": ("typed_name", "typed_phone", "typed_email", "typed_external_id"),
}
CAPITALS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
SMALL = CAPITALS.lower()
GROUPS = f"""
CREATE FUNCTION leadbot_groups(VARIADIC said text[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT ascii(a)::bigint << 42 | ascii(b)::bigint << 21 | ascii(c))
    FROM unnest(said) AS part, LATERAL (
        SELECT letter AS a, lead(letter) OVER in_turn AS b, lead(letter, 2) OVER in_turn AS c
        FROM unnest(string_to_array(replace(translate(lower(part), '{CAPITALS}', '{SMALL}'), 'ё', 'е'), NULL))
            WITH ORDINALITY AS letters (letter, place)
        WINDOW in_turn AS (ORDER BY place)
    ) AS groups
    WHERE c IS NOT NULL
$$
"""


def upgrade() -> None:
    replace(FORMER, NEW)
    for name, (kind, default) in OF_SOURCES.items():
        op.add_column("sources", sa.Column(name, kind, server_default=default, nullable=False))
    add_words()


def downgrade() -> None:
    remove_words()
    with op.batch_alter_table("sources") as sources:
        for name in OF_SOURCES:
            sources.drop_column(name)
    replace(NEW, FORMER)


def replace(former: dict[str, Index], new: dict[str, Index]) -> None:
    for name, (table, *_) in former.items():
        op.drop_index(name, table)
    for name, (table, columns, condition) in new.items():
        where = None if condition is None else sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def add_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in COLUMNS.items():
            for statement in write_fts5(table, columns):
                op.execute(statement)
        return
    op.execute(GROUPS)
    for table, columns in COLUMNS.items():
        op.execute(
            f"CREATE INDEX ix_{table}_words ON {table} USING gin (leadbot_groups({', '.join(columns)}))"
        )


def remove_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in COLUMNS:
            for moment in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_words_{moment}")
            op.execute(f"DROP TABLE {table}_words")
        return
    for table in COLUMNS:
        op.execute(f"DROP INDEX ix_{table}_words")
    op.execute("DROP FUNCTION leadbot_groups")


def write_fts5(table: str, columns: tuple[str, ...]) -> Iterator[str]:
    """Yield what makes the index of a table, fills it, and keeps it."""
    index, names = f"{table}_words", ", ".join(columns)

    def add(row: str, source: str = "") -> str:
        return (
            f"INSERT INTO {index} (rowid, {names}) SELECT {list_values(row, columns)} {source} {holds(row)}"
        )

    def remove(row: str) -> str:
        told = f"INSERT INTO {index} ({index}, rowid, {names})"
        return f"{told} SELECT 'delete', {list_values(row, columns)} {holds(row)}"

    def holds(row: str) -> str:
        return "WHERE " + " OR ".join(f"{row}.{name} IS NOT NULL" for name in columns)

    changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    options = "content='', columnsize=0, detail=none, tokenize='trigram'"
    yield f"CREATE VIRTUAL TABLE {index} USING fts5({names}, {options})"
    yield add(table, f"FROM {table}")
    yield f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add('new')}; END"
    yield (
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} WHEN {changed} "
        f"BEGIN {remove('old')}; {add('new')}; END"
    )
    yield f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {remove('old')}; END"


def list_values(row: str, columns: tuple[str, ...]) -> str:
    """Return the id and the texts of a row, without capitals and ё."""
    texts = (f"lower(replace(replace({row}.{name}, 'ё', 'е'), 'Ё', 'Е'))" for name in columns)
    return ", ".join((f"{row}.id", *texts))
