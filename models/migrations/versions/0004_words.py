"""words: what a client writes after completion is a follow-up; a note is what colleagues write."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXTS = {"note-to-operator": "follow-up-to-operator", "client-note-passed": "client-follow-up-passed"}
EVENTS = sa.table("events", sa.column("kind", sa.String))
OUTBOX = sa.table(
    "outbox", sa.column("id", sa.BigInteger), sa.column("state", sa.String), sa.column("params", sa.JSON)
)


def upgrade() -> None:
    change_words("noted", "followed_up", TEXTS)


def downgrade() -> None:
    change_words("followed_up", "noted", {new: old for old, new in TEXTS.items()})


def change_words(kind: str, new_kind: str, texts: dict[str, str]) -> None:
    """Give events another kind, and notices that are not delivered yet another text."""
    connection = op.get_bind()
    connection.execute(sa.update(EVENTS).where(EVENTS.c.kind == kind).values(kind=new_kind))
    pending = sa.select(OUTBOX.c.id, OUTBOX.c.params).where(OUTBOX.c.state == "pending")
    for row_id, params in connection.execute(pending).all():
        if params.get("key") in texts:
            changed = {**params, "key": texts[params["key"]]}
            connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == row_id).values(params=changed))
