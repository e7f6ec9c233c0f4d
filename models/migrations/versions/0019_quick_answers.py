"""quick_answers: texts that operators send by a button."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quick_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer()),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("title_key", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_quick_answers_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_answers")),
        sa.UniqueConstraint("source_id", "title_key", name=op.f("uq_quick_answers_source_id_title_key")),
    )
    is_of_all = sa.text("source_id IS NULL")
    op.create_index(
        "uq_quick_answers_of_all",
        "quick_answers",
        ["title_key"],
        unique=True,
        sqlite_where=is_of_all,
        postgresql_where=is_of_all,
    )


def downgrade() -> None:
    op.drop_index("uq_quick_answers_of_all", "quick_answers")
    op.drop_table("quick_answers")
