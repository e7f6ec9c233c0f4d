"""Two who want the same at the same moment: one of them gets it, on both databases, and nothing is torn."""

import asyncio
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Chat, Contact, Lead, Operator, Status, actors
from models.database.protocol import Database
from services import leads
from services.contacts import conversation, messages, transitions
from services.contacts.states import Action
from services.leads import Identity
from services.team import operators
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.rush import ASSIGNED, OPEN, check, count, finish, list_ids, receive, set_up
from tests.services.world import BOT, NOON, World


async def test_two_requests_at_once_for_one_new_person_make_one_lead(either_database: Database) -> None:
    def resolve(session: Session, identity: Identity) -> int:
        return leads.resolve(session, identity, at=make_moment(NOON)).id

    for n in range(50):
        identity = Identity(external_id=f"crm:{n}", phone=f"+7916{n:07}", email=f"v{n}@example.org")
        found = await asyncio.gather(*(redo(either_database, resolve, identity) for _ in range(2)))
        assert found[0] == found[1]
    assert await redo(either_database, lambda s: s.scalar(select(func.count()).select_from(Lead))) == 50


async def test_one_phone_given_to_two_known_people_at_once_belongs_to_one_of_them(
    either_database: Database,
) -> None:
    def resolve(session: Session, n: int, phone: str | None) -> None:
        leads.resolve(session, Identity(external_id=f"crm:{n}", phone=phone), at=make_moment(NOON))

    for n in range(0, 20, 2):
        for lead in (n, n + 1):
            await redo(either_database, resolve, lead, None)
        phone = f"+7916{n:07}"
        # Both are found by their external_id and both have no phone yet.
        await asyncio.gather(*(redo(either_database, resolve, lead, phone) for lead in (n, n + 1)))
    owners = await redo(either_database, lambda s: s.scalar(select(func.count(Lead.phone))))
    assert owners == 10


async def test_one_message_delivered_to_two_handlers_at_once_is_one_contact(
    either_database: Database,
) -> None:
    await redo(either_database, set_up, 10, 5)
    for client in range(1, 11):
        await asyncio.gather(*(redo(either_database, receive, client) for _ in range(2)))
    assert await redo(either_database, count) == 10
    await redo(either_database, check)


async def test_a_reopened_contact_and_a_new_one_of_the_same_chat_are_not_both_open(
    either_database: Database,
) -> None:
    await redo(either_database, set_up, 10, 1)

    def reopen(session: Session, contact_id: int) -> None:
        world = World(session)
        world.press(session.get_one(Operator, 1), Action.REOPEN, session.get_one(Contact, contact_id))

    def write_again(session: Session, client: int) -> None:
        incoming = messages.Incoming(BOT, client, 2, "text", "again")
        conversation.receive(
            session, incoming, at=make_moment(NOON, chance=Random(0).randrange, reopen_window_minutes=0)
        )

    for client in range(1, 9):
        await redo(either_database, receive, client)
        [contact_id] = await redo(either_database, list_ids, OPEN)
        await redo(either_database, finish, contact_id)
        await asyncio.gather(
            redo(either_database, reopen, contact_id), redo(either_database, write_again, client)
        )
        open_ids = await redo(either_database, list_ids, OPEN)
        assert len(open_ids) == 1
        await redo(either_database, finish, open_ids[0])
    await redo(either_database, check)


async def test_who_leaves_a_bot_while_his_contacts_are_completed_ends_with_no_load(
    either_database: Database,
) -> None:
    """His weight is none any more, so his contacts' source is none he serves."""
    await redo(either_database, set_up, 3, 1)

    def take_weight_away(session: Session) -> None:
        world = World(session)
        world.set_weight(session.get_one(Operator, 1), world.find_bot(), 0)

    def leave(session: Session) -> None:
        World(session).blocks(session.get_one(Operator, 1))

    def come_back(session: Session) -> None:
        world = World(session)
        chat = session.scalars(select(Chat).where(Chat.chat_id == 700)).one()
        chat.is_reachable = True
        session.flush()
        world.set_weight(session.get_one(Operator, 1), world.find_bot(), 1)

    clients = iter(range(1, 1000))
    for _ in range(6):
        for _ in range(3):
            await redo(either_database, receive, next(clients))
        open_ids = await redo(either_database, list_ids, ASSIGNED, OPEN)
        await redo(either_database, take_weight_away)
        await asyncio.gather(
            redo(either_database, leave), *(redo(either_database, finish, id_) for id_ in open_ids)
        )
        await redo(either_database, lambda s: World(s).check_loads())
        await redo(either_database, come_back)


async def test_a_contact_that_was_listed_with_its_lead_can_be_moved_in_the_same_unit(
    either_database: Database,
) -> None:
    await redo(either_database, set_up, 1, 5)
    await redo(either_database, receive, 1)

    def list_and_complete(session: Session) -> Status:
        [operator_id] = session.scalars(select(Contact.operator_id))
        [listed] = operators.list_open(session, operator_id)
        transitions.set_status(
            session,
            listed.id,
            Status.COMPLETED,
            actor=actors.API,
            at=make_moment(NOON, chance=Random(0).randrange),
        )
        return listed.status

    assert await redo(either_database, list_and_complete) is Status.COMPLETED
