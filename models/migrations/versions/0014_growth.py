"""growth: indexes and counts with which no call reads all contacts, however many there are."""

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
OF_SOURCES = {
    "is_draining": (sa.Boolean(), sa.false()),
    "counted": (sa.Integer(), "0"),
    "counted_to": (sa.Integer(), "0"),
}


def upgrade() -> None:
    replace(FORMER, NEW)
    for name, (kind, default) in OF_SOURCES.items():
        op.add_column("sources", sa.Column(name, kind, server_default=default, nullable=False))


def downgrade() -> None:
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
