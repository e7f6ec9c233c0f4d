"""Pauses of operators: /pause with or without how long, /resume, and the buttons of both."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.cards.mine import list_mine
from bot.reading.moments import read_pause
from bot.ui.display import pop_up, show, show_instead
from bot.ui.isolation import Typed
from bot.ui.keyboards import BackCallback
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words, escape
from bot.views.hours import pause_screens as view
from bot.views.hours.pause_screens import PauseAction, PauseCallback
from models import Operator, actors
from models.database.protocol import UnitOfWork
from services.hours.mornings import find_morning_of
from services.hours.working_time import of_operator
from services.moment import Moment
from services.refusals import Refused
from services.team import operators, pauses
from services.team.identity import Person


async def on_pause(
    message: Message, command: CommandObject, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Stop giving the operator new contacts, until the moment that is said or until he is back."""
    until, said = None, (command.args or "").strip()
    if said:
        assert person.operator_id is not None
        until = read_until(await unit.run_sync(operators.get, person.operator_id), said, at=at)
        if until is None:
            return explain(message, words.plain("pause-when"), words)
    try:
        operator = await unit.run_sync(pauses.begin, person.operator_id, until, at=at)
    except Refused as refusal:
        return explain(message, write_refusal(refusal, words), words)
    return show(message, view.write_paused(operator, words, at=at))


def read_until(operator: Operator, said: str, *, at: Moment) -> datetime | None:
    """Return the moment that words mean by an operator's clock, None for what can't be understood."""
    hours = of_operator(operator, at=at)
    try:
        return read_pause(said, at.now.astimezone(hours.timezone), lambda day: find_morning_of(hours, day))
    except OverflowError:
        return None


def explain(message: Message, wrong: str, words: Words) -> object:
    """Say what is wrong, and an example that works."""
    example = words.html("example", example=Typed("/pause 30"))
    return show(message, Screen(f"{escape(wrong)}\n{example}"))


async def come_back(unit: UnitOfWork, person: Person, at: Moment) -> None:
    """Let an operator get new contacts again, as its own doing."""
    actor = actors.operator(person.operator_id)
    await unit.run_sync(operators.set_shift, person.operator_id, True, actor=actor, at=at)


async def on_resume(message: Message, unit: UnitOfWork, person: Person, words: Words, at: Moment) -> object:
    """Give the operator new contacts again."""
    await come_back(unit, person, at)
    return message.answer(words.plain("operator-resumed"))


async def on_back_callback(
    query: CallbackQuery, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Give an operator who is back from a pause new contacts again."""
    await come_back(unit, person, at)
    return pop_up(query, words.plain("operator-resumed"))


async def on_callback(
    query: CallbackQuery,
    callback_data: PauseCallback,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Let a pause last so long, end it, or let it go on; of one that is over already only that it is."""
    action, since = callback_data.action, callback_data.since
    match action:
        case PauseAction.BACK | PauseAction.MINE:
            await come_back(unit, person, at)
            if action is PauseAction.BACK:
                return show_instead(query, view.write_resumed(words))
            told = words.plain("operator-resumed")
            return show_instead(query, await list_mine(unit, person, words, at, pop_up=told))
        case PauseAction.STAY:
            await unit.run_sync(pauses.check, person.operator_id, since)
            return show_instead(query, view.write_stays(words))
        case _:
            lasts = view.CHOICES[action]
            until = None if lasts is None else at.now + lasts
            operator = await unit.run_sync(pauses.change, person.operator_id, since, until, at=at)
            return show_instead(query, view.write_paused(operator, words, at=at))


def register(router: Router) -> None:
    """Register the commands and the buttons."""
    router.message.register(on_pause, roles.is_operator, roles.command("pause"))
    router.message.register(on_resume, roles.is_operator, roles.command("resume"))
    router.callback_query.register(on_back_callback, roles.is_operator, BackCallback.filter())
    router.callback_query.register(on_callback, roles.is_operator, PauseCallback.filter())
