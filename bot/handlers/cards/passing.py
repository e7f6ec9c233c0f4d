"""An operator passes a request on: by the buttons of a card, by /pass, and a line for whoever got it."""

from contextlib import suppress
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.middlewares.admin import MISTAKES, UsageError, explain
from bot.middlewares.arguments import drop_words, split_leading
from bot.middlewares.identity import list_buttons
from bot.reading.incoming import is_command, is_conversation, read_message
from bot.ui.display import show, show_instead
from bot.ui.keyboards import CardCallback
from bot.ui.names import call_operator
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.cards.mine_screens import MineCallback
from bot.views.cards.pass_screens import PassAction, PassCallback, write_choice, write_done
from models.database.protocol import UnitOfWork
from services.contacts.states import Action
from services.moment import Moment
from services.names import drop_directions, parse_contact_number
from services.questions import ASKS
from services.queues import outbox
from services.queues.recipients import Recipient
from services.refusals import Refused
from services.team import handovers, passing
from services.team.identity import Person
from services.team.passing import Handover

LINE = "line"  # the command that an answer to our question completes: a contact and an assignment follow
NAMED = 2  # words of /pass: the number and the colleague; what follows is free


async def on_ask(
    query: CallbackQuery, recipient: Recipient, unit: UnitOfWork, words: Words, at: Moment
) -> object:
    """Ask whom a contact goes to."""
    choice = await unit.run_sync(passing.offer, recipient, at=at)
    assert query.message is not None
    return query.answer(), show(query.message, write_choice(choice, words))


async def on_callback(
    query: CallbackQuery,
    callback_data: PassCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Do what a button of the question, or of what is shown after it, says; or say why not."""
    number, assignment_no = callback_data.contact, callback_data.assignment
    match callback_data.action:
        case PassAction.ASK:
            choice = await unit.run_sync(passing.offer, recipient, at=at)
            return show_instead(query, write_choice(choice, words, page=callback_data.value))
        case PassAction.DRAW | PassAction.GIVE:
            target = callback_data.value if callback_data.action is PassAction.GIVE else None
            handover = await unit.run_sync(passing.by_card, recipient, target, at=at)
            done = words.plain("done-pass", number=str(number))
            return show_instead(query, write_done(handover, words, pop_up=done))
        case PassAction.CANCEL:
            return show_instead(query, Screen(words.plain("pass-cancelled")))
        case PassAction.UNDO:
            await unit.run_sync(handovers.take_back, person.account, number, assignment_no, at=at)
            return show_instead(query, Screen(words.plain("pass-undone", number=str(number))))
        case PassAction.LINE:
            return await ask_for_line(query, callback_data, recipient, unit, at=at)


async def ask_for_line(
    query: CallbackQuery, callback_data: PassCallback, recipient: Recipient, unit: UnitOfWork, *, at: Moment
) -> object:
    """Ask for a line for the colleague, as an answer to the question; raises Refused."""
    number, assignment_no = callback_data.contact, callback_data.assignment
    colleague = await unit.run_sync(handovers.check_line, recipient.chat.account, number, assignment_no)
    asked = Recipient(recipient.bot_id, recipient.chat_id)
    command = {ASKS: f"{LINE} {number} {assignment_no}"}
    await unit.run_sync(
        outbox.notify, asked, "ask-line", number=number, name=colleague.name, at=at, **command
    )
    return query.answer()


def find_line(message: Message, bot: Bot, person: Person) -> bool | dict[str, Any]:
    """Return what a message adds a line to: it answers our question, or replies to the screen itself."""
    if person.operator_id is None or is_command(message) or not is_conversation(message):
        return False
    if (person.asked or "").startswith(f"{LINE} "):
        _, number, assignment_no = (person.asked or "").split()
        return {"line_of": (int(number), int(assignment_no))}
    for data in list_buttons(message, bot.id):
        with suppress(TypeError, ValueError):
            callback = PassCallback.unpack(data)
            if callback.action is PassAction.LINE:
                return {"line_of": (callback.contact, callback.assignment)}
    return False


async def on_line(
    message: Message,
    line_of: tuple[int, int],
    bot: Bot,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Keep a line for the colleague who has got a contact, or say why not."""
    try:
        colleague = await unit.run_sync(handovers.add_line, read_message(message, bot), *line_of, at=at)
    except Refused as refusal:
        return message.reply(write_refusal(refusal, words))
    return message.reply(words.plain("line-kept", name=colleague.name))


async def on_pass(
    message: Message, command: CommandObject, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Pass a contact on, to the colleague who is named or by draw; or say what is wrong."""
    text = drop_directions(command.args or "")
    try:
        handover = await pass_on(text, unit, person, at=at)
    except MISTAKES as error:
        example = await show_example(text, unit, person, words, at=at)
        return show(message, Screen(explain(error, words, example)))
    return show(message, write_done(handover, words))


async def pass_on(text: str, unit: UnitOfWork, person: Person, *, at: Moment) -> Handover:
    """Pass on the contact whose number a text begins with; raises UsageError, UnclosedQuoteError, Refused."""
    assert person.operator_id is not None
    typed = split_leading(text, NAMED)
    if not typed:
        raise UsageError("pass-usage")
    number, names, target, line = parse_contact_number(typed[0]), typed[1:], None, ""
    if number is None:
        raise UsageError("pass-usage")
    if names:
        target, count = await unit.run_sync(passing.find_colleague, names)
        line = drop_words(text, 1 + count)
    return await unit.run_sync(passing.by_number, person.operator_id, number, target, line or None, at=at)


async def show_example(text: str, unit: UnitOfWork, person: Person, words: Words, *, at: Moment) -> str:
    """Return a working command: with the contact that was meant, if that can be passed on."""
    assert person.operator_id is not None
    meant = parse_contact_number(next(iter(text.split()), ""))
    possible = await unit.run_sync(passing.find_possible, person.operator_id, meant, at=at)
    if possible is None:
        return "/mine"
    contact, colleague = possible
    return f"/pass {contact.id} {call_operator(colleague)} {words.plain('example-line')}"


def register_words(router: Router) -> None:
    """Register /pass and lines, before answers: else the client would read a /pass that replies to a card."""
    router.message.register(on_pass, roles.is_operator, roles.command("pass"))
    router.message.register(on_line, find_line)


def register_card(router: Router) -> None:
    """Register the button on cards, which asks."""
    router.callback_query.register(on_ask, CardCallback.filter(F.action == Action.PASS_ON))


def register(router: Router) -> None:
    """Register the button on the page of a contact, and those of the screens."""
    asks = MineCallback.filter(F.action == Action.PASS_ON)
    router.callback_query.register(on_ask, roles.is_operator, asks)
    router.callback_query.register(on_callback, roles.is_operator, PassCallback.filter())
