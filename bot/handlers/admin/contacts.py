"""/queue, /contact, /why, /assign, /find: what becomes of contacts and why, and assignment by hand."""

import re
from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from bot.handlers import roles
from bot.handlers.admin import examples
from bot.handlers.admin.audit import operator_story, why_not
from bot.handlers.admin.moves.moving import move
from bot.handlers.admin.moves.reopening import reopen
from bot.handlers.admin.naming import find_operator, read_contact_number
from bot.handlers.admin.people.files import send_files
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext, UsageError
from bot.ui.answers import Report
from bot.ui.display import show
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.views import contact_lists
from bot.views import contact_screens as view
from bot.views.client_screens import list_spam_buttons
from bot.views.contact_lists import QueueCallback
from bot.views.contact_screens import ContactAction, ContactCallback, RaiseLimitCallback
from bot.views.decision_screens import write_assignment, write_back, write_why_not
from bot.views.split_screens import SplitCallback
from models import Contact, Operator
from services.clients import files, splitting
from services.contacts.states import Action
from services.distribution import queue
from services.names import drop_directions
from services.refusals import Reason, Refused
from services.reports import records, search
from services.team import operators, transfers

NUMBERED = re.compile(r"[#№]?\d")  # how the number of a request begins


async def on_queue(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List who waits, whose turn is first, and why."""
    if args:
        raise UsageError("command-alone")
    return await show_queue(context, 0)


async def on_queue_callback(
    _query: CallbackQuery, callback_data: QueueCallback, context: AdminContext
) -> Screen:
    """Turn a page of the queue."""
    return await show_queue(context, callback_data.page)


async def show_queue(context: AdminContext, page: int) -> Screen:
    """Return a page of the queue; one that is gone by now is the first."""
    read = partial(records.list_waiting, limit=contact_lists.QUEUE_PAGE, at=context.at)
    count, waiting = await context.unit.run_sync(read, offset=page * contact_lists.QUEUE_PAGE)
    if page and not waiting:
        return await show_queue(context, 0)
    asleep = await context.unit.run_sync(records.count_asleep)
    return contact_lists.write_queue(waiting, count, page, context.words, context.at.now, asleep=asleep)


async def on_contact(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """Show everything about a contact."""
    return await show_contact(context, read_contact_number(args))


async def on_why(message: Message, context: AdminContext, args: list[str]) -> Screen | Report:
    """Explain why a contact is whose it is, or why it waits; or why an operator got so much on a day."""
    if args and not NUMBERED.match(args[0]):
        return await operator_story.on_words(message, context, args)
    if len(args) > 1:
        return await why_not.on_words(message, context, args)
    return await explain(context, read_contact_number(args))


async def on_assign(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """Give a contact to an operator by hand."""
    if len(args) < 2:
        raise UsageError("assign-usage")
    number = read_contact_number(args[:1])
    return await assign(context, number, await find_operator(context, args[1:]))


async def on_find(message: Message, context: AdminContext) -> Report:
    """Look for contacts by phone, client's name or words."""
    if not context.raw_args.split():
        raise UsageError("find-usage")
    return find(message, context, context.raw_args)


def find(message: Message, context: AdminContext, raw_text: str, none: str = "find-none") -> Report:
    """Return the search for a text, which is made after the commit; `none` is what to say without a find."""
    text = " ".join(drop_directions(raw_text).split())

    def read(session: Session) -> list[Contact]:
        return search.find(session, text, at=context.at)

    return Report(
        read,
        lambda found: [
            show(message, contact_lists.write_found(found, context.words, context.timezone, none))
        ],
    )


async def on_contact_callback(
    query: CallbackQuery, callback_data: ContactCallback, context: AdminContext
) -> object:
    """Do what a button below a contact says."""
    number, value = callback_data.contact, callback_data.value
    match callback_data.action:
        case ContactAction.SHOW:
            return await show_contact(context, number, page=value)
        case ContactAction.WHY:
            return await explain(context, number, value or None)
        case ContactAction.OPERATORS:
            contact = await context.unit.run_sync(records.find_contact, number)
            everybody = await context.unit.run_sync(operators.list_operators)
            return view.write_choice_of_operator(contact, everybody, context.words, page=value)
        case ContactAction.ASSIGN:
            return await assign(context, number, await context.unit.run_sync(operators.find, f"#{value}"))
        case ContactAction.COMPLETE:
            contact = await context.unit.run_sync(records.find_contact, number)
            if contact.operator_id is None:
                return view.ask_to_complete(contact, context.words)
            return await complete(context, number)
        case ContactAction.COMPLETE_SURELY:
            return await complete(context, number)
        case ContactAction.REOPEN | ContactAction.REQUEUE | ContactAction.REOPEN_WITH:
            done = await reopen(context, callback_data)
            return done if isinstance(done, Screen) else await show_contact(context, number, done=done)
        case ContactAction.RETURN:
            return await put_back(context, number)
        case ContactAction.WAKE:
            await move(context, number, Action.WAKE)
            done = context.words.plain("done-wake", number=str(number))
            return await show_contact(context, number, done=done)
        case ContactAction.FILES:
            return await send_files(query, context, number)


async def show_contact(context: AdminContext, number: int, *, page: int = 0, done: str = "") -> Screen:
    """Return everything about a contact; `done` says in HTML what just was done."""
    record = await context.unit.run_sync(records.read, number, page=page, size=view.MESSAGES_PAGE)
    waits = None
    if record.contact.is_waiting:
        waits = await context.unit.run_sync(queue.explain, record.contact, at=context.at)
    found = await context.unit.run_sync(files.count, record.contact)
    more = [] if record.contact.spam_reported_at is None else list_spam_buttons(number, context.words)
    if await context.unit.run_sync(splitting.find_parts, record.contact.lead):
        more.append((context.words.plain("button-split"), SplitCallback(contact=number)))
    return view.write_contact(
        record,
        waits,
        context.words,
        context.at.now,
        context.timezone,
        done=done,
        more=more,
        files=found,
    )


async def explain(context: AdminContext, number: int, which: int | None = None) -> Screen:
    """Return an assignment in words; of a contact that waits and never had one, why it waits."""
    contact = await context.unit.run_sync(records.find_contact, number)
    if contact.is_waiting and which is None:
        waits = await context.unit.run_sync(queue.explain, contact, at=context.at)
        reason = context.words.plain(f"waits-{waits}")
        text = context.words.plain("why-waiting", number=str(number), reason=reason)
        return Screen(text, [[write_why_not(number, context.words), write_back(number, context.words)]])
    assignment = await context.unit.run_sync(records.read_assignment, number, which)
    return write_assignment(assignment, context.words, context.timezone)


async def assign(context: AdminContext, number: int, operator: Operator) -> Screen:
    """Give a contact to an operator; the limit holds here too, unless it is raised for that."""
    try:
        await context.unit.run_sync(transfers.give, number, operator, actor=context.actor, at=context.at)
    except Refused as refusal:
        if refusal.reason is not Reason.OPERATOR_FULL:
            raise
        return view.offer_to_raise_limit(
            number, operator, write_refusal(refusal, context.words), context.words
        )
    return await tell_assigned(context, number, operator)


async def on_raise_limit(
    _query: CallbackQuery, callback_data: RaiseLimitCallback, context: AdminContext
) -> Screen:
    """Raise the limit of an operator by what one more contact takes, and give it."""
    number, limit = callback_data.contact, callback_data.limit
    operator = await context.unit.run_sync(operators.find, f"#{callback_data.operator}")
    await context.unit.run_sync(
        transfers.raise_limit_and_give, number, operator, limit, actor=context.actor, at=context.at
    )
    return await tell_assigned(context, number, operator)


async def tell_assigned(context: AdminContext, number: int, operator: Operator) -> Screen:
    """Return a contact that somebody was given."""
    done = context.words.html("assign-done", number=str(number), name=operator.name)
    return await show_contact(context, number, done=done)


async def complete(context: AdminContext, number: int) -> Screen:
    """Complete a contact for whoever has it."""
    await move(context, number, Action.CLOSE)
    return await show_contact(context, number, done=context.words.plain("complete-done", number=str(number)))


async def put_back(context: AdminContext, number: int) -> Screen:
    """Put an open contact back into the queue."""
    await move(context, number, Action.RETURN)
    return await show_contact(context, number, done=context.words.plain("done-return", number=str(number)))


def register(router: Router) -> None:
    """Put the commands and their buttons into a router."""
    free = {"example": examples.show_find_example, "takes_text": True}
    router.message.register(on_queue, AdminCommand("queue"), flags={"example": examples.show_queue_example})
    router.message.register(
        on_contact, AdminCommand("contact"), flags={"example": examples.show_contact_example}
    )
    router.message.register(on_why, AdminCommand("why"), flags={"example": examples.show_why_example})
    router.message.register(
        on_assign, AdminCommand("assign"), flags={"example": examples.show_assign_example}
    )
    router.message.register(on_find, AdminCommand("find"), flags=free)
    router.callback_query.register(on_contact_callback, roles.is_admin, ContactCallback.filter())
    router.callback_query.register(on_raise_limit, roles.is_admin, RaiseLimitCallback.filter())
    why_not.register(router)
    router.callback_query.register(on_queue_callback, roles.is_admin, QueueCallback.filter())
