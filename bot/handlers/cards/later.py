"""Putting a contact off: the choice below its card, and /later with the words of whoever types faster."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from bot.handlers import roles
from bot.reading.moments import read_moment
from bot.ui.display import pop_up, show, show_instead
from bot.ui.isolation import Typed
from bot.ui.keyboards import LaterCallback
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words, escape
from bot.views.cards.later_screens import write_done, write_kept
from models import Contact, Source
from models.database.protocol import UnitOfWork
from services.contacts import card_actions, snoozing
from services.contacts.states import Action
from services.hours import mornings
from services.moment import Moment
from services.names import parse_contact_number
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused
from services.team.identity import Person


async def on_callback(
    query: CallbackQuery,
    callback_data: LaterCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Put the contact off until what was chosen; a moment that has passed meanwhile is refused."""
    number, chosen = callback_data.contact, callback_data.until
    if chosen is None:
        return show_instead(query, write_kept(words))
    moments = await unit.run_sync(card_actions.list_moments, recipient, at=at)
    if chosen not in moments:
        raise Refused(Reason.BAD_MOMENT)
    until = moments[chosen]
    refused = await unit.run_sync(card_actions.perform, Action.SNOOZE, recipient, until=until, at=at)
    if refused is not None:
        return pop_up(query, write_refusal(refused, words))
    return show_instead(query, write_done(number, until, words, at.policy.timezone))


async def on_command(
    message: Message, command: CommandObject, unit: UnitOfWork, person: Person, words: Words, at: Moment
) -> object:
    """Put a contact off until a moment in words, or until its client writes."""
    named, _, when = (command.args or "").strip().partition(" ")
    number = parse_contact_number(named) if named else None
    if number is None:
        return await explain(message, words.plain("later-usage"), unit, person, words)
    until = None
    if when.strip():
        until = await unit.run_sync(read_until, number, when, at=at)
        if until is None:
            return await explain(message, words.plain("later-when"), unit, person, words)
    try:
        await unit.run_sync(card_actions.put_off, number, person.operator_id, until, at=at)
    except Refused as refusal:
        wrong = write_refusal(refusal, words)
        if refusal.reason is Reason.BAD_MOMENT:
            return await explain(message, wrong, unit, person, words)
        return message.reply(wrong)
    return show(message, write_done(number, until, words, at.policy.timezone))


def read_until(session: Session, number: int, when: str, *, at: Moment) -> datetime | None:
    """Return the moment that words mean for a contact: a day begins when its source opens."""
    contact = session.get(Contact, number)
    source = session.get_one(Source, contact.source_id) if contact is not None else Source(hours=None)
    now = at.now.astimezone(at.policy.timezone)
    try:
        return read_moment(when, now, lambda day: mornings.find_morning(source, day, at=at))
    except OverflowError:
        return None


async def explain(message: Message, wrong: str, unit: UnitOfWork, person: Person, words: Words) -> object:
    """Say what is wrong, and an example that works."""
    number = await unit.run_sync(snoozing.find_example, person.operator_id)
    if number is None:
        return message.answer(f"{escape(wrong)}\n{words.html('later-nothing')}", parse_mode="HTML")
    example = Typed(f"/later {number} {words.plain('example-later')}")
    return message.answer(f"{escape(wrong)}\n{words.html('example', example=example)}", parse_mode="HTML")


def register(router: Router) -> None:
    """Register /later, and the buttons of the choice."""
    router.message.register(on_command, roles.is_operator, roles.command("later"))
    router.callback_query.register(on_callback, roles.is_operator, LaterCallback.filter())
