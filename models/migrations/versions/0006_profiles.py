"""profiles: what Telegram says of a person follows a change, and the username is known."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chats", sa.Column("name", sa.String(length=200), nullable=True))
    op.add_column("chats", sa.Column("username", sa.String(length=64), nullable=True))
    op.add_column("leads", sa.Column("username", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("leads") as leads:
        leads.drop_column("username")
    with op.batch_alter_table("chats") as chats:
        chats.drop_column("username")
        chats.drop_column("name")
