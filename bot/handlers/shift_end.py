"""What an operator does at the end of the hours of work: look where everything would go, and pass it on."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import plans, roles
from bot.ui.display import show_instead
from bot.ui.texts import Words
from bot.views.hours import shift_screens as view
from bot.views.hours.shift_screens import ShiftAction, ShiftCallback
from models import actors
from models.database.protocol import UnitOfWork
from services.moment import Moment
from services.team import operators
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
    if callback_data.action is ShiftAction.PREVIEW:
        plan = await plans.preview(unit, operator, None, at=at)
        screen = view.write_plan(plan.moves, plan.clients, plan.names, plan.seed, words)
    else:
        done = await plans.transfer(
            unit,
            operator,
            None,
            plan=callback_data.plan,
            seed=callback_data.seed,
            actor=actors.operator(operator.id),
            at=at,
        )
        screen = view.write_done(done.moves, done.clients, done.names, words)
    return show_instead(query, screen)


def register(router: Router) -> None:
    """Register the buttons below the question at the end of the hours."""
    router.callback_query.register(on_callback, roles.is_operator, ShiftCallback.filter())
