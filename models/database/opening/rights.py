"""Whether this user may do in a PostgreSQL what the program needs, asked before it is needed."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from models.database.errors import DatabaseOpenError

LACKING = """
SELECT min(relname), current_user FROM pg_class
WHERE relkind = 'r' AND relnamespace = (
    SELECT relnamespace FROM pg_class WHERE oid = to_regclass('alembic_version')
) AND relname = ANY(:names) AND NOT (
    has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
    AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')
)
"""


async def check_writable(connection: AsyncConnection) -> None:
    """Refuse a standby, and a database or user whose transactions are read-only; raises DatabaseOpenError."""
    if await connection.scalar(text("SELECT current_setting('transaction_read_only')")) == "on":
        is_standby = await connection.scalar(text("SELECT pg_is_in_recovery()"))
        reason = (
            "it is a standby; name the primary server"
            if is_standby
            else ("default_transaction_read_only is on for it, for the user or for the server")
        )
        raise DatabaseOpenError(f"database {connection.engine.url.database} is read-only: {reason}")


async def check_rights(connection: AsyncConnection) -> None:
    """Refuse tables that this user may not read and write; raises DatabaseOpenError."""
    from models.base import Base

    names = {"names": ["alembic_version", *Base.metadata.tables]}
    name, user = (await connection.execute(text(LACKING), names)).one()
    if name is not None:
        raise DatabaseOpenError(
            f"user {user} may not read and write the table {name}: let it own the tables, or "
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}"
        )
