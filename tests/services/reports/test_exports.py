"""Exported rows say what there is, in order, on both databases; menus know who has a role."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models import Status
from models.database.protocol import Database
from services.contacts.transitions import Action
from services.reports import exports
from services.reports.periods import count_back
from services.team import menus
from tests.moments import make_moment
from tests.services.world import BOT, NOON, OTHER_BOT, World

PERIOD = count_back(7, at=make_moment(NOON))


def live(session: Session) -> None:
    world = World(session, now=NOON - timedelta(days=8))
    world.bot()
    world.write(1, "too old")
    world.now = NOON
    anna = world.operator("Anna", limit=2, opened=(BOT, OTHER_BOT), telegram_id=700)
    first = world.write(2, "first")
    world.wait(minutes=3, microseconds=7)
    world.must_press(anna, Action.TAKE, contact=first)
    world.answer(anna, first)
    world.finish(first)
    world.meet(3)
    world.write(3, "second")
    world.write(4, "third")
    session.flush()


async def test_an_export_has_a_row_for_each_contact_of_the_period(either_database: Database) -> None:
    async with either_database.writing() as unit:
        await unit.run_sync(live)
    async with either_database.reading() as view:
        found = await view.run_sync(exports.read, PERIOD)
    rows = list(found)
    assert found.count == len(rows) == 3
    assert [(row.message, row.status, row.operator) for row in rows] == [
        ("first", Status.COMPLETED, "Anna"),
        ("second", Status.NEW, "Anna"),
        ("third", Status.NEW, None),
    ]
    first = rows[0]
    assert (first.source, first.messages, first.created_at) == ("acme_bot", 2, NOON)
    assert first.taken_at == first.completed_at == NOON + timedelta(minutes=3)


async def test_menus_are_for_admins_and_operators_who_opened_the_bot(either_database: Database) -> None:
    async with either_database.writing() as unit:
        await unit.run_sync(live)
        await unit.run_sync(menus.note_shown, BOT, menus.EVERYBODY, "all")
        await unit.run_sync(menus.note_shown, BOT, 700, "operators")
        await unit.run_sync(menus.note_shown, BOT, 12345, "never opened it")
    async with either_database.reading() as view:
        members = await view.run_sync(menus.list_members, BOT, at=make_moment(NOON, admin_ids=(3, 12345)))
        assert {(m.chat_id, m.is_operator, m.is_admin) for m in members} == {
            (700, True, False),
            (3, False, True),
        }
        assert await view.run_sync(menus.list_shown, BOT) == {menus.EVERYBODY: "all", 700: "operators"}
        assert await view.run_sync(menus.list_shown, OTHER_BOT) == {}
