"""What was summed up once, so that nobody has to read it all again."""

from datetime import date
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class DaySum(Base):
    """The draws and the queue of a past day of a time zone, which nothing can change any more."""

    __tablename__ = "day_sums"

    timezone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
