"""What a handler returns: calls to make after the commit, in order, once; they may be lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Report:
    """An answer that takes long: `read` runs in a view of its own, then `make` in a thread; nobody waits."""

    read: Callable[[Session], Any]
    make: Callable[[Any], Sequence[TelegramMethod[Any]]]


Call = TelegramMethod[Any] | Report
Answer = tuple[Call, ...]


def read_answer(returned: object) -> Answer:
    """Return the calls among what a handler returned: one, several or none."""
    several = returned if isinstance(returned, tuple) else (returned,)
    return tuple(call for call in several if isinstance(call, TelegramMethod | Report))
