"""Contacts, their conversation and their history."""

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
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor, StoredActor
from models.base import Base, BigId, Given, equals_literally, stored_word
from models.people import Lead, Operator
from models.sources import Source

TYPED = ("name", "phone", "email", "external_id")  # what a form says of a person, in the order shown
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
PAGE = "page"  # the address at which a form was filled in
ORIGIN = (*UTM, PAGE)  # what a form says of how its sender came


class Status(enum.StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class Rating(enum.StrEnum):
    """What a client says of how a contact was handled."""

    GOOD = "good"
    BAD = "bad"


class Author(enum.StrEnum):
    CLIENT = "client"
    OPERATOR = "operator"


AS_TYPED = " OR ".join(f"typed_{field} IS NOT NULL" for field in TYPED)


def _index_where(which: str, name: str, *columns: str, unique: bool = False) -> Index:
    """Return an index of some rows only."""
    return Index(name, *columns, unique=unique, sqlite_where=text(which), postgresql_where=text(which))


class Contact(Base):
    """One request of a lead; `new` without an operator waits. assignment_no counts changes of operator."""

    __tablename__ = "contacts"
    ids_at_once = 1  # people read these numbers, and wonder about what is missing
    __table_args__ = (
        CheckConstraint("status <> 'in_progress' OR operator_id IS NOT NULL", name="somebody_works_on_it"),
        CheckConstraint("chat_id IS NULL OR bot_id IS NOT NULL", name="chat_has_bot"),
        # at most one open contact per chat
        _index_where(
            "status <> 'completed' AND chat_id IS NOT NULL",
            "uq_contacts_open_chat",
            "bot_id",
            "chat_id",
            unique=True,
        ),
        _index_where("status = 'new' AND operator_id IS NULL", "ix_contacts_waiting", "id", "source_id"),
        _index_where("status <> 'completed'", "ix_contacts_open_operator", "operator_id"),
        _index_where("unanswered_since IS NOT NULL", "ix_contacts_unanswered", "unanswered_since"),
        _index_where("held_since IS NOT NULL", "ix_contacts_held", "held_since"),
        _index_where("snoozed_at IS NOT NULL", "ix_contacts_snoozed", "snoozed_at"),
        _index_where("waited_seconds IS NOT NULL", "ix_contacts_waited", "source_id", "id"),
        _index_where("rated_at IS NOT NULL", "ix_contacts_rated", "rated_at"),
        _index_where("outcome_id IS NOT NULL", "ix_contacts_outcome", "outcome_id"),
        _index_where(AS_TYPED, "ix_contacts_as_typed", "id"),
        _index_where("status = 'completed' AND blanked_at IS NULL", "ix_contacts_completed", "completed_at"),
        Index("ix_contacts_chat", "bot_id", "chat_id", "id"),
        _index_where("status <> 'completed'", "ix_contacts_open", "id", "source_id", "status"),
        _index_where("operator_id IS NOT NULL", "ix_contacts_operator", "operator_id", "id"),
        Index("ix_contacts_source", "source_id", "id"),
        Index("ix_contacts_created", "created_at", "source_id"),
        _index_where("completed_at IS NOT NULL", "ix_contacts_ended", "completed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operators.id"))
    status: Mapped[Status] = mapped_column(stored_word(Status), default=Status.NEW)
    message: Mapped[str] = mapped_column(Text, default="")
    # What a form says that is not the lead's own: it can't be used, or nothing confirms it.
    typed_name: Mapped[str | None] = mapped_column(Text)
    typed_phone: Mapped[str | None] = mapped_column(Text)
    typed_email: Mapped[str | None] = mapped_column(Text)
    typed_external_id: Mapped[str | None] = mapped_column(Text)
    # How who filled in a form came to its page: utm_source …, and the page's address.
    origin: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    bot_id: Mapped[int | None] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    assignment_no: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]  # set while nobody has it
    assigned_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    unanswered_since: Mapped[datetime | None]  # the client's first message that nobody has answered
    # When its client was first answered, and how long that took: in seconds of the source's hours, since it
    # came, and since `answered_by` got it. Who fills in a form is answered when that is taken.
    answered_at: Mapped[datetime | None]
    answer_seconds: Mapped[int | None]
    answered_by: Mapped[int | None]  # which operator; without a key: SQLite would copy the table
    operator_seconds: Mapped[int | None]
    held: Mapped[int | None]  # messages of a flood that its operator was not told of yet; None: no flood
    held_since: Mapped[datetime | None]
    blanked_at: Mapped[datetime | None]  # since then it has no words and no way to its client
    reminded_at: Mapped[datetime | None]  # when its operator was reminded in this wait
    outcome_id: Mapped[int | None]  # the label that says how it ended
    rating: Mapped[Rating | None] = mapped_column(stored_word(Rating, is_checked=False))
    rating_comment: Mapped[str | None] = mapped_column(Text)  # the client's own words
    rated_at: Mapped[datetime | None]
    # Put off since `snoozed_at`, until a moment or until its client writes; `snoozed_for` is who gets it
    # back if he holds no place for it meanwhile.
    snoozed_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    snoozed_for: Mapped[int | None]
    idle_asked_at: Mapped[datetime | None]  # when a silent client was asked whether it is still needed
    former_lead_id: Mapped[int | None]  # whose it was before a merge, or is but for one
    spam_reported_at: Mapped[datetime | None]  # its operator says it is spam, and no admin has decided
    widens_at: Mapped[datetime | None]  # until then it waits for those whom its source prefers
    # Of one that has waited: its place in the queue, what its client was told, and how long it took, in
    # seconds of the source's hours.
    queue_place: Mapped[int | None]
    promised_seconds: Mapped[int | None]
    waited_seconds: Mapped[int | None]

    lead: Mapped[Lead] = relationship(lazy="raise")
    source: Mapped[Source] = relationship(lazy="raise")
    operator: Mapped[Operator | None] = relationship(lazy="raise")

    @property
    def as_typed(self) -> dict[str, str]:
        """What a form says that is not the lead's own, by field."""
        said = {field: getattr(self, f"typed_{field}") for field in TYPED}
        return {field: text for field, text in said.items() if text is not None}

    @property
    def is_open(self) -> bool:
        return self.status is not Status.COMPLETED

    @property
    def is_waiting(self) -> bool:
        return self.status is Status.NEW and self.operator_id is None and self.snoozed_at is None

    @property
    def is_asleep(self) -> bool:
        """Whether it is put off, and nobody has it meanwhile."""
        return self.status is Status.NEW and self.operator_id is None and self.snoozed_at is not None


IS_NEW = equals_literally(Contact.status, Status.NEW)
IS_COMPLETED = equals_literally(Contact.status, Status.COMPLETED)
IS_OPEN = ~IS_COMPLETED


class Message(Base):
    """One line of the conversation, as Telegram identifies it; ids are null for a text that came by API."""

    __tablename__ = "messages"
    ids_at_once = 16
    __table_args__ = (UniqueConstraint("bot_id", "chat_id", "message_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    author: Mapped[Author] = mapped_column(stored_word(Author))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operators.id"))  # which operator wrote it
    signed: Mapped[str | None] = mapped_column(Given(200))  # with this name, by who is no operator
    bot_id: Mapped[int | None] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Given(32))  # Telegram's content type: text, photo, voice, …
    text: Mapped[str | None] = mapped_column(Text)  # the text or the caption
    file_id: Mapped[str | None] = mapped_column(Given(255))
    file_unique_id: Mapped[str | None] = mapped_column(Given(64))  # unlike file_id always the same
    media_group_id: Mapped[str | None] = mapped_column(Given(64))
    entities: Mapped[list[dict[str, Any]] | None]  # the formatting of the text, as Telegram has it
    reply_to_id: Mapped[int | None] = mapped_column(BigInteger)  # without a key: SQLite would copy the table
    # The part of another message that it answers: text, entities, position.
    quote: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    forwarded_from: Mapped[str | None] = mapped_column(Given(200))  # who wrote it first
    created_at: Mapped[datetime]  # when it was written, which may be long before we got it
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # since then the client does not see it any more

    contact: Mapped[Contact] = relationship(lazy="raise")  # which is written first


class Event(Base):
    """A fact in a contact's history, or about the settings if it has no contact, in the order of id."""

    __tablename__ = "events"
    __table_args__ = (_index_where("contact_id IS NULL", "ix_events_settings", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(32))
    actor: Mapped[Actor | None] = mapped_column(StoredActor)  # null: us
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)

    contact: Mapped[Contact | None] = relationship(lazy="raise")  # which is written first
