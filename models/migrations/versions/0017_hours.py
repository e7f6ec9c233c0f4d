"""hours: of bots and operators; when clients were first answered, and after how long."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ADDED: dict[str, list[sa.Column[Any]]] = {
    "sources": [sa.Column("hours", sa.String(500)), sa.Column("closed", sa.Text())],
    "operators": [
        sa.Column("hours", sa.String(500)),
        sa.Column("timezone", sa.String(64)),
        sa.Column("away_until", sa.DateTime(timezone=True)),
        sa.Column("shift_told_at", sa.DateTime(timezone=True)),
    ],
    "contacts": [
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer_seconds", sa.Integer()),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("operator_seconds", sa.Integer()),
    ],
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    find_first_answers()


def downgrade() -> None:
    for table, columns in reversed(ADDED.items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)


def find_first_answers() -> None:
    """Read from the conversations that are stored when each client was first answered."""
    moment = sa.DateTime(timezone=True)
    messages = sa.table(
        "messages",
        *map(sa.column, ("id", "contact_id", "operator_id", "author")),
        sa.column("created_at", moment),
    )
    contacts = sa.table(
        "contacts",
        *(
            sa.column(name)
            for name in ("id", "chat_id", "operator_id", "answer_seconds", "answered_by", "operator_seconds")
        ),
        *(
            sa.column(name, moment)
            for name in ("created_at", "assigned_at", "taken_at", "completed_at", "answered_at")
        ),
    )
    written = (
        sa.select(sa.func.min(messages.c.created_at))
        .where(messages.c.contact_id == contacts.c.id, messages.c.author == "operator")
        .correlate(contacts)
        .scalar_subquery()
    )
    writer = (
        sa.select(messages.c.operator_id)
        .where(messages.c.contact_id == contacts.c.id, messages.c.author == "operator")
        .order_by(messages.c.created_at, messages.c.id)
        .limit(1)
        .correlate(contacts)
        .scalar_subquery()
    )
    by_form = sa.case((contacts.c.chat_id.is_(None), contacts.c.taken_at))
    answered = sa.func.coalesce(by_form, written, contacts.c.completed_at)
    was_written = by_form.is_(None) & written.is_not(None)
    by = sa.case((was_written, writer), else_=contacts.c.operator_id)
    op.execute(sa.update(contacts).values(answered_at=answered, answered_by=by))
    op.execute(
        sa.update(contacts)
        .where(contacts.c.answered_at.is_not(None))
        .values(
            answer_seconds=_seconds_since(contacts, "created_at"),
            # Since when an earlier operator had it nobody knows any more.
            operator_seconds=sa.case(
                (
                    (contacts.c.answered_by == contacts.c.operator_id)
                    & (contacts.c.assigned_at <= contacts.c.answered_at),
                    _seconds_since(contacts, "assigned_at"),
                )
            ),
        )
    )
    op.execute(sa.update(contacts).where(contacts.c.answered_at.is_(None)).values(answered_by=None))


def _seconds_since(contacts: Any, begins: str) -> sa.ColumnElement[int]:
    start, end = (
        sa.cast(sa.extract("epoch", moment), sa.BigInteger())
        for moment in (contacts.c[begins], contacts.c.answered_at)
    )
    return sa.cast(sa.case((end > start, end - start), (end <= start, 0)), sa.Integer())
