"""Where contacts come from, who shares them, and which people a bot can write to."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Given, stored_word


class Mode(enum.StrEnum):
    """How a source decides among those who may take a contact."""

    DRAW = "draw"  # by lot, by weight × free places
    TURNS = "turns"  # in turn, by weight
    POOL = "pool"  # a card to all of them: who takes it first has it


class Source(Base):
    """A bot (`bot_id`), a campaign link of a bot (`bot_id` and `code`) or an API caller (neither)."""

    __tablename__ = "sources"
    __table_args__ = (
        UniqueConstraint("bot_id", "code"),
        CheckConstraint("code IS NULL OR bot_id IS NOT NULL", name="campaign_has_bot"),
        Index(
            "uq_sources_bot",
            "bot_id",
            unique=True,
            sqlite_where=text("code IS NULL"),
            postgresql_where=text("code IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(100), unique=True)  # casefolded, without a leading @
    description: Mapped[str | None] = mapped_column(String(500))
    bot_id: Mapped[int | None] = mapped_column(BigInteger)
    code: Mapped[str | None] = mapped_column(String(64))
    is_connected: Mapped[bool] = mapped_column(default=True)  # of a bot: is there a token that works?
    polled_at: Mapped[datetime | None]  # of a bot on PostgreSQL: when a process last did
    # What it says in its own words, or False for nothing: by `SourceText`, then by language or "all".
    texts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # When it is open, as OpenStreetMap spells it; None: always. A campaign has its bot's.
    hours: Mapped[str | None] = mapped_column(String(500))
    asks_rating: Mapped[bool] = mapped_column(default=True, server_default=true())  # of who was answered
    # For how many seconds a contact waits for the operator whom its client knows, or for those who speak his
    # language; 0: only if they are free at once, None: they are not preferred.
    prefers_known: Mapped[int | None]
    prefers_language: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(
        stored_word(Mode, is_checked=False), default=Mode.DRAW, server_default="draw"
    )
    # Minutes: contacts wait as if they had come so much earlier; after so many the second group helps.
    priority_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    second_after: Mapped[int] = mapped_column(default=10, server_default="10")
    snooze_frees: Mapped[bool] = mapped_column(default=False, server_default=false())  # the operator's place
    menu: Mapped[str | None] = mapped_column(String(64))  # of a bot: which menu of commands everybody has
    is_draining: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # a queue half-way assigned
    counted: Mapped[int] = mapped_column(default=0, server_default="0")  # its contacts up to this one:
    counted_to: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]


class OperatorSourceWeight(Base):
    """An operator's share of a source; 0 is remembered and means none."""

    __tablename__ = "operator_source_weights"
    __table_args__ = (CheckConstraint("weight >= 0", name="weight"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"), primary_key=True, index=True)
    weight: Mapped[int]
    is_second: Mapped[bool] = mapped_column(default=False, server_default=false())  # helps after a while
    # Where it goes in turn: what the operator is owed, in contacts times ONE of its turns.
    credit: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class Chat(Base):
    """A person who has opened a bot: only to those may the bot write."""

    __tablename__ = "chats"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)
    language: Mapped[str | None] = mapped_column(Given(16))
    name: Mapped[str | None] = mapped_column(Given(200))  # as Telegram said last, to see a change
    username: Mapped[str | None] = mapped_column(Given(64))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))  # campaign of the next contact
    is_reachable: Mapped[bool] = mapped_column(default=True)
    reachable_changed_at: Mapped[datetime]  # the last sign of life, or of the contrary
    opened_at: Mapped[datetime]
    menu: Mapped[str | None] = mapped_column(String(64))  # which menu of commands Telegram shows here
