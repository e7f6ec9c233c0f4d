"""messages: the name with which who is no operator has signed an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("signed", sa.String(200)))


def downgrade() -> None:
    op.drop_column("messages", "signed")
