"""Exported rows say what there is, in order, on both databases; menus know who has a role."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import LabelKind, actors
from models.database.protocol import Database
from services.clients import forgetting
from services.contacts import conversation
from services.contacts.states import Action
from services.labels import choosing, lists
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


def read_all(session: Session) -> list[dict[str, Any]]:
    """Return the contacts of the period, read part by part, as rows."""
    extent, rows = exports.measure(session, PERIOD), list[dict[str, Any]]()
    part = exports.read_part(session, extent)
    while part:
        rows += [dict(zip(part._fields, row, strict=True)) for row in zip(*part, strict=True)]
        part = exports.read_part(session, extent, part.numbers[-1])
    assert len(rows) == extent.count
    return rows


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
async def test_an_export_has_a_row_for_each_contact_of_the_period(
    either_database: Database, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PART", size)
    async with either_database.writing() as unit:
        await unit.run_sync(live)
    async with either_database.reading() as view:
        rows = await view.run_sync(read_all)
    assert [(row["messages"], row["statuses"], row["operators"]) for row in rows] == [
        ("first", "completed", "Anna"),
        ("second", "new", "Anna"),
        ("third", "new", None),
    ]
    first, noon = rows[0], int(NOON.timestamp())
    assert (first["sources"], first["counts"], first["created"]) == ("acme_bot", 2, noon)
    assert first["taken"] == first["completed"] == noon + 180


async def test_what_comes_in_while_an_export_is_read_is_not_in_it(either_database: Database) -> None:
    async with either_database.writing() as unit:
        await unit.run_sync(live)
    async with either_database.reading() as view:
        extent = await view.run_sync(exports.measure, PERIOD)

    def come(session: Session) -> None:
        world = World(session, now=NOON)
        world.bot()
        world.write(5, "later")

    async with either_database.writing() as unit:
        await unit.run_sync(come)
    async with either_database.reading() as view:
        part = await view.run_sync(exports.read_part, extent)
        assert part is not None
        assert part.messages == ("first", "second", "third")
        assert await view.run_sync(exports.read_part, extent, part.numbers[-1]) is None


async def test_a_period_without_contacts_has_nothing_to_read(either_database: Database) -> None:
    async with either_database.reading() as view:
        extent = await view.run_sync(exports.measure, PERIOD)
        assert extent.count == 0
        assert await view.run_sync(exports.read_part, extent) is None


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


def label(session: Session) -> None:
    """Let the first contact have all that a business says of one, and another one a tag."""
    world = World(session, now=NOON)
    world.bot()
    anna = world.operator("Anna", limit=5, telegram_id=700)
    sold = lists.add(session, LabelKind.OUTCOME, "sold", at=world.at)
    contacts = [world.write(client) for client in (2, 3, 4)]
    for text in ("//#vip call after six", "// =1+1"):
        conversation.note(session, world.incoming(700, text), contacts[0].id, at=world.at)
    conversation.note(session, world.incoming(90, "//#old #vip"), contacts[2].id, name="Olga", at=world.at)
    gone = world.write(5)
    conversation.note(session, world.incoming(700, "//secret"), gone.id, at=world.at)
    forgetting.forget(session, gone.id, actor=actors.admin(90), at=world.at)
    world.finish(contacts[0])
    choosing.set_outcome(session, contacts[0], sold, actor=actors.operator(anna.id), at=world.at)
    session.flush()


@pytest.mark.parametrize("size", [1, 2, 1000])
async def test_an_export_has_outcomes_tags_and_notes_but_none_of_who_is_forgotten(
    either_database: Database, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PART", size)
    async with either_database.writing() as unit:
        await unit.run_sync(label)
    async with either_database.reading() as view:
        rows = await view.run_sync(read_all)
    assert [(row["outcomes"], row["tags"], row["notes"]) for row in rows] == [
        ("sold", "vip", "Anna: #vip call after six\nAnna: =1+1"),
        (None, None, None),
        (None, "vip, old", "Olga: #old #vip"),
        (None, None, None),
    ]
