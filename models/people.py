"""The people: leads, who ask, and operators, who answer. Neither is ever deleted; a ban outlives the name."""

from datetime import datetime
from typing import NewType

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Given

Account = NewType("Account", int)  # a person's Telegram user id


class Lead(Base):
    """A person. A merged lead keeps only the identifiers its successor could not take."""

    __tablename__ = "leads"
    ids_at_once = 4
    __table_args__ = (
        Index(
            "ix_leads_banned",
            "id",
            sqlite_where=text("banned_at IS NOT NULL"),
            postgresql_where=text("banned_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    phone: Mapped[str | None] = mapped_column(String(32), unique=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    phone_verified: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str | None] = mapped_column(Given(200))
    username: Mapped[str | None] = mapped_column(Given(64))  # in Telegram, without @
    language: Mapped[str | None] = mapped_column(Given(16))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id"), index=True)
    banned_at: Mapped[datetime | None]  # set: what this person writes opens nothing
    forgotten_at: Mapped[datetime | None]  # set: who it was is deleted, only the counts stay
    created_at: Mapped[datetime]


class KeptBan(Base):
    """An identifier of somebody who was banned and is forgotten: a keyed hash, and whose ban it is."""

    __tablename__ = "kept_bans"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)


class Secret(Base):
    """A key that this database has made for itself."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))


class Operator(Base):
    """Who handles contacts. `load` counts the open contacts; the limit may be lowered below it."""

    __tablename__ = "operators"
    __table_args__ = (
        CheckConstraint("load >= 0", name="load"),
        CheckConstraint("max_active_leads >= 0", name="max_active_leads"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(100), unique=True)  # casefolded, for look-ups
    telegram_id: Mapped[Account | None] = mapped_column(BigInteger, unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)  # the admin's switch
    on_shift: Mapped[bool] = mapped_column(default=True)  # the operator's own switch
    max_active_leads: Mapped[int]
    load: Mapped[int] = mapped_column(default=0)
    hours: Mapped[str | None] = mapped_column(String(500))  # of work, as a source's; None: always
    timezone: Mapped[str | None] = mapped_column(String(64))  # of these hours; None: the business's
    away_until: Mapped[datetime | None]  # on holiday, or ill
    paused_at: Mapped[datetime | None]  # since when he is not on shift; None: by nobody, or long ago
    pause_until: Mapped[datetime | None]  # when the pause ends by itself
    pause_asked_at: Mapped[datetime | None]  # when he was asked whether he has forgotten the pause
    shift_told_at: Mapped[datetime | None]  # when it was said last that the hours of work are over
    missed: Mapped[int] = mapped_column(default=0, server_default="0")  # cards in a row, since the last taken
    language: Mapped[str | None] = mapped_column(Given(16))
    languages: Mapped[str | None] = mapped_column(String(100))  # he answers in: `en ru`; None: in `language`
    grace_until: Mapped[datetime | None]  # after a change of account: so long what it can't reach stays his
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]  # set: only the history names him, and the name is free
    created_at: Mapped[datetime]
