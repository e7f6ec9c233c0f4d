"""fair queues: which chat an update is from, and how much of a flood its operator was not shown."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

HELD = sa.text("held_since IS NOT NULL")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("chat_id", sa.BigInteger(), nullable=True))
    op.add_column("contacts", sa.Column("held", sa.Integer(), nullable=True))
    op.add_column("contacts", sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_contacts_held", "contacts", ["held_since"], sqlite_where=HELD, postgresql_where=HELD)


def downgrade() -> None:
    op.drop_index("ix_contacts_held", "contacts")
    for table, columns in (("contacts", ("held_since", "held")), ("inbox", ("chat_id",))):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
