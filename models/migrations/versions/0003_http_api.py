"""http api: what was answered already, what goes to other systems, and contacts by status."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("card", "relay", "notice")


def allow_kinds(*kinds: str) -> None:
    """Let the outbox hold these kinds of rows and no others."""
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint("outboxkind", type_="check")
        outbox.create_check_constraint("outboxkind", f"kind IN ({allowed})")


def upgrade() -> None:
    allow_kinds(*KINDS, "webhook")
    op.create_table(
        "idempotency_keys",
        sa.Column("endpoint", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("endpoint", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"])
    op.create_index("ix_contacts_status", "contacts", ["status", "source_id"])


def downgrade() -> None:
    op.drop_index("ix_contacts_status", table_name="contacts")
    op.drop_table("idempotency_keys")
    op.execute("DELETE FROM outbox WHERE kind = 'webhook'")
    allow_kinds(*KINDS)
