"""What admins decide: rules that count instead of the defaults, and further admins."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.actors import Actor, StoredActor
from models.base import Base


class SettingChange(Base):
    """A rule was set; the newest change of a name counts."""

    __tablename__ = "setting_changes"
    __table_args__ = (Index("ix_setting_changes_name", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))  # of a field of `Policy`
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)  # None: the default again
    actor: Mapped[Actor | None] = mapped_column(StoredActor)
    by: Mapped[str | None] = mapped_column(String(200))  # as the actor was called then
    at: Mapped[datetime]


class Admin(Base):
    """Somebody whom an admin has invited by a link; `telegram_id` is set while he is an admin."""

    __tablename__ = "admins"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))  # as Telegram had it when he joined
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None]
    invited_by: Mapped[Actor | None] = mapped_column(StoredActor)
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class Trial(Base):
    """A plan that an admin tries before it counts; `ended_at` is set once it is applied or given up."""

    __tablename__ = "trials"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    admin_id: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(200))  # as the admin was called then
    created_at: Mapped[datetime]
    beside_since: Mapped[datetime | None]  # it runs beside what counts, since then and until then
    beside_until: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the admin heard that it has
    ended_at: Mapped[datetime | None]


class BoardSession(Base):
    """A link to the live board, and the session it becomes once somebody has entered by it."""

    __tablename__ = "board_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column("admin_id", BigInteger)  # whose: at first only admins had any
    name: Mapped[str] = mapped_column(String(200))  # as Telegram had it
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    device: Mapped[str | None] = mapped_column(String(200))  # what the browser says of itself
    created_at: Mapped[datetime]
    entered_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class BoardRight(Base):
    """Somebody who may look at the live board without being an admin, or is invited to."""

    __tablename__ = "board_rights"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)  # None: still invited
    name: Mapped[str | None] = mapped_column(String(200))  # as Telegram had it when the link was followed
    is_read_only: Mapped[bool]
    source_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))  # None: all of them
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None]
    given_by: Mapped[Actor | None] = mapped_column(StoredActor)
    by: Mapped[str] = mapped_column(String(200))  # as the admin was called then
    given_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
