"""/queue, /contact, /why, /assign, /find: what becomes of contacts, why, and a hand on the wheel."""

from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator, name_new_operator, name_operator, read_contact_number
from bot.handlers.admin_command import Order
from bot.middlewares.admin import Desk, UsageError
from bot.ui.answers import Report
from bot.ui.display import show
from bot.ui.screens import Screen
from bot.views import contact_screens as view
from bot.views.contact_screens import ContactAct, ContactTap, QueueTap
from bot.views.decision_screens import write_decision
from models import Contact, Operator
from services.contacts import transitions
from services.distribution import queue
from services.reports import records
from services.team import operators, transfers


async def on_queue(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """List who waits, oldest first, and why."""
    if given:
        raise UsageError("command-alone")
    return await show_queue(desk, 0)


async def on_queue_tap(_query: CallbackQuery, callback_data: QueueTap, desk: Desk) -> Screen:
    """Turn a page of the queue."""
    return await show_queue(desk, callback_data.page)


async def show_queue(desk: Desk, page: int) -> Screen:
    """Return a page of the queue; one that is gone by now is the first."""
    read = partial(records.list_waiting, limit=view.QUEUE_PAGE)
    count, waiting = await desk.unit.run_sync(read, offset=page * view.QUEUE_PAGE)
    if page and not waiting:
        return await show_queue(desk, 0)
    return view.write_queue(waiting, count, page, desk.words, desk.now)


async def on_contact(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """Show everything about a contact."""
    return await show_contact(desk, read_contact_number(given))


async def on_why(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """Explain why a contact is whose it is, or why it waits."""
    return await explain(desk, read_contact_number(given))


async def on_assign(_message: Message, desk: Desk, given: list[str]) -> Screen:
    """Give a contact to an operator by hand."""
    if len(given) < 2:
        raise UsageError("assign-usage")
    number = read_contact_number(given[:1])
    return await assign(desk, number, await find_operator(desk, given[1:]))


async def on_find(message: Message, desk: Desk) -> Report:
    """Look for contacts by phone, client's name or words."""
    text = " ".join(desk.given.split())
    if not text:
        raise UsageError("find-usage")

    def read(session: Session) -> list[Contact]:
        return records.search(session, text, region=desk.phone_region)

    return Report(read, lambda found: [show(message, view.write_found(found, desk.words, desk.timezone))])


async def on_contact_tap(_query: CallbackQuery, callback_data: ContactTap, desk: Desk) -> Screen:
    """Do what a button below a contact says."""
    number, value = callback_data.contact, callback_data.value
    match callback_data.act:
        case ContactAct.SHOW:
            return await show_contact(desk, number, page=value)
        case ContactAct.WHY:
            return await explain(desk, number, value or None)
        case ContactAct.OPERATORS:
            contact = await desk.unit.run_sync(records.find_contact, number)
            everybody = await desk.unit.run_sync(operators.list_operators)
            return view.write_choice_of_operator(contact, everybody, desk.words, page=value)
        case ContactAct.ASSIGN:
            return await assign(desk, number, await desk.unit.run_sync(operators.find, f"#{value}"))
        case ContactAct.COMPLETE:
            contact = await desk.unit.run_sync(records.find_contact, number)
            if contact.is_waiting:
                return view.ask_to_complete(contact, desk.words)
            return await complete(desk, number)
        case ContactAct.COMPLETE_SURELY:
            return await complete(desk, number)
        case ContactAct.REOPEN:
            return await reopen(desk, number)


async def show_contact(desk: Desk, number: int, *, page: int = 0, done: str = "") -> Screen:
    """Return everything about a contact; `done` says in HTML what just was done."""
    record = await desk.unit.run_sync(records.read, number, page=page, size=view.MESSAGES_PAGE)
    waits = await desk.unit.run_sync(queue.explain, record.contact) if record.contact.is_waiting else None
    return view.write_contact(record, waits, desk.words, desk.now, desk.timezone, done=done)


async def explain(desk: Desk, number: int, which: int | None = None) -> Screen:
    """Return an assignment in words; of a contact that waits and never had one, why it waits."""
    contact = await desk.unit.run_sync(records.find_contact, number)
    if contact.is_waiting and which is None:
        reason = desk.words.plain(f"waits-{await desk.unit.run_sync(queue.explain, contact)}")
        return Screen(desk.words.plain("why-waiting", number=str(number), reason=reason))
    decision = await desk.unit.run_sync(records.read_decision, number, which)
    return write_decision(decision, desk.words, desk.timezone)


async def assign(desk: Desk, number: int, operator: Operator) -> Screen:
    """Give a contact to an operator; the limit holds here too."""
    await desk.unit.run_sync(
        transfers.give, number, operator, now=desk.now, chance=desk.chance, actor=desk.actor
    )
    done = desk.words.html("assign-done", number=str(number), name=operator.name)
    return await show_contact(desk, number, done=done)


async def complete(desk: Desk, number: int) -> Screen:
    """Complete a contact for whoever has it."""
    contact = await desk.unit.run_sync(transitions.claim, number)
    await desk.unit.run_sync(
        transitions.complete, contact, now=desk.now, chance=desk.chance, actor=desk.actor
    )
    return await show_contact(desk, number, done=desk.words.plain("complete-done", number=str(number)))


async def reopen(desk: Desk, number: int) -> Screen:
    """Give a completed contact back to its operator."""
    contact = await desk.unit.run_sync(transitions.claim, number)
    await desk.unit.run_sync(transitions.reopen, contact, now=desk.now, actor=desk.actor)
    return await show_contact(desk, number, done=desk.words.plain("reopen-done", number=str(number)))


async def show_contact_example(desk: Desk, _given: list[str]) -> str:
    """Return a working `/contact` command; without contacts, where they will appear."""
    latest = await desk.unit.run_sync(records.find_latest)
    return f"/contact {latest}" if latest else "/queue"


async def show_why_example(desk: Desk, _given: list[str]) -> str:
    """Return a working `/why` command; without contacts, what lists those that wait."""
    latest = await desk.unit.run_sync(records.find_latest_explained)
    return f"/why {latest}" if latest else "/queue"


async def show_assign_example(desk: Desk, _given: list[str]) -> str:
    """Return a working `/assign` command; where nothing can be given to anybody, what comes first."""
    if not await desk.unit.run_sync(operators.list_operators):
        return f"/operators add {await name_new_operator(desk)} 5"
    possible = await desk.unit.run_sync(transfers.find_possible)
    return f"/assign {possible[0].id} {name_operator(possible[1])}" if possible else "/queue"


async def show_find_example(desk: Desk, _given: list[str]) -> str:
    """Return a working `/find` command."""
    return f"/find {desk.words.plain('example-words')}"


async def show_queue_example(_desk: Desk, _given: list[str]) -> str:
    """Return a working `/queue` command."""
    return "/queue"


def register(router: Router) -> None:
    """Put the commands and their buttons into a router."""
    free = {"example": show_find_example, "takes_text": True}
    router.message.register(on_queue, Order("queue"), flags={"example": show_queue_example})
    router.message.register(on_contact, Order("contact"), flags={"example": show_contact_example})
    router.message.register(on_why, Order("why"), flags={"example": show_why_example})
    router.message.register(on_assign, Order("assign"), flags={"example": show_assign_example})
    router.message.register(on_find, Order("find"), flags=free)
    router.callback_query.register(on_contact_tap, roles.is_admin, ContactTap.filter())
    router.callback_query.register(on_queue_tap, roles.is_admin, QueueTap.filter())
