"""Who has done something, as the history keeps it: `client`, `operator:3`, `admin:<telegram id>`, `api`.

A supervisor, `supervisor:<telegram id>`, steers from the live board without being an admin.
"""

import enum
from dataclasses import dataclass

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class Role(enum.StrEnum):
    CLIENT = "client"
    OPERATOR = "operator"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    API = "api"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts; `id` is an operator's number, or else a Telegram id. What we do has no actor."""

    role: Role
    id: int | None = None

    def __str__(self) -> str:
        return self.role.value if self.id is None else f"{self.role.value}:{self.id}"


CLIENT = Actor(Role.CLIENT)
API = Actor(Role.API)


def operator(operator_id: int | None) -> Actor:
    """Return an operator as an actor."""
    return Actor(Role.OPERATOR, operator_id)


def admin(telegram_id: int) -> Actor:
    """Return an admin as an actor."""
    return Actor(Role.ADMIN, telegram_id)


def supervisor(telegram_id: int) -> Actor:
    """Return who steers from the board without being an admin as an actor."""
    return Actor(Role.SUPERVISOR, telegram_id)


def parse(text: str) -> Actor:
    """Return the actor that a text names; of edits older versions wrote no number."""
    role, _, number = text.partition(":")
    return Actor(Role(role), int(number) if number.isdecimal() else None)


class StoredActor(TypeDecorator[Actor]):
    """The column type of an actor: its text."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Actor | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Actor | None:
        return None if value is None else parse(value)
