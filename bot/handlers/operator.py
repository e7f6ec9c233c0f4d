"""What operators write: answers to clients first, then their commands, then a hint."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.inline_results import choose_sending
from bot.reading.incoming import is_command, is_conversation, is_inline_result, read_message
from bot.ui.display import look, pop_up, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from bot.views.cards.send_screens import SendCallback, ask_recipient, write_sent
from models.database.protocol import UnitOfWork
from services.clients import unaddressed
from services.contacts import conversation
from services.moment import Moment
from services.quick_answers import inline
from services.refusals import Refused
from services.team.identity import Person


async def on_answer(
    message: Message,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Send a reply on to the client, or keep it as a note; or say why not."""
    assert person.answers is not None
    answer = read_message(message, bot)
    try:
        if person.is_note or conversation.is_note(answer):
            await unit.run_sync(conversation.note, answer, person.answers, at=at)
            return message.reply(words.plain("note-kept"))
        send = choose_sending(message, bot, conversation.answer)
        await unit.run_sync(send, answer, person.answers, at=at)
    except Refused as refusal:
        return message.reply(write_refusal(refusal, words))
    return None


async def on_other(
    message: Message, bot: Bot, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Offer to send an operator's message to a client, or tell how to write to one; it is never a contact."""
    incoming = read_message(message, bot)
    offered = (
        []
        if is_command(message)
        else await unit.run_sync(unaddressed.list_offered, incoming, person.operator_id)
    )
    if not offered:
        return message.answer(words.plain("operator-hint"))
    if is_inline_result(message, bot):  # with the name of one client in it
        offered = await unit.run_sync(inline.list_fitting, incoming, offered)
        if not offered:
            return message.reply(words.plain("inline-for-nobody"))
    screen = ask_recipient(offered, words)
    return message.reply(screen.text, **look(screen))


async def on_send_callback(
    query: CallbackQuery,
    callback_data: SendCallback,
    bot: Bot,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Send the message that is replied to as an answer to the chosen client, or say why not."""
    message = find_own(query, person)
    if message is None or is_command(message):
        return pop_up(query, words.plain("send-gone"))
    answer, number = read_message(message, bot), callback_data.contact
    if conversation.is_note(answer):
        return pop_up(query, words.plain("send-gone"))
    client = await unit.run_sync(choose_sending(message, bot, unaddressed.send), answer, number, at=at)
    return show_instead(query, write_sent(number, client, words))


def find_own(query: CallbackQuery, person: Person) -> Message | None:
    """Return the message of whoever presses that is replied to, None if it is gone or somebody else's."""
    message = query.message.reply_to_message if isinstance(query.message, Message) else None
    if message is None or message.from_user is None or message.from_user.id != person.account:
        return None
    return message if is_conversation(message) else None


def register_answers(router: Router) -> None:
    """Register answers to clients, which come before anything else."""
    router.message.register(on_answer, roles.is_answer, is_conversation)


def register(router: Router) -> None:
    """Register operators' commands and their other words."""
    router.callback_query.register(on_send_callback, roles.is_operator, SendCallback.filter())
    router.message.register(on_other, roles.is_at_work, is_conversation)
