"""trials: plans that admins try before they count."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("beside_since", moment),
        sa.Column("beside_until", moment),
        sa.Column("told_at", moment),
        sa.Column("ended_at", moment),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
    )


def downgrade() -> None:
    op.drop_table("trials")
