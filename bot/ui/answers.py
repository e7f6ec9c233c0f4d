"""What a handler returns: calls to make after the commit, in order, once; they may be lost."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Report:
    """An answer that takes long: `read` runs in a view of its own, then `make` in a thread; nobody waits."""

    read: Callable[[Session], Any]
    make: Callable[[Any], Sequence[TelegramMethod[Any]]]


@dataclass(frozen=True, slots=True)
class Read:
    """A step: read something in a view of its own; it is what the step returns."""

    read: Callable[[Session], Any]


@dataclass(frozen=True, slots=True)
class Work:
    """A step: do something in a thread; what that returns, the step returns."""

    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Tell:
    """A step: say how far it is, in the message that is there while an answer takes long."""

    text: str


Step = Read | Work | Tell | TelegramMethod[Any]  # the last one is a call to make
Steps = Generator[Step, Any, None]


@dataclass(frozen=True, slots=True)
class LongAnswer:
    """An answer that is made step by step; a message says how far it is, or that it will not come."""

    chat_id: int
    make: Callable[[], Steps]
    stopped: str  # what to say when the bot stops before it is there
    failed: str  # and when something else is wrong


Call = TelegramMethod[Any] | Report | LongAnswer
Answer = tuple[Call, ...]


def read_answer(returned: object) -> Answer:
    """Return the calls among what a handler returned: one, several or none."""
    several = returned if isinstance(returned, tuple) else (returned,)
    return tuple(call for call in several if isinstance(call, TelegramMethod | Report | LongAnswer))
