"""Filters by role, for the routers."""

from collections.abc import Callable

from aiogram import F
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from services.team.identity import Person


def is_admin(_event: Message | CallbackQuery, person: Person) -> bool:
    """Tell whether the person is listed in ADMIN_IDS."""
    return person.is_admin


def is_operator(_message: Message, person: Person) -> bool:
    """Tell whether the person has joined as an operator, switched off or not."""
    return person.operator_id is not None


def is_at_work(_message: Message, person: Person) -> bool:
    """Tell whether the person is an operator who is switched on, or has open contacts still."""
    return person.is_at_work


def is_answer(_message: Message, person: Person) -> bool:
    """Tell whether the message replies to something about a contact that is not the person's own."""
    return person.answers is not None


def command_with_words(*names: str) -> Callable[..., object]:
    """Return a filter for commands that are followed by something."""
    return Command(*names, ignore_case=True, ignore_mention=True, magic=F.args)


def command(*names: str) -> Callable[..., object]:
    """Return a filter for commands; whose bot is named after an @ does not matter in a private chat."""
    return Command(*names, ignore_case=True, ignore_mention=True)
