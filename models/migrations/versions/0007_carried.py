"""carried: what a message replies to and quotes, its formatting, its first author, its withdrawal."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = ("entities", "reply_to_id", "quote", "forwarded_from", "withdrawn_at")


def upgrade() -> None:
    op.add_column("messages", sa.Column("entities", sa.JSON(), nullable=True))
    op.add_column("messages", sa.Column("quote", sa.JSON(), nullable=True))
    op.add_column("messages", sa.Column("forwarded_from", sa.String(length=200), nullable=True))
    op.add_column("messages", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("reply_to_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("messages", name)
