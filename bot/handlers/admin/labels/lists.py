"""/outcomes and /tags: the business's own words for how contacts end and what they are about."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.questions import ask
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import UnclosedQuoteError, drop_words, read_name, split_words
from bot.ui.screens import Screen
from bot.views.labels import lists as view
from bot.views.labels.lists import READY, LabelAction, LabelCallback
from models import Label, LabelKind
from services.labels import lists
from services.refusals import Refused

COMMANDS = {LabelKind.OUTCOME: "outcomes", LabelKind.TAG: "tags"}


async def on_outcomes(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List the outcomes, or do what the first word says."""
    return await do(context, LabelKind.OUTCOME, args)


async def on_tags(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List the tags, or do what the first word says."""
    return await do(context, LabelKind.TAG, args)


async def do(context: AdminContext, kind: LabelKind, args: list[str]) -> Screen:
    """Do what is said of a list."""
    if not args:
        return await show_list(context, kind)
    rest = split_words(context.raw_args)[1:]
    match args[0].lower():
        case "add":
            return await add(context, kind, rest)
        case "rename":
            return await rename(context, kind, rest)
        case "remove":
            if not rest:
                raise UsageError("labels-usage-remove")
            name = read_name(drop_words(context.raw_args, 1))
            return await retire(context, await context.unit.run_sync(lists.find, kind, name))
        case _:
            raise UsageError("labels-usage")


async def on_callback(query: CallbackQuery, callback_data: LabelCallback, context: AdminContext) -> object:
    """Do what a button says."""
    kind, action = callback_data.kind, callback_data.action
    match action:
        case LabelAction.LIST:
            return await show_list(context, kind)
        case LabelAction.ADD:
            return await ask(query, context, f"ask-{kind}", f"{COMMANDS[kind]} add")
        case LabelAction.READY:
            return await add_ready(context)
    label = await context.unit.run_sync(lists.find, kind, f"#{callback_data.label}")
    match action:
        case LabelAction.RENAME:
            command = f"{COMMANDS[kind]} rename {label.id}"
            return await ask(query, context, "ask-label-name", command, name=label.name)
        case LabelAction.RETIRE:
            return await retire(context, label)
        case _:
            uses = await context.unit.run_sync(lists.count_uses, kind)
            return view.write_label(label, uses.get(label.id, 0), context.words)


async def show_list(context: AdminContext, kind: LabelKind, done: str = "") -> Screen:
    """Return a list; `done` says in HTML what just was done."""
    labels = await context.unit.run_sync(lists.list_labels, kind)
    uses = await context.unit.run_sync(lists.count_uses, kind)
    return view.write_list(kind, labels, uses, context.words, done=done)


async def add(context: AdminContext, kind: LabelKind, words: list[str]) -> Screen:
    """`add <name>`: quotes around all of it are none of the name."""
    if not words:
        raise UsageError("labels-usage-add")
    name = read_name(drop_words(context.raw_args, 1))
    label = await context.unit.run_sync(lists.add, kind, name, at=context.at)
    return await show_list(context, kind, context.words.html("label-added", name=label.name))


async def add_ready(context: AdminContext) -> Screen:
    """Begin with outcomes that many have, in the admin's language, unless there are some already."""
    kind = LabelKind.OUTCOME
    if not await context.unit.run_sync(lists.list_labels, kind):
        for key in READY:
            await context.unit.run_sync(lists.add, kind, context.words.plain(key), at=context.at)
    return await show_list(context, kind)


async def rename(context: AdminContext, kind: LabelKind, words: list[str]) -> Screen:
    """`rename <name> <new name>`: a former name of several words goes into quotes."""
    if len(words) < 2:
        raise UsageError("labels-usage-rename")
    label = await context.unit.run_sync(lists.find, kind, words[0])
    former = label.name
    await context.unit.run_sync(lists.rename, label, read_name(drop_words(context.raw_args, 2)))
    done = context.words.html("label-renamed", former=former, name=label.name)
    return await show_list(context, kind, done)


async def retire(context: AdminContext, label: Label) -> Screen:
    """Offer a label no more."""
    await context.unit.run_sync(lists.retire, label, at=context.at)
    return await show_list(context, label.kind, context.words.html("label-retired", name=label.name))


async def show_outcomes_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/outcomes` command like the one that was meant."""
    return await show_example(context, LabelKind.OUTCOME, args)


async def show_tags_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/tags` command like the one that was meant."""
    return await show_example(context, LabelKind.TAG, args)


async def show_example(context: AdminContext, kind: LabelKind, args: list[str]) -> str:
    """Return a command that works as things are: with a name that is free, or a label that is there."""
    labels = await context.unit.run_sync(lists.list_labels, kind)
    command, verb = f"/{COMMANDS[kind]}", args[0].lower() if args else ""
    if labels and (verb == "remove" or len(labels) >= lists.MOST):
        return f"{command} remove {name_label(labels[-1])}"
    free = await find_free(context, kind)
    if labels and verb == "rename":
        return f"{command} rename {name_label(labels[-1])} {free}"
    return f"{command} add {free}"


async def find_free(context: AdminContext, kind: LabelKind) -> str:
    """Return a name that can be added."""
    name, n = context.words.plain(f"example-{kind}"), 1
    while True:
        free = name if n == 1 else f"{name} {n}"
        try:
            known = await context.unit.run_sync(lists.check_name, kind, free)
        except Refused:  # it looks like another one
            known = None
        else:
            if known is None:
                return free
        n += 1


def name_label(label: Label) -> str:
    """Return how to name a label in a command: by name if that is one plain word, else by number."""
    try:
        is_plain = split_words(label.name) == [label.name]
    except UnclosedQuoteError:
        is_plain = False
    return label.name if is_plain else str(label.id)


def register(router: Router) -> None:
    """Put the commands and their buttons into a router."""
    outcomes = {"example": show_outcomes_example, "takes_text": True}
    tags = {"example": show_tags_example, "takes_text": True}
    router.message.register(on_outcomes, AdminCommand("outcomes"), flags=outcomes)
    router.message.register(on_tags, AdminCommand("tags"), flags=tags)
    router.callback_query.register(on_callback, roles.is_admin, LabelCallback.filter())
