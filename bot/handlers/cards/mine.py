"""/mine: an operator's open contacts, each with what can be done, in one message."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.ui.display import pop_up, show, show_instead
from bot.ui.isolation import Typed
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.ui.texts import Words
from bot.views.cards.card import write_card
from bot.views.cards.later_screens import write_choice
from bot.views.cards.mine_screens import (
    MineAction,
    MineCallback,
    ask_about_spam,
    write_mine,
    write_one,
)
from bot.views.hours.pause_screens import add_pause
from models.database.protocol import UnitOfWork
from services.clients import spam
from services.contacts import card_actions, snoozing
from services.contacts.cards import pooled
from services.contacts.states import Action
from services.distribution.modes import pool
from services.moment import Moment
from services.queues import labels
from services.queues.recipients import Recipient
from services.quick_answers import offered
from services.refusals import Reason, Refused
from services.reports import records
from services.team import operators
from services.team.identity import Person


async def on_mine(message: Message, unit: UnitOfWork, person: Person, words: Words, at: Moment) -> object:
    """List the operator's open contacts."""
    return show(message, await list_mine(unit, person, words, at))


async def list_mine(
    unit: UnitOfWork, person: Person, words: Words, at: Moment, *, pop_up: str | None = None
) -> Screen:
    """Return what an operator has open, and what is put off."""
    contacts = await unit.run_sync(operators.list_open, person.operator_id)
    asleep = await unit.run_sync(snoozing.list_asleep, person.operator_id)
    assert person.operator_id is not None
    operator = await unit.run_sync(operators.get, person.operator_id)
    account = operator.telegram_id
    free = await unit.run_sync(pool.list_shown, account) if account is not None else ()
    zone = at.policy.timezone
    listed = write_mine(contacts, words, at.now, asleep=asleep, pooled=free, timezone=zone, pop_up=pop_up)
    return listed if operator.on_shift else add_pause(listed, operator, words, at=at)


async def on_callback(
    query: CallbackQuery,
    callback_data: MineCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Show one of them, or do what its button says and list what is left."""
    number, told = callback_data.contact, None
    action = callback_data.action
    if action in (MineAction.SHOW, MineAction.SPAM):
        contacts = await unit.run_sync(operators.list_open, person.operator_id)
        contacts += await unit.run_sync(snoozing.list_asleep, person.operator_id)
        if number not in {contact.id for contact in contacts}:
            raise Refused(Reason.MOVED, number=number)
        if action is MineAction.SPAM:
            return show_instead(query, ask_about_spam(number, callback_data.assignment, words))
        contact, first, earlier = await unit.run_sync(records.read_card, number)
        labelled = await unit.run_sync(labels.read_one, contact)
        elsewhere = await unit.run_sync(records.find_elsewhere, contact)
        zone = at.policy.timezone
        card = write_card(
            contact, first, earlier, words, elsewhere=elsewhere, timezone=zone, labelled=labelled
        )
        has_answers = await unit.run_sync(offered.has_answers, contact)
        one = write_one(contact, earlier, card, words, labelled=labelled, has_answers=has_answers)
        return show_instead(query, one)
    if action is Action.SNOOZE:
        return await choose_later(query, unit, recipient, words, at)
    if action is not MineAction.LIST:
        refusal = await do(unit, action, recipient, at)
        if refusal is not None:
            return pop_up(query, write_refusal(refusal, words))
        told = words.plain(name_done(action), number=str(number))
    return show_instead(query, await list_mine(unit, person, words, at, pop_up=told))


async def choose_later(
    query: CallbackQuery, unit: UnitOfWork, recipient: Recipient, words: Words, at: Moment
) -> object:
    """Show until when a contact can be put off, instead of its page."""
    moments = await unit.run_sync(card_actions.list_moments, recipient, at=at)
    assert recipient.contact_id is not None
    assert recipient.assignment_no is not None
    choice = (recipient.contact_id, recipient.assignment_no)
    return show_instead(query, write_choice(*choice, moments, words, at.policy.timezone))


async def do(
    unit: UnitOfWork, action: MineAction | Action, recipient: Recipient, at: Moment
) -> Refused | None:
    """Do with a contact what a button says; returns the refusal, if it is one."""
    if isinstance(action, Action):
        return await unit.run_sync(card_actions.perform, action, recipient, at=at)
    if action is MineAction.POOL:
        card = replace(recipient, assignment_no=-(recipient.assignment_no or 0))
        return await unit.run_sync(pooled.take, card, at=at)
    await unit.run_sync(spam.report, recipient, at=at)
    return None


def name_done(action: MineAction | Action) -> str:
    """Return the key of what is said once a button has done it."""
    if action is MineAction.POOL:
        return f"done-{Action.TAKE}"
    return f"done-{action}" if isinstance(action, Action) else "done-spam"


async def on_too_many_words(message: Message, command: CommandObject, words: Words) -> object:
    """Say that a command takes no words: whoever adds some means something that it doesn't do."""
    example = words.html("example", example=Typed(f"/{command.command.lower()}"))
    return show(message, Screen(f"{words.html('command-alone')}\n{example}"))


def register(router: Router) -> None:
    """Register /mine, and operators' commands that are more than a command."""
    more = roles.command_with_words("mine", "withdraw", "resume")
    router.message.register(on_too_many_words, roles.is_operator, more)
    router.message.register(on_mine, roles.is_operator, roles.command("mine"))
    router.callback_query.register(on_callback, roles.is_operator, MineCallback.filter())
