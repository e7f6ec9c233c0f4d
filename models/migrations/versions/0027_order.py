"""order: the priority of a source, its second group, and after how many minutes that helps."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("priority_minutes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sources", sa.Column("second_after", sa.Integer(), server_default="10", nullable=False))
    op.add_column(
        "operator_source_weights",
        sa.Column("is_second", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("operator_source_weights", "is_second")
    op.drop_column("sources", "second_after")
    op.drop_column("sources", "priority_minutes")
