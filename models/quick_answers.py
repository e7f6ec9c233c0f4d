"""What operators answer again and again, written once by the business."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from models.base import Base
from models.sources import Source


class QuickAnswer(Base):
    """A text for contacts of one source or, without one, of all; campaigns have those of their bot."""

    __tablename__ = "quick_answers"
    __table_args__ = (
        UniqueConstraint("source_id", "title_key"),
        Index(  # a database takes two nulls for different
            "uq_quick_answers_of_all",
            "title_key",
            unique=True,
            sqlite_where=text("source_id IS NULL"),
            postgresql_where=text("source_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))
    title: Mapped[str] = mapped_column(String(40))
    title_key: Mapped[str] = mapped_column(String(80))  # casefolded, which can be longer
    text: Mapped[str] = mapped_column(Text)  # with placeholders
    used: Mapped[int] = mapped_column(default=0, server_default="0")  # how often it was sent
    created_at: Mapped[datetime]

    source: Mapped[Source | None] = relationship(lazy="raise")


BOT = aliased(Source)
# Which are for the contacts of a source, within a statement that has it: with those for all its bot's own.
OF_SOURCE: ColumnElement[bool] = or_(
    QuickAnswer.source_id.is_(None),
    QuickAnswer.source_id == Source.id,
    QuickAnswer.source_id.in_(
        select(BOT.id).where(BOT.bot_id == Source.bot_id, BOT.code.is_(None)).correlate(Source)
    ),
)
HAS_ANSWERS = select(QuickAnswer.id).where(OF_SOURCE).correlate(Source).exists()
