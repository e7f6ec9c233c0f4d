"""board sessions: who may look at the live board."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "board_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("link_expires_at", moment, nullable=False),
        sa.Column("token_hash", sa.String(64)),
        sa.Column("device", sa.String(200)),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("entered_at", moment),
        sa.Column("seen_at", moment),
        sa.Column("ended_at", moment),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_sessions")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_board_sessions_link_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_board_sessions_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("board_sessions")
