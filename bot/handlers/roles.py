"""Filters by role, for the routers."""

from collections.abc import Callable

from aiogram import F
from aiogram.filters import Command, and_f
from aiogram.types import CallbackQuery, Message

from bot.reading.incoming import is_command, is_conversation
from services.moment import Moment
from services.team.identity import Person

AS_CLIENT = "as_client"  # what an admin is asked who wants to try how it is to be a client


def is_admin(_event: Message | CallbackQuery, person: Person) -> bool:
    """Tell whether the person is an admin."""
    return person.is_admin


def is_operator(_message: Message, person: Person) -> bool:
    """Tell whether the person has joined as an operator, switched off or not."""
    return person.operator_id is not None


def is_staff(_event: Message | CallbackQuery, person: Person) -> bool:
    """Tell whether the person's commands are orders: an admin or an operator."""
    return person.is_admin or person.operator_id is not None


async def is_or_was_staff(_event: Message | CallbackQuery, person: Person) -> bool:
    """Tell whether the person works here, or replies to a contact as somebody who did."""
    return person.is_admin or person.operator_id is not None or person.answers is not None


def is_own_client(message: Message, person: Person) -> bool:
    """Tell whether an admin or operator goes on in an open contact of his own, or tries to be a client."""
    return is_conversation(message) and (
        (person.is_client and not is_command(message)) or person.asked == AS_CLIENT
    )


def is_at_work(_message: Message, person: Person) -> bool:
    """Tell whether the person is an operator who is switched on, or has open contacts still."""
    return person.is_at_work


def is_answer(message: Message, person: Person, at: Moment) -> bool:
    """Tell whether the message replies to something about a contact that is not the person's own.

    Where a card opens the reply by itself, a command of those who work here is meant for us.
    """
    if at.policy.card_force_reply and is_staff(message, person) and is_command(message):
        return False
    return person.answers is not None


def command_with_words(*names: str) -> Callable[..., object]:
    """Return a filter for commands that are followed by something."""
    return and_f(F.text, Command(*names, ignore_case=True, ignore_mention=True, magic=F.args))


def command(*names: str) -> Callable[..., object]:
    """Return a filter for commands; whose bot is named after an @ does not matter in a private chat.

    Words below a file are no command, for which aiogram takes them too.
    """
    return and_f(F.text, Command(*names, ignore_case=True, ignore_mention=True))
