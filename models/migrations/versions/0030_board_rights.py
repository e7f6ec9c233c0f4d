"""board rights: who may look at the live board without being an admin."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "board_rights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("name", sa.String(200)),
        sa.Column("is_read_only", sa.Boolean(), nullable=False),
        sa.Column("source_ids", sa.JSON()),
        sa.Column("link_hash", sa.String(64)),
        sa.Column("link_expires_at", moment),
        sa.Column("given_by", sa.String(64)),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("given_at", moment, nullable=False),
        sa.Column("joined_at", moment),
        sa.Column("changed_at", moment),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_rights")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_board_rights_telegram_id")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_board_rights_link_hash")),
    )


def downgrade() -> None:
    op.drop_table("board_rights")
