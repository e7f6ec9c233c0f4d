"""An admin's words that are no command: a search, a message to a client, or a try as a client."""

from functools import partial

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.contacts import find
from bot.handlers.admin.questions import ask
from bot.handlers.inline_results import choose_sending
from bot.middlewares.admin import AdminContext
from bot.reading.incoming import is_command, is_conversation, is_plain, read_message
from bot.ui.answers import Report
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.views.client_screens import TryCallback
from services.contacts import conversation
from services.refusals import Refused
from services.team.identity import Person


async def on_reply_to_page(message: Message, bot: Bot, person: Person, context: AdminContext) -> object:
    """Send a reply to a contact's page to its client, signed, or keep it as a note."""
    incoming, number = read_message(message, bot), person.writes_to or 0
    try:
        if conversation.is_note(incoming):
            await context.unit.run_sync(
                conversation.note, incoming, number, name=context.author, at=context.at
            )
            return message.reply(context.words.plain("note-kept"))
        write = choose_sending(message, bot, partial(conversation.write, name=context.author))
        await context.unit.run_sync(write, incoming, number, at=context.at)
    except Refused as refusal:
        return message.reply(write_refusal(refusal, context.words))
    return message.reply(context.words.plain("admin-wrote", number=str(number)))


async def on_words(message: Message, context: AdminContext) -> Report:
    """Look for what an admin writes: it is no client's request."""
    return find(message, context, message.text or "", none="find-none-in-words")


async def on_other(_message: Message, context: AdminContext) -> Screen:
    """Say what an admin's messages do; this one does nothing."""
    return Screen(context.words.plain("admin-hint"))


async def on_try(query: CallbackQuery, context: AdminContext) -> object:
    """Ask an admin who wants to try how it is to be a client for the first message."""
    return await ask(query, context, "ask-as-client", roles.AS_CLIENT)


def is_reply_to_page(message: Message, person: Person) -> bool:
    """Tell whether an admin writes to the client on whose page he replies; commands stay commands."""
    return person.writes_to is not None and not is_command(message) and is_conversation(message)


def is_for_nobody(message: Message, person: Person) -> bool:
    """Tell whether an admin sends what is neither a command nor a word to look for."""
    return person.is_admin and is_conversation(message) and not is_command(message)


def register(router: Router) -> None:
    """Put them into a router, after all commands."""
    router.message.register(on_reply_to_page, is_reply_to_page)
    router.message.register(on_words, roles.is_admin, is_plain)
    router.message.register(on_other, is_for_nobody)
    router.callback_query.register(on_try, roles.is_admin, TryCallback.filter())
