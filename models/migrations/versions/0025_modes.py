"""modes: how a source decides, and what each operator is owed where it goes in turn."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("mode", sa.String(16), server_default="draw", nullable=False))
    op.add_column(
        "operator_source_weights", sa.Column("credit", sa.BigInteger(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("operator_source_weights", "credit")
    op.drop_column("sources", "mode")
