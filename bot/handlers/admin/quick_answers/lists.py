"""/answers: the business's quick answers, by words and by buttons."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.questions import ask
from bot.handlers.admin.quick_answers.adding import add, add_title, show_example
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import drop_words, read_name, split_leading
from bot.ui.screens import Screen
from bot.views.quick_answers import lists as view
from bot.views.quick_answers.lists import AnswerAction, AnswerCallback
from models import QuickAnswer, Source
from services import sources
from services.quick_answers import templates
from services.quick_answers.placeholders import LISTED


async def on_answers(_message: Message, context: AdminContext, args: list[str]) -> object:
    """List the quick answers, or do what the first word says."""
    if not args:
        return await show_list(context)
    match args[0].lower():
        case "add":
            answer = await add(context)
            return await show_list(context, context.words.html("answer-added", title=answer.title))
        case "title":  # the answer to our question what a new one is called
            answer_or_none = await add_title(context)
            return answer_or_none and view.write_one(answer_or_none, context.words)
        case "rename":
            return await rename(context)
        case "text":
            return await change_text(context)
        case "remove":
            name = read_name(drop_words(context.raw_args, 1))
            if not name:
                raise UsageError("answers-usage-remove")
            return await remove(context, await context.unit.run_sync(templates.find, name))
        case _:
            raise UsageError("answers-usage")


async def on_callback(query: CallbackQuery, callback_data: AnswerCallback, context: AdminContext) -> object:
    """Do what a button says."""
    words, value = context.words, callback_data.value
    match callback_data.action:
        case AnswerAction.LIST:
            return await show_list(context, page=value)
        case AnswerAction.ADD:
            return view.ask_source(await list_owners(context), words, page=value)
        case AnswerAction.ADD_FOR:
            return await ask_title(query, context, value)
    answer = await context.unit.run_sync(templates.get, callback_data.answer)
    match callback_data.action:
        case AnswerAction.TITLE:
            command = f"answers rename {answer.id}"
            return await ask(query, context, "ask-answer-new-title", command, title=answer.title)
        case AnswerAction.TEXT:
            command = f"answers text {answer.id}"
            return await ask(query, context, "ask-answer-text", command, title=answer.title, known=LISTED)
        case AnswerAction.REMOVE:
            return view.ask_to_remove(answer, words)
        case AnswerAction.REMOVE_SURELY:
            return await remove(context, answer)
        case _:
            return view.write_one(answer, words)


async def show_list(context: AdminContext, done: str = "", *, page: int = 0) -> Screen:
    """Return a page of the list; `done` says in HTML what just was done."""
    answers = await context.unit.run_sync(templates.list_answers)
    bot = await context.unit.run_sync(sources.bot_source, context.bot_id)
    typing = view.tell_typing(bot, context.words, has_inline_mode=context.has_inline_mode)
    return view.write_list(answers, context.words, page=page, done=done, typing=typing)


async def list_owners(context: AdminContext) -> list[Source]:
    """Return the sources that can have quick answers: those with a bot, whose campaigns have its own."""
    every = await context.unit.run_sync(sources.list_sources)
    return [source for source in every if source.bot_id is not None and source.code is None]


async def ask_title(query: CallbackQuery, context: AdminContext, source_id: int) -> object:
    """Ask what a new quick answer is called; raises Refused for a source that there is not, or no room."""
    source = await context.unit.run_sync(sources.get, source_id) if source_id else None
    owner = await context.unit.run_sync(templates.find_owner, source)
    await context.unit.run_sync(templates.check_room, owner)
    command = f"answers title @{owner.id}" if owner else "answers title"
    return await ask(query, context, "ask-answer-title", command)


async def rename(context: AdminContext) -> Screen:
    """`rename <title> <new title>`: a former title of several words goes into quotes."""
    typed = split_leading(context.raw_args, 2)
    title = read_name(drop_words(context.raw_args, 2)) if len(typed) > 2 else ""
    if not title:
        raise UsageError("answers-usage-rename")
    answer = await context.unit.run_sync(templates.find, typed[1])
    await context.unit.run_sync(templates.change, answer, title=title)
    return view.write_one(answer, context.words)


async def change_text(context: AdminContext) -> Screen:
    """`text <title> <text>`: a title of several words goes into quotes."""
    typed = split_leading(context.raw_args, 2)
    text = drop_words(context.raw_args, 2) if len(typed) > 1 else ""
    if not text:
        raise UsageError("answers-usage-text")
    answer = await context.unit.run_sync(templates.find, typed[1])
    await context.unit.run_sync(templates.change, answer, text=text)
    return view.write_one(answer, context.words)


async def remove(context: AdminContext, answer: QuickAnswer) -> Screen:
    """Offer a quick answer no more."""
    await context.unit.run_sync(templates.remove, answer)
    return await show_list(context, context.words.html("answer-removed", title=answer.title))


def register(router: Router) -> None:
    """Put the command and its buttons into a router."""
    flags = {"example": show_example, "takes_text": True}
    router.message.register(on_answers, AdminCommand("answers"), flags=flags)
    router.callback_query.register(on_callback, roles.is_admin, AnswerCallback.filter())
