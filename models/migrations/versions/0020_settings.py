"""settings: rules and further admins that admins have decided on from the chat."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "setting_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True)),
        sa.Column("actor", sa.String(64)),
        sa.Column("by", sa.String(200)),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_changes")),
    )
    op.create_index("ix_setting_changes_name", "setting_changes", ["name", "id"])
    op.create_table(
        "admins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("link_hash", sa.String(64)),
        sa.Column("link_expires_at", MOMENT),
        sa.Column("invited_by", sa.String(64)),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT),
        sa.Column("removed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admins")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_admins_telegram_id")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_admins_link_hash")),
    )


def downgrade() -> None:
    op.drop_table("admins")
    op.drop_index("ix_setting_changes_name", "setting_changes")
    op.drop_table("setting_changes")
