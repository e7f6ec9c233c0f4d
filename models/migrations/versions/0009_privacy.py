"""privacy: bans that outlive the person, and which contacts have no words any more."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WITH_WORDS = sa.text("status = 'completed' AND blanked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secrets")),
    )
    op.create_table(
        "kept_bans",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_kept_bans_lead_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_kept_bans")),
    )
    op.create_index(op.f("ix_kept_bans_lead_id"), "kept_bans", ["lead_id"])
    op.add_column("contacts", sa.Column("blanked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE contacts SET blanked_at = (SELECT forgotten_at FROM leads WHERE leads.id = contacts.lead_id) "
        "WHERE lead_id IN (SELECT id FROM leads WHERE forgotten_at IS NOT NULL)"
    )
    op.create_index(
        "ix_contacts_completed",
        "contacts",
        ["completed_at"],
        sqlite_where=WITH_WORDS,
        postgresql_where=WITH_WORDS,
    )


def downgrade() -> None:
    op.drop_index("ix_contacts_completed", "contacts")
    op.drop_column("contacts", "blanked_at")
    op.drop_table("kept_bans")
    op.drop_table("secrets")
