"""control room: facts about settings, texts of sources, menus, bans, reminders."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ADDED: dict[str, tuple[tuple[str, Any], ...]] = {
    "chats": (("menu", sa.String(length=64)),),
    "contacts": (("unanswered_since", MOMENT), ("reminded_at", MOMENT)),
    "leads": (("banned_at", MOMENT), ("forgotten_at", MOMENT)),
    "messages": (("file_unique_id", sa.String(length=64)),),
    "sources": (("greeting", sa.Text()), ("receipt", sa.Text()), ("menu", sa.String(length=64))),
}
UNANSWERED = sa.text("unanswered_since IS NOT NULL")
OF_SETTINGS = sa.text("contact_id IS NULL")


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name, type_ in columns:
            op.add_column(table, sa.Column(name, type_, nullable=True))
    with op.batch_alter_table("events") as events:
        events.alter_column("contact_id", existing_type=sa.Integer(), nullable=True)
    op.create_index(
        "ix_events_settings", "events", ["id"], sqlite_where=OF_SETTINGS, postgresql_where=OF_SETTINGS
    )
    op.create_index(
        "ix_contacts_unanswered",
        "contacts",
        ["unanswered_since"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.create_index("ix_contacts_created_at", "contacts", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_contacts_created_at", table_name="contacts")
    op.drop_index("ix_contacts_unanswered", table_name="contacts")
    op.drop_index("ix_events_settings", table_name="events")
    op.execute("DELETE FROM events WHERE contact_id IS NULL")
    with op.batch_alter_table("events") as events:
        events.alter_column("contact_id", existing_type=sa.Integer(), nullable=False)
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as altered:
            for name, _ in columns:
                altered.drop_column(name)
