"""What a business calls how contacts end, and what they are about: its own lists of outcomes and tags."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, stored_word


class LabelKind(enum.StrEnum):
    OUTCOME = "outcome"  # how a contact has ended: one at most
    TAG = "tag"  # what it is about: any number


class Label(Base):
    """An entry of one of the lists; a retired one stays with the contacts that have it."""

    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("kind", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LabelKind] = mapped_column(stored_word(LabelKind))
    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(String(64))  # casefolded, for look-ups
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ContactTag(Base):
    """A tag of a contact."""

    __tablename__ = "contact_tags"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("labels.id"), primary_key=True, index=True)
