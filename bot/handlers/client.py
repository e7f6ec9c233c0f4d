"""What clients write: what no other router takes opens or joins a contact."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated, Message

from bot.handlers import roles
from bot.handlers.ratings import keep_comment
from bot.reading.incoming import (
    is_command,
    is_conversation,
    is_only_command,
    read_message,
    shares_own_phone,
)
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from models.database.protocol import UnitOfWork
from services import bans
from services.chats import ChatRef
from services.clients import phones
from services.contacts import conversation, edits
from services.moment import Moment
from services.phones import normalize_phone
from services.refusals import Refused
from services.team import identity
from services.team.identity import Person


async def on_message(message: Message, bot: Bot, unit: UnitOfWork, words: Words, at: Moment) -> object:
    """Store what a client wrote, be it the reason of a rating."""
    if (said := await keep_comment(message, bot, unit, words, at)) is not None:
        return said
    incoming = read_message(message, bot)
    await unit.run_sync(conversation.receive, incoming, at=at)
    return None


async def on_phone(message: Message, bot: Bot, unit: UnitOfWork, at: Moment) -> None:
    """Keep the phone that a client shares; Telegram writes it with or without a plus."""
    assert message.contact is not None
    number, incoming = message.contact.phone_number, read_message(message, bot)
    try:
        phone = normalize_phone(number if number.startswith("+") else f"+{number}", at.policy.phone_region)
    except ValueError:
        # Not a number we can dial: the operator sees what the client sent.
        await unit.run_sync(conversation.receive, incoming, at=at)
    else:
        await unit.run_sync(phones.share_phone, incoming, phone, at=at)


async def on_unknown_command(message: Message, unit: UnitOfWork, person: Person, words: Words) -> object:
    """A message that is only a command opens nothing; who is banned is not answered."""
    if await unit.run_sync(bans.is_banned, person.account):
        return None
    return message.answer(words.plain("client-only-command"))


async def on_admins_unknown_command(message: Message, words: Words) -> object:
    """An admin's slip of the finger is no client's message."""
    return message.answer(words.plain("admin-unknown-command"))


async def on_edit(
    message: Message, bot: Bot, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Store a changed text or file and tell the other side; an operator hears if it was not told."""
    try:
        await unit.run_sync(edits.edit, read_message(message, bot), at=at)
    except Refused as refusal:
        if person.operator_id is None and not person.is_admin:
            return None  # who was an operator once is told nothing of clients
        return message.reply(words.plain("edit-not-told", why=write_refusal(refusal, words)))
    return None


async def on_membership(update: ChatMemberUpdated, bot: Bot, unit: UnitOfWork, at: Moment) -> None:
    """Note that somebody blocked or unblocked the bot."""
    await unit.run_sync(
        identity.change_membership,
        ChatRef(bot.id, update.chat.id),
        is_member=update.new_chat_member.status == ChatMemberStatus.MEMBER,
        language=update.from_user.language_code,
        at=at,
    )


def register_own(router: Router) -> None:
    """Register what admins and operators say who are clients here, but for their commands."""
    router.message.register(on_phone, roles.is_own_client, shares_own_phone)
    router.message.register(on_message, roles.is_own_client)


def register(router: Router) -> None:
    """Register everything that is left."""
    router.message.register(on_admins_unknown_command, roles.is_admin, is_command)
    router.message.register(on_phone, shares_own_phone)
    router.message.register(on_unknown_command, is_only_command)
    router.message.register(on_message, is_conversation)
    router.edited_message.register(on_edit, is_conversation)
    router.my_chat_member.register(on_membership, F.chat.type == ChatType.PRIVATE)
