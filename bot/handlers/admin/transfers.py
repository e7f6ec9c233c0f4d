"""/operators move: a preview shows what would go where; it is done when it is confirmed."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import plans, roles
from bot.handlers.admin.naming import find_operator
from bot.middlewares.admin import AdminContext
from bot.ui.lists import join_lines
from bot.ui.screens import Screen
from bot.views import transfer_screens
from bot.views.operator_screens import TransferAction, TransferCallback, back_to_operator
from models import Operator
from services.refusals import Refused
from services.team import operators


async def preview(context: AdminContext, words: list[str]) -> Screen:
    """`move <operator> [<other operator>]`: show what would move where, by draw if no other is named."""
    if len(words) < 2:
        return await show_plan(context, await find_operator(context, words), None)
    try:
        operator, target = await find_operator(context, words), None
    except Refused:
        operator, target = await find_operator(context, words[:1]), await find_operator(context, words[1:])
    return await show_plan(context, operator, target)


async def on_callback(
    _query: CallbackQuery, callback_data: TransferCallback, context: AdminContext
) -> Screen:
    """Choose where to, show the plan, carry it out."""
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    target = None
    if callback_data.target:
        target = await context.unit.run_sync(operators.find, f"#{callback_data.target}")
    match callback_data.action:
        case TransferAction.CHOOSE:
            everybody = await context.unit.run_sync(operators.list_operators)
            others = [o for o in everybody if o.id != operator.id and o.is_active]
            return transfer_screens.write_targets(operator, others, context.words)
        case TransferAction.PREVIEW:
            return await show_plan(context, operator, target)
        case TransferAction.TRANSFER:
            return await transfer(context, operator, target, callback_data)


async def show_plan(context: AdminContext, operator: Operator, target: Operator | None) -> Screen:
    """Preview the transfers, and return them with the button that does exactly that."""
    plan = await plans.preview(context.unit, operator, target, at=context.at)
    number, words = target.id if target else 0, context.words
    return transfer_screens.write_plan(
        operator, number, plan.moves, plan.clients, plan.names, plan.seed, words
    )


async def transfer(
    context: AdminContext, operator: Operator, target: Operator | None, callback: TransferCallback
) -> Screen:
    """Do what the plan on the button says; raises Refused if that is not possible any more."""
    done = await plans.transfer(
        context.unit,
        operator,
        target,
        plan=callback.plan,
        seed=callback.seed,
        actor=context.actor,
        at=context.at,
    )
    lines = transfer_screens.list_moves(done.moves, done.clients, done.names, context.words)
    moved = transfer_screens.count_moved(done.moves)
    title = context.words.html("move-done", name=operator.name, count=moved)
    text = f"{title}\n\n{join_lines(lines, context.words)}"
    return Screen(text, [[back_to_operator(operator, context.words)]])


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, TransferCallback.filter())
