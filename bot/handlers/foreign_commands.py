"""A command that somebody else wrote, forwarded or through another bot: it does nothing."""

from aiogram import Router
from aiogram.types import Message

from bot.handlers import roles
from bot.reading.incoming import is_foreign_command
from bot.ui.texts import Words


async def on_foreign_command(message: Message, words: Words) -> object:
    """Say that it does nothing."""
    return message.reply(words.plain("command-not-own"))


def register(router: Router) -> None:
    """Register such commands, which come first."""
    router.message.register(on_foreign_command, roles.is_staff, is_foreign_command)
