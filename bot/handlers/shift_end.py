"""What an operator does at the end of the hours of work: look where everything would go, and pass it on."""

import secrets
from dataclasses import replace
from random import Random

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.ui.display import pop_up, show_instead
from bot.ui.refusals import write_refusal
from bot.ui.texts import Words
from bot.views.hours import shift_screens as view
from bot.views.hours.shift_screens import ShiftAction, ShiftCallback
from models import Lead, Operator, actors
from models.database.protocol import UnitOfWork
from services.moment import Moment
from services.refusals import Refused
from services.team import operators, transfers
from services.team.identity import Person


async def on_callback(
    query: CallbackQuery,
    callback_data: ShiftCallback,
    unit: UnitOfWork,
    person: Person,
    words: Words,
    at: Moment,
) -> object:
    """Show where everything would go, pass it on so, or leave it."""
    assert person.operator_id is not None
    if callback_data.action is ShiftAction.KEEP:
        return show_instead(query, view.write_kept(words))
    operator = await unit.run_sync(operators.get, person.operator_id)
    try:
        if callback_data.action is ShiftAction.PREVIEW:
            seed = secrets.randbelow(2**31)
            planned = replace(at, chance=Random(seed).randrange)
            plan = await unit.run_sync(transfers.preview, operator, None, at=planned)
            clients = await list_clients(unit, operator)  # now: a preview lets all be read anew
            names = await name_everybody(unit)
            return show_instead(query, view.write_plan(plan, clients, names, seed, words))
        clients = await list_clients(unit, operator)
        done = await unit.run_sync(
            transfers.transfer,
            operator,
            None,
            callback_data.plan,
            planned_chance=Random(callback_data.seed).randrange,
            actor=actors.operator(operator.id),
            at=at,
        )
        return show_instead(query, view.write_done(done, clients, await name_everybody(unit), words))
    except Refused as refusal:
        return pop_up(query, write_refusal(refusal, words))


async def list_clients(unit: UnitOfWork, operator: Operator) -> dict[int, Lead]:
    """Return who is waiting for an operator, by contact."""
    return {contact.id: contact.lead for contact in await unit.run_sync(operators.list_open, operator.id)}


async def name_everybody(unit: UnitOfWork) -> dict[int, str]:
    """Return the names of all operators by id."""
    everybody: list[Operator] = await unit.run_sync(operators.list_operators)
    return {operator.id: operator.name for operator in everybody}


def register(router: Router) -> None:
    """Register the buttons below the question at the end of the hours."""
    router.callback_query.register(on_callback, roles.is_operator, ShiftCallback.filter())
