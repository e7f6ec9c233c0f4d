"""working_day: outcomes, tags, ratings, what is put off, preferences, and what waiting clients are told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ADDED: dict[str, list[sa.Column[Any]]] = {
    "sources": [
        sa.Column("asks_rating", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("prefers_known", sa.Integer()),
        sa.Column("prefers_language", sa.Integer()),
        sa.Column("snooze_frees", sa.Boolean(), server_default=sa.false(), nullable=False),
    ],
    "operators": [sa.Column("languages", sa.String(100))],
    "contacts": [
        sa.Column("outcome_id", sa.Integer()),
        sa.Column("rating", sa.String(16)),
        sa.Column("rating_comment", sa.Text()),
        sa.Column("rated_at", MOMENT),
        sa.Column("snoozed_at", MOMENT),
        sa.Column("snoozed_until", MOMENT),
        sa.Column("snoozed_for", sa.Integer()),
        sa.Column("idle_asked_at", MOMENT),
        sa.Column("former_lead_id", sa.Integer()),
        sa.Column("spam_reported_at", MOMENT),
        sa.Column("widens_at", MOMENT),
        sa.Column("queue_place", sa.Integer()),
        sa.Column("promised_seconds", sa.Integer()),
        sa.Column("waited_seconds", sa.Integer()),
    ],
}


def upgrade() -> None:
    op.create_table(
        "labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("name_key", sa.String(64), nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('outcome', 'tag')", name=op.f("ck_labels_labelkind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("kind", "name_key", name=op.f("uq_labels_kind_name_key")),
    )
    op.create_table(
        "contact_tags",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_tags_contact_id")),
        sa.ForeignKeyConstraint(["label_id"], ["labels.id"], name=op.f("fk_contact_tags_label_id")),
        sa.PrimaryKeyConstraint("contact_id", "label_id", name=op.f("pk_contact_tags")),
    )
    op.create_index(op.f("ix_contact_tags_label_id"), "contact_tags", ["label_id"])
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    for name, (indexed, which) in INDEXES.items():
        is_set = sa.text(f"{which} IS NOT NULL")
        op.create_index(name, "contacts", indexed, sqlite_where=is_set, postgresql_where=is_set)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "contacts")
    for table, columns in reversed(ADDED.items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
    op.drop_table("contact_tags")
    op.drop_table("labels")


# name → its columns, and the one that is set in the rows which it has
INDEXES = {
    "ix_contacts_snoozed": (["snoozed_at"], "snoozed_at"),
    "ix_contacts_rated": (["rated_at"], "rated_at"),
    "ix_contacts_outcome": (["outcome_id"], "outcome_id"),
    "ix_contacts_waited": (["source_id", "id"], "waited_seconds"),
}
