"""What came and is not handled yet (inbox), what is decided and not delivered yet (outbox), what requests of
the API have made, and what admins were told."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, equals_literally, stored_word
from models.contacts import Contact


class InboxState(enum.StrEnum):
    PENDING = "pending"
    DONE = "done"
    QUARANTINED = "quarantined"


class OutboxState(enum.StrEnum):
    PENDING = "pending"
    SENT = "sent"
    DROPPED = "dropped"  # it belonged to an assignment that had ended
    DEAD = "dead"  # Telegram refused it for good


class OutboxKind(enum.StrEnum):
    CARD = "card"  # show this assignment as it is now
    RELAY = "relay"  # copy a message to the other side
    NOTICE = "notice"  # a text key with parameters
    WEBHOOK = "webhook"  # tell another system a fact about a contact


WEBHOOKS = 0  # bot_id and chat_id of what goes to WEBHOOK_EVENTS_URL; no bot and no chat has it


def _pending(table: str, *columns: str) -> Index:
    where = text("state = 'pending'")
    return Index(f"ix_{table}_pending", *columns, sqlite_where=where, postgresql_where=where)


class Inbox(Base):
    """A raw update, stored before Telegram is told that we have it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        _pending("inbox", "bot_id", "id"),
        Index("ix_inbox_handled", "state", "handled_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)  # None: nobody knows
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(stored_word(InboxState), default=InboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class Outbox(Base):
    """An intention to tell somebody something; once sent, the map from a Telegram message to its contact."""

    __tablename__ = "outbox"
    __table_args__ = (
        _pending("outbox", "bot_id", "chat_id", "contact_id", "id"),
        Index("ix_outbox_telegram_message", "bot_id", "chat_id", "message_id"),
        Index("ix_outbox_contact", "contact_id"),
        Index("ix_outbox_state", "state", "done_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    kind: Mapped[OutboxKind] = mapped_column(stored_word(OutboxKind))
    assignment_no: Mapped[int | None]  # set: for the operator of this assignment only
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[OutboxState] = mapped_column(stored_word(OutboxState), default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    contact: Mapped[Contact | None] = relationship(lazy="raise")  # which is written first


IS_UNHANDLED = equals_literally(Inbox.state, InboxState.PENDING)
IS_UNDELIVERED = equals_literally(Outbox.state, OutboxState.PENDING)


class Alert(Base):
    """When admins were last told about a subject, so that they are told at most once an hour."""

    __tablename__ = "alerts"

    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime]


class Digest(Base):
    """The last week that an admin was told of, if there was anything to tell, and whether any is wanted."""

    __tablename__ = "digests"

    admin_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    week: Mapped[date | None]  # its Monday
    is_off: Mapped[bool] = mapped_column(default=False, server_default=false())


class IdempotencyKey(Base):
    """A request of the API that was done and may come again; of what it said only a hash is kept."""

    __tablename__ = "idempotency_keys"

    endpoint: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    made: Mapped[dict[str, Any]]  # the keys of the row it made
    created_at: Mapped[datetime] = mapped_column(index=True)
