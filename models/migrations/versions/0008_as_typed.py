"""as typed: what a form was given and nobody could use stays with its contact."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("typed_phone", "typed_email", "typed_name")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("contacts", sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("contacts") as contacts:
        for column in COLUMNS:
            contacts.drop_column(column)
