"""operator records: how it is with each operator when the record of switches, limits and hours begins."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OPERATORS = sa.table(
    "operators",
    sa.column("id", sa.Integer),
    sa.column("is_active", sa.Boolean),
    sa.column("on_shift", sa.Boolean),
    sa.column("max_active_leads", sa.Integer),
    sa.column("hours", sa.String),
    sa.column("timezone", sa.String),
    sa.column("away_until", sa.DateTime(timezone=True)),
    sa.column("dismissed_at", sa.DateTime(timezone=True)),
)
EVENTS = sa.table(
    "events",
    sa.column("contact_id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("kind", sa.String),
    sa.column("data", sa.JSON),
)
KIND = "operator_set"


def upgrade() -> None:
    at = datetime.now(UTC)
    rows = op.get_bind().execute(sa.select(OPERATORS).where(OPERATORS.c.dismissed_at.is_(None)))
    whole = ({"operator_id": row.id, "before": None, "after": _read(row)} for row in rows)
    if records := [{"contact_id": None, "at": at, "kind": KIND, "data": data} for data in whole]:
        op.bulk_insert(EVENTS, records)


def _read(row: sa.Row[tuple[object, ...]]) -> dict[str, object]:
    away = row.away_until
    if away is not None and away.tzinfo is None:  # SQLite keeps moments in UTC, without saying so
        away = away.replace(tzinfo=UTC)
    names = ("is_active", "on_shift", "max_active_leads", "hours", "timezone")
    return {name: getattr(row, name) for name in names} | {"away_until": away and away.isoformat()}


def downgrade() -> None:
    op.execute(EVENTS.delete().where(EVENTS.c.kind == KIND))
