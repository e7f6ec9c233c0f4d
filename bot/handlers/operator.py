"""What operators write: answers to clients first, then their commands, then a hint."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.reading.incoming import is_conversation, read_message
from bot.ui.display import pop_up
from bot.ui.keyboards import BackCallback
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from models.database.protocol import UnitOfWork
from services.contacts import conversation
from services.moment import Moment
from services.refusals import Refused
from services.team import operators
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
        await unit.run_sync(conversation.answer, answer, person.answers, at=at)
    except Refused as refusal:
        return message.reply(write_refusal(refusal, words))
    return None


async def on_pause(message: Message, unit: UnitOfWork, person: Person, words: Words, at: Moment) -> object:
    """Stop giving the operator new contacts."""
    await unit.run_sync(operators.set_shift, person.operator_id, False, at=at)
    return message.answer(words.plain("operator-paused"))


async def on_resume(message: Message, unit: UnitOfWork, person: Person, words: Words, at: Moment) -> object:
    """Give the operator new contacts again."""
    await unit.run_sync(operators.set_shift, person.operator_id, True, at=at)
    return message.answer(words.plain("operator-resumed"))


async def on_back_callback(
    query: CallbackQuery, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Give an operator who is back from a pause new contacts again."""
    await unit.run_sync(operators.set_shift, person.operator_id, True, at=at)
    return pop_up(query, words.plain("operator-resumed"))


async def on_other_text(message: Message, words: Words) -> object:
    """Tell an operator how to write to a client; it never becomes a contact."""
    return message.answer(words.plain("operator-hint"))


def register_answers(router: Router) -> None:
    """Register answers to clients, which come before anything else."""
    router.message.register(on_answer, roles.is_answer, is_conversation)


def register(router: Router) -> None:
    """Register operators' commands and their other words."""
    router.message.register(on_pause, roles.is_operator, roles.command("pause"))
    router.message.register(on_resume, roles.is_operator, roles.command("resume"))
    router.callback_query.register(on_back_callback, roles.is_operator, BackCallback.filter())
    router.message.register(on_other_text, roles.is_at_work, is_conversation)
