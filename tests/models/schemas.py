"""What a schema consists of, in words that can be compared."""

import re
from typing import Any

from sqlalchemy import Connection, inspect

Schema = dict[str, dict[str, Any]]


def describe(connection: Connection) -> Schema:
    """Return every table with its columns, keys, checks and indexes, each by its name."""
    looking = inspect(connection)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in looking.get_columns(table)},
            "primary key": looking.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": {
                key["name"]: (key["constrained_columns"], key["referred_table"], key["referred_columns"])
                for key in looking.get_foreign_keys(table)
            },
            "unique": {u["name"]: u["column_names"] for u in looking.get_unique_constraints(table)},
            "checks": {
                check["name"]: " ".join(check["sqltext"].split())
                for check in looking.get_check_constraints(table)
            },
            "indexes": {
                index["name"]: (index["column_names"], bool(index["unique"]), find_condition(index))
                for index in looking.get_indexes(table)
            },
        }
        for table in looking.get_table_names()
        if table != "alembic_version"
    }


def is_of_words(name: str) -> bool:
    """Tell whether a table or an index belongs to the index of words, which no model describes."""
    return "_words" in name


def leave_words(schema: Schema) -> Schema:
    """Return a schema without the index of words."""
    left = {table: dict(parts) for table, parts in schema.items() if not is_of_words(table)}
    for parts in left.values():
        parts["indexes"] = {name: of for name, of in parts["indexes"].items() if not is_of_words(name)}
    return left


def find_condition(index: Any) -> str | None:
    """Return the WHERE of a partial index."""
    options = index.get("dialect_options", {})
    found = [str(value) for key, value in options.items() if re.fullmatch("(sqlite|postgresql)_where", key)]
    return found[0] if found else None
