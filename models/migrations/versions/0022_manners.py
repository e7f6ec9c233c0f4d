"""manners: what a source says itself, or does not say, by language; how a form's sender came to the page."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FORMER = ("greeting", "receipt", "closed")  # columns until now; each was for readers of every language
EVERYBODY = "all"
# `none_as_null`: what is not set is NULL, and no JSON null.
SOURCES = sa.table(
    "sources",
    sa.column("id", sa.Integer()),
    sa.column("texts", sa.JSON(none_as_null=True)),
    *(sa.column(name, sa.Text()) for name in FORMER),
)


def upgrade() -> None:
    op.add_column("sources", sa.Column("texts", sa.JSON()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(SOURCES)).mappings().all():
        texts = {name: {EVERYBODY: row[name]} for name in FORMER if row[name]}
        if texts:
            connection.execute(sa.update(SOURCES).where(SOURCES.c.id == row["id"]).values(texts=texts))
    for name in FORMER:
        op.drop_column("sources", name)
    op.add_column("contacts", sa.Column("origin", sa.JSON()))
    op.add_column("operators", sa.Column("grace_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("operators", "grace_until")
    op.drop_column("contacts", "origin")
    for name in FORMER:
        op.add_column("sources", sa.Column(name, sa.Text()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(SOURCES)).mappings().all():
        texts = row["texts"] or {}
        said = {name: texts.get(name, {}).get(EVERYBODY) or None for name in FORMER}  # False: it was off
        connection.execute(sa.update(SOURCES).where(SOURCES.c.id == row["id"]).values(**said))
    op.drop_column("sources", "texts")
