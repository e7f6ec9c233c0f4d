"""KEEP_DAYS: words and names of what was completed longer ago go, what is newer and every count stays."""

from typing import Any

import pytest
from sqlalchemy import select, text

from models import Base, Contact, Lead, Message, Operator, Outbox, OutboxKind, actors
from services.clients import banning, expiry
from services.reports import statistics
from services.reports.periods import count_back
from tests.services.world import World

VERA = 123_456_789


def strike(world: World, days: int = 30, **policy: Any) -> int:
    """Let the clock of keeping strike; returns how many contacts were blanked."""
    blanked = expiry.blank_expired(world.session, at=world.at_with(keep_days=days, **policy))
    world.session.flush()
    world.session.expire_all()
    return blanked


def find(world: World, *words: str) -> set[str]:
    """Return in which columns of which tables some words are."""
    return {
        f"{table.name}.{column}"
        for table in Base.metadata.sorted_tables
        for row in world.session.execute(text(f'SELECT * FROM "{table.name}"')).mappings()
        for column, cell in row.items()
        if any(word in str(cell) for word in words)
    }


@pytest.fixture
def old(world: World, anna: Operator) -> Contact:
    """A contact of Vera's that was completed just now."""
    contact = world.write(VERA, "secretword", name="Verochka", username="verochka_k")
    world.answer(anna, contact, "secretword yes")
    world.finish(contact)
    world.deliver_all()
    return contact


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_words_and_names_go_after_so_many_days(world: World, old: Contact, days: int, is_kept: bool) -> None:
    world.wait(days=days)
    assert strike(world) == (not is_kept)
    assert bool(find(world, "secretword", "erochka", str(VERA))) is is_kept
    assert (world.lead(old).forgotten_at is None) is is_kept
    assert strike(world) == 0, "once is enough"


def test_by_default_everything_is_kept_for_ever(world: World, old: Contact) -> None:
    world.wait(days=5000)
    assert expiry.blank_expired(world.session, at=world.at) == 0
    assert old.message == "secretword"


def test_counts_and_statistics_stay(world: World, old: Contact) -> None:
    world.wait(days=31)
    before = (world.count(Contact), world.count(Message), read_statistics(world))
    strike(world)
    assert (world.count(Contact), world.count(Message), read_statistics(world)) == before
    world.check_loads()


def read_statistics(world: World) -> str:
    """Return the statistics of two months."""
    return repr(statistics.collect(world.session, count_back(60, at=world.at), at=world.at))


def test_of_who_has_a_newer_contact_only_the_old_words_go(world: World, old: Contact) -> None:
    world.wait(days=31)
    new = world.write(VERA, "another matter", name="Verochka")
    assert strike(world) == 1
    assert (old.message, old.chat_id, new.message) == ("", None, "another matter")
    lead = world.lead(new)
    assert (lead.name, lead.forgotten_at) == ("Verochka", None)
    assert not find(world, "secretword")


def test_a_reply_to_what_a_client_was_told_then_is_a_clients_message(world: World, old: Contact) -> None:
    replies = select(Outbox.message_id).where(Outbox.chat_id == VERA, Outbox.message_id.is_not(None))
    told = world.session.scalars(replies).all()
    world.wait(days=31)
    world.write(VERA, "another matter")
    assert strike(world) == 1
    assert told
    for message_id in told:
        assert world.meet(VERA, reply_to=message_id).answers is None


def test_what_is_open_is_kept_however_old(world: World, anna: Operator) -> None:
    contact = world.write(VERA, "secretword")
    world.wait(days=400)
    assert strike(world) == 0
    assert contact.message == "secretword"


def test_who_said_something_later_is_kept_as_long_after_that(world: World, old: Contact) -> None:
    world.wait(days=20)
    message = world.messages(old)[-1]
    message.created_at = world.now
    world.session.flush()
    world.wait(days=11)
    assert strike(world) == 0
    world.wait(days=20)
    assert strike(world) == 1


def test_a_ban_stays(world: World, old: Contact) -> None:
    banning.ban(world.session, world.lead(old), actor=actors.admin(90), at=world.at)
    world.wait(days=31)
    strike(world)
    world.say(VERA, "hello again")
    assert world.count(Contact) == 1


def test_who_writes_again_is_a_new_person(world: World, old: Contact) -> None:
    world.wait(days=31)
    strike(world)
    new = world.write(VERA, "hello again")
    assert new.lead_id != old.lead_id


def test_other_systems_are_told(world: World, old: Contact) -> None:
    world.wait(days=31)
    strike(world, webhook_events_url="https://crm.example.com/events")
    told = world.session.scalars(select(Outbox.params).where(Outbox.kind == OutboxKind.WEBHOOK)).all()
    assert [(fact["type"], fact["actor"]) for fact in told] == [("contact.forgotten", None)]


def test_it_goes_in_small_steps_until_nothing_is_left(world: World, old: Contact) -> None:
    rows = [
        Contact(
            lead_id=old.lead_id,
            source_id=old.source_id,
            operator_id=old.operator_id,
            status=old.status,
            message="secretword",
            created_at=world.now,
            completed_at=world.now,
        )
        for _ in range(expiry.BATCH)
    ]
    world.session.add_all(rows)
    world.wait(days=31)
    assert [strike(world) for _ in range(3)] == [expiry.BATCH, 1, 0]
    assert world.session.get_one(Lead, old.lead_id).forgotten_at is not None
    assert not find(world, "secretword")
