"""The buttons of the first steps: an admin answers himself, gives a first weight, looks again."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen, put_below
from bot.views.menu.callbacks import Step, StepCallback
from bot.views.menu.first_steps import write_steps
from bot.views.menu.main_menu import write_menu
from services import chats
from services.chats import ChatRef
from services.operations import first_steps
from services.team import operators


async def on_step(query: CallbackQuery, callback_data: StepCallback, context: AdminContext) -> Screen:
    """Do what a button says, and tick off what is done."""
    match callback_data.step:
        case Step.MYSELF:
            return await answer_myself(query, context)
        case Step.WEIGHT:
            return await give_weight(context, callback_data.operator)
        case Step.REFRESH:
            return await show_steps(context, pop_up=context.words.plain("steps-looked"))


async def answer_myself(query: CallbackQuery, context: AdminContext) -> Screen:
    """Let the admin be an operator."""
    user = query.from_user
    names = (user.first_name, user.full_name, user.username or "", context.words.plain("admin-as-operator"))
    operator = await context.unit.run_sync(
        first_steps.answer_myself,
        names,
        ChatRef(context.bot_id, context.admin_id),
        language=user.language_code,
        actor=context.actor,
        by=context.author,
        at=context.at,
    )
    return await show_steps(context, context.words.html("steps-myself", name=operator.name))


async def give_weight(context: AdminContext, number: int) -> Screen:
    """Give the one operator there is a first weight; raises Refused for who is none."""
    operator = await context.unit.run_sync(operators.find, f"#{number}")
    await context.unit.run_sync(
        first_steps.give_weight,
        operator,
        context.bot_id,
        actor=context.actor,
        by=context.author,
        at=context.at,
    )
    return await show_steps(context)


async def show_steps(context: AdminContext, done: str = "", pop_up: str | None = None) -> Screen:
    """Return the steps; when all are done, the menu, and that everything is ready."""
    steps = await context.unit.run_sync(first_steps.find, context.bot_id)
    if not steps.are_done:
        return write_steps(steps, context.words, done=done, pop_up=pop_up)
    ready = put_below(done, context.words.plain("steps-ready"))
    is_operator = await context.unit.run_sync(chats.find_operator, context.admin_id) is not None
    return write_menu(context.words, is_admin=True, is_operator=is_operator, text=ready)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_step, roles.is_admin, StepCallback.filter())
