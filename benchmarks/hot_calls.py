"""What the product does all day, by name: each is a call on the business of benchmarks/years.py.

None of them may take longer because much is stored; tests/models/test_plans.py reads how they are done.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

from sqlalchemy import select

from models import Contact, Operator, Status
from models.actors import admin
from services import chats, sources, waits
from services.board import snapshot, today
from services.board.made import Made
from services.chats import ChatRef
from services.clients import expiry, forgetting, lookup
from services.contacts import forms, snoozing
from services.contacts.states import Action
from services.distribution import queue
from services.leads import Identity
from services.operations import health
from services.operations.due import find_due
from services.queues import inbox, outbox, retention
from services.queues.rendering import render_data
from services.reports import exports, listings, records, statistics
from services.reports.listings import Page, Wanted
from services.reports.periods import count_back
from services.reports.search import find
from services.team import operators, transfers
from tests.services.world import BOT, NOON, World

Call = Callable[[World], object]

STRANGERS = count(3_000_000_000)  # Telegram ids of who has never written
EVERYTHING = {
    "accept_timeout_minutes": 15,
    "keep_days": 3650,
    "idle_days": 7,
    "admin_ids": (1,),
}  # as far as it is a setting
ADMIN = admin(1)


def find_open(world: World) -> Contact:
    """Return a contact that is somebody's, written to the bot."""
    rows = select(Contact).where(Contact.operator_id == 1, Contact.status != Status.COMPLETED)
    return world.session.scalars(rows.where(Contact.bot_id == BOT).limit(1)).one()


def write_new(world: World) -> None:
    """A stranger writes."""
    world.write(next(STRANGERS), "Где мой заказ?", name="Vera")


def write_again(world: World) -> None:
    """A client writes one more message."""
    contact = find_open(world)
    assert contact.chat_id is not None
    world.message_ids = count(1_000)
    world.say(contact.chat_id, "Ну что там?")


def take(world: World) -> None:
    """An operator presses the button that takes a contact."""
    world.must_press(world.session.get_one(Operator, 1), Action.TAKE, contact=find_open(world))


def finish(world: World) -> None:
    """An operator takes and completes a contact, and gets the next one that waits."""
    world.finish(find_open(world))


def answer(world: World) -> None:
    """An operator replies to a card."""
    world.message_ids = count(10_000_000)
    world.answer(world.session.get_one(Operator, 1), find_open(world))


def submit(world: World) -> None:
    """A form of somebody new comes by API."""
    person = Identity(phone=f"+7495{next(STRANGERS) % 10_000_000:07d}", name="Karl")
    forms.submit(world.session, 2, person, "Call me back", at=world.at)


def process(world: World) -> None:
    """What was received is looked at, and what is to be delivered is read."""
    inbox.list_due(world.session, BOT, limit=64, at=world.at)
    inbox.find_next(world.session, BOT, at=world.at)
    rows = outbox.list_due(world.session, BOT, busy=(), limit=64, at=world.at)
    outbox.find_next(world.session, BOT, at=world.at)
    render_data.read(world.session, rows)


def tick(world: World) -> None:
    """The clock looks for what is due."""
    find_due(
        world.session,
        listening=[BOT],
        working=[BOT],
        alarms={BOT: None},
        broken=[],
        is_shared=True,
        at=world.at_with(**EVERYTHING),
    )


def prune(world: World) -> None:
    """The clock looks for what is kept no longer."""
    retention.prune(world.session, at=world.at)
    expiry.blank_expired(world.session, at=world.at_with(**EVERYTHING))


def forget(world: World) -> None:
    """An admin has a client deleted."""
    forgetting.forget(world.session, find_open(world).id, actor=ADMIN, at=world.at)


def search(text: str) -> Call:
    """An admin looks for a text."""
    return lambda world: find(world.session, text, at=world.at)


def collect(days: int) -> Call:
    """An admin asks for statistics."""
    return lambda world: statistics.collect(world.session, count_back(days, at=world.at), at=world.at)


def list_contacts(**wanted: object) -> Call:
    """Another program reads a page of contacts."""
    return lambda world: [
        listings.list_contacts(world.session, Wanted(**wanted), Page(101, newest_first=newest))  # type: ignore[arg-type] # each is right for its name
        for newest in (False, True)
    ]


def read_pages(world: World) -> None:
    """An admin opens a contact, its history, and the latest of those that are explained."""
    number = find_open(world).id
    records.read(world.session, number)
    records.read_card(world.session, number)
    records.read_assignment(world.session, number)
    records.find_latest(world.session)
    records.find_latest_explained(world.session)
    lookup.find_example(world.session, banned=True, at=world.at)
    lookup.find_example(world.session, banned=False, at=world.at)
    transfers.find_possible(world.session, at=world.at)


def export(world: World) -> None:
    """The export of a day begins."""
    exports.read_part(world.session, exports.measure(world.session, count_back(1, at=world.at)))


def look_at_today(world: World) -> None:
    """The figures of today on the board."""
    draws = today.Draws()
    draws.add(today.find_draws(world.session, draws, at=world.at))
    today.find_draws(world.session, draws, at=world.at)
    today.read_today(world.session, draws, at=world.at)


def call(service: Callable[..., object], *given: object) -> Call:
    """Return the call of a service that wants a session, and the moment as `at`."""
    return lambda world: service(world.session, *given, at=world.at)


def read(service: Callable[..., object], *given: object, **named: object) -> Call:
    """Return the call of a service that wants a session and no moment."""
    return lambda world: service(world.session, *given, **named)


TODAY = NOON - timedelta(hours=5)
CALLS: dict[str, Call] = {
    "message of a stranger": write_new,
    "message in an open contact": write_again,
    "take": take,
    "take and complete": finish,
    "answer of an operator": answer,
    "contact by API": submit,
    "inbox and outbox": process,
    "tick of the clock": tick,
    "sweep of the queue": call(queue.drain_all),
    "clock set back": lambda world: waits.begin_anew(world.session, bots=[BOT], at=world.at),
    "retention": prune,
    "/forget": forget,
    "/find, rare word": search("question 77:"),
    "/find, common word": search("доставка"),
    "/find, two letters": search("во"),
    "/find, nothing": search("жирафы"),
    "/find, part of a phone": search("903 000 77"),
    "/find, name": search("клиент 17"),
    "/stats 1": collect(1),
    "/stats 30": collect(30),
    "/sources": lambda world: sources.count_contacts(world.session, since=world.now - timedelta(days=1)),
    "/queue": lambda world: (
        queue.count_waiting(world.session),
        records.list_waiting(world.session, offset=0, limit=10, at=world.at),
        records.count_asleep(world.session),
    ),
    "/mine": read(operators.list_open, 1),
    "/mine, what is put off": read(snoozing.list_asleep, 1),
    "/later": read(snoozing.find_example, 1),
    "/contact, /why": read_pages,
    "/export 1, first part": export,
    "metrics": read(health.read_figures),
    "board": call(snapshot.read_picture, Made()),
    "board, today": look_at_today,
    "who writes": lambda world: world.meet(find_open(world).chat_id or 0),
    "follow-up or new": lambda world: chats.find_open_contact(world.session, ChatRef(BOT, 2_000_000_001)),
    "GET /contacts": list_contacts(),
    **{f"GET /contacts?status={status.value}": list_contacts(status=status) for status in Status},
    "GET /contacts?waiting=true": list_contacts(waiting=True),
    "GET /contacts?waiting=false": list_contacts(waiting=False),
    "GET /contacts?operator_id=1": list_contacts(operator_id=1),
    "GET /contacts?operator_id=1&status=new": list_contacts(operator_id=1, status=Status.NEW),
    "GET /contacts?operator_id=9": list_contacts(operator_id=9),
    "GET /contacts?source_id=2": list_contacts(source_id=2),
    "GET /contacts?source_id=2&status=new": list_contacts(source_id=2, status=Status.NEW),
    "GET /contacts?source_id=9": list_contacts(source_id=9),
    "GET /contacts?lead_id=1": list_contacts(lead_id=1),
    "GET /contacts?outcome=…": list_contacts(outcome_id=1),
    "GET /contacts?tag=…": list_contacts(tag_id=1),
    "GET /contacts?created_since=…": list_contacts(since=TODAY),
    "GET /contacts?created_before=…": list_contacts(before=TODAY),
    "GET /contacts, a span": list_contacts(since=TODAY, before=TODAY + timedelta(minutes=30)),
    "GET /contacts, a span of a source": list_contacts(since=TODAY, source_id=2),
    "GET /contacts, a span of an operator": list_contacts(since=TODAY, operator_id=1),
    "GET /leads?phone=…": lambda world: listings.list_leads(world.session, Page(101), phone="+79030000003"),
}
