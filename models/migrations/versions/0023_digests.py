"""digests: of which week each admin was told last, and who wants none."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("admin_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date()),
        sa.Column("is_off", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("admin_id", name=op.f("pk_digests")),
    )


def downgrade() -> None:
    op.drop_table("digests")
