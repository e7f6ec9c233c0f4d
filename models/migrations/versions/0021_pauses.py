"""pauses: since when an operator is on one, until when, and when he was asked whether he has forgotten it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ADDED = ("paused_at", "pause_until", "pause_asked_at")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("operators", sa.Column(name, sa.DateTime(timezone=True)))


def downgrade() -> None:
    for name in reversed(ADDED):
        op.drop_column("operators", name)
