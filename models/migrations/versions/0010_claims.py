"""claims: an external_id that a form gives and nothing confirms stays with its contact."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = ("typed_phone", "typed_email", "typed_name")
AFTER = ("typed_name", "typed_phone", "typed_email", "typed_external_id")


def upgrade() -> None:
    op.add_column("contacts", sa.Column("typed_external_id", sa.Text(), nullable=True))
    index_typed(AFTER)


def downgrade() -> None:
    index_typed(BEFORE)
    with op.batch_alter_table("contacts") as contacts:
        contacts.drop_column("typed_external_id")


def index_typed(columns: tuple[str, ...]) -> None:
    """Make the index of contacts of which a form said something anew."""
    some = sa.text(" OR ".join(f"{column} IS NOT NULL" for column in columns))
    op.drop_index("ix_contacts_as_typed", "contacts")
    op.create_index("ix_contacts_as_typed", "contacts", ["id"], sqlite_where=some, postgresql_where=some)
