"""What a trial has shown, told after the commit, and what its buttons do: apply, run beside, give up."""

from functools import partial
from random import Random

from aiogram import Router
from aiogram.methods import SendMessage, SendPhoto
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.handlers import roles
from bot.middlewares.admin import AdminContext
from bot.ui.answers import LongAnswer, Read, Steps, Work
from bot.ui.display import show
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.views.what_if.callbacks import TrialAction, TrialCallback
from bot.views.what_if.choices import back_home
from bot.views.what_if.sentences import write_plan
from bot.views.what_if.trial_picture import draw_trial
from bot.views.what_if.trial_screens import offer, write_applied, write_beside, write_compared, write_given_up
from models import Trial
from services import sources
from services.team import operators
from services.what_if import comparing, plans, trials
from services.what_if.comparing import Compared, Question


def compare(context: AdminContext, trial: Trial, days: int | None) -> LongAnswer:
    """Return the answer that says what a trial would have done in some days; None: since it runs beside."""
    return LongAnswer(
        context.admin_id,
        make=partial(make_answer, context, trial, days),
        stopped=context.words.plain("what-if-stopped"),
        failed=context.words.plain("what-if-failed"),
    )


def make_answer(context: AdminContext, trial: Trial, days: int | None) -> Steps:
    """Read what came, try the plan on it, and send the picture."""
    if days is None:
        question: Question = yield Read(partial(comparing.ask_beside, trial=trial, at=context.at))
    else:
        plan = plans.read(trial.plan)
        question = yield Read(partial(comparing.ask, plan=plan, days=days, at=context.at))
    found: Compared = yield Work(partial(comparing.answer, question, Random))
    screen = Screen(write_compared(found, context.words), offer(trial, days, context.words))
    chat = context.admin_id
    if not found.now.arrivals:
        yield SendMessage(chat_id=chat, text=screen.text, parse_mode="HTML", reply_markup=screen.markup)
        return
    picture: bytes = yield Work(partial(draw_trial, found, context.words))
    yield SendPhoto(
        chat_id=chat,
        photo=BufferedInputFile(picture, "whatif.png"),
        caption=screen.text,
        parse_mode="HTML",
        reply_markup=screen.markup,
    )


async def on_trial(query: CallbackQuery, callback_data: TrialCallback, context: AdminContext) -> object:
    """Do with a trial what a button says; raises Refused."""
    trial_id = callback_data.trial
    trial = await context.unit.run_sync(trials.find, trial_id)
    match callback_data.action:
        case TrialAction.DAYS:
            comparing.check_days(callback_data.value)
            return query.answer(), compare(context, trial, callback_data.value)
        case TrialAction.COMPARE:
            days = None if trial.beside_since is not None else comparing.DAYS
            return query.answer(), compare(context, trial, days)
        case TrialAction.APPLY:
            await context.unit.run_sync(
                trials.apply, trial_id, actor=context.actor, by=context.author, at=context.at
            )
            screen = write_applied(await write_stored(context, trial), context.words)
        case TrialAction.BESIDE:
            await context.unit.run_sync(trials.run_beside, trial_id, at=context.at)
            screen = write_beside(trial, await write_stored(context, trial), context.words, context.timezone)
        case TrialAction.GIVE_UP:
            await context.unit.run_sync(trials.give_up, trial_id, at=context.at)
            screen = write_given_up(context.words)
    if not isinstance(query.message, Message) or query.message.text is not None:
        return screen
    told = (query.answer(), show(query.message, screen))
    decided = Screen("", [[back_home(context.words)]])  # so that nobody decides twice
    return (*told, query.message.edit_reply_markup(reply_markup=decided.markup))


async def write_stored(context: AdminContext, trial: Trial) -> str:
    """Return the plan of a trial as a sentence, in HTML."""
    everybody = await context.unit.run_sync(operators.list_operators)
    known = await context.unit.run_sync(sources.list_sources)
    names, named = {one.id: one.name for one in everybody}, {one.id: name_source(one) for one in known}
    return write_plan(plans.read(trial.plan), names, named, context.words)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_trial, roles.is_admin, TrialCallback.filter())
