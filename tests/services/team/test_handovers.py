"""What was passed on: taken back while that is still right, and lines for whoever has it."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from models import Contact, Event, Operator, Status, actors
from services.contacts.states import Action
from services.refusals import Reason
from services.team import handovers, passing
from tests.moments import first
from tests.services.team.test_passing import hire_two, pass_to, refusal
from tests.services.world import OTHER_BOT, World


def take_back(world: World, operator: Operator, contact: Contact, assignment_no: int | None = None) -> None:
    number = contact.assignment_no if assignment_no is None else assignment_no
    assert operator.telegram_id is not None
    handovers.take_back(world.session, operator.telegram_id, contact.id, number, at=world.at)


def add_line(world: World, operator: Operator, contact: Contact, text: str, assignment_no: int) -> Operator:
    assert operator.telegram_id is not None
    incoming = world.incoming(operator.telegram_id, text)
    return handovers.add_line(world.session, incoming, contact.id, assignment_no, at=world.at)


@pytest.mark.parametrize("is_named", [True, False])
def test_within_a_minute_it_can_be_taken_back(world: World, is_named: bool) -> None:
    anna, boris, contact = hire_two(world)
    world.set_weight(boris, world.find_bot(), 1)
    pass_to(world, contact, boris if is_named else None)
    world.wait(seconds=60)
    take_back(world, anna, contact)
    assert (contact.operator_id, contact.status, contact.assignment_no) == (anna.id, Status.NEW, 3)
    latest = world.history(contact)[-1]
    assert (latest.data["why"], latest.data["kind"], latest.actor) == (
        "taken_back",
        "by_hand",
        actors.operator(anna.id),
    )
    assert (anna.load, boris.load) == (1, 0)
    assert refusal(lambda: take_back(world, anna, contact, 2)).reason is Reason.HAS_IT
    assert refusal(lambda: take_back(world, anna, contact)).reason is Reason.NOT_YOURS, (
        "nobody passed that on"
    )
    world.check_loads()


def test_a_place_that_becomes_free_by_taking_back_goes_to_who_waits(world: World) -> None:
    world.chance = first
    anna = world.operator("Anna")
    contact = world.write(1)
    boris = world.operator("Boris", limit=1, weight=0)
    world.bot(OTHER_BOT, "other_bot")
    world.opens(boris, OTHER_BOT)
    world.set_weight(boris, world.find_bot(OTHER_BOT), 1)
    pass_to(world, contact, boris)
    waiting = world.write(2, bot_id=OTHER_BOT)
    assert waiting.is_waiting
    take_back(world, anna, contact)
    assert waiting.operator_id == boris.id
    world.check_loads()


def test_after_a_minute_it_stays(world: World) -> None:
    anna, boris, contact = hire_two(world)
    pass_to(world, contact, boris)
    world.wait(seconds=61)
    refused = refusal(lambda: take_back(world, anna, contact))
    assert (refused.reason, refused.params["name"]) == (Reason.UNDO_TOO_LATE, "Boris")
    assert contact.operator_id == boris.id


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (
            lambda world, boris, contact: world.must_press(boris, Action.TAKE, contact=contact),
            Reason.TAKEN_BY,
        ),
        (lambda world, boris, contact: world.answer(boris, contact), Reason.TAKEN_BY),
        (lambda world, boris, contact: world.finish(contact), Reason.COMPLETED),
        (lambda world, boris, contact: world.blocks(boris), Reason.GONE_FURTHER),
    ],
)
def test_what_the_colleague_has_begun_or_lost_is_not_taken_back(
    world: World, act: Callable[[World, Operator, Contact], None], reason: Reason
) -> None:
    anna, boris, contact = hire_two(world)
    pass_to(world, contact, boris)
    if reason is Reason.GONE_FURTHER:
        world.set_limit(anna, 0)
    act(world, boris, contact)
    before = (contact.operator_id, contact.status, len(world.history(contact)))
    assert refusal(lambda: take_back(world, anna, contact, 2)).reason is reason
    assert (contact.operator_id, contact.status, len(world.history(contact))) == before
    world.check_loads()


@pytest.mark.parametrize(
    ("hinder", "reason"),
    [
        (lambda world, anna: world.write(2), Reason.PLACE_FILLED),
        (lambda world, anna: world.set_limit(anna, 0), Reason.PLACE_FILLED),
        (lambda world, anna: world.switch(anna, False), Reason.OFF),
        (lambda world, anna: world.set_shift(anna, False), Reason.PAUSED),
    ],
)
def test_who_has_no_place_any_more_takes_nothing_back(
    world: World, hinder: Callable[[World, Operator], None], reason: Reason
) -> None:
    anna, boris, contact = hire_two(world, limit=1)
    pass_to(world, contact, boris)
    hinder(world, anna)
    refused = refusal(lambda: take_back(world, anna, contact))
    assert (refused.reason, refused.params["holder"]) == (reason, "Boris")
    assert contact.operator_id == boris.id
    world.check_loads()


def test_the_queue_that_has_filled_the_place_keeps_it(world: World) -> None:
    anna, boris, contact = hire_two(world, limit=1)
    waiting = world.write(2)
    pass_to(world, contact, boris)
    assert waiting.operator_id == anna.id
    assert refusal(lambda: take_back(world, anna, contact)).reason is Reason.PLACE_FILLED
    assert (anna.load, boris.load) == (1, 1)


def test_only_who_passed_it_on_takes_it_back_or_adds_a_line(world: World) -> None:
    anna, boris, contact = hire_two(world)
    clara = world.operator("Clara", weight=0)
    passing.for_operator(world.session, contact.id, boris.id, None, by=actors.API, name="API", at=world.at)
    for who in (anna, boris, clara):
        assert refusal(partial(take_back, world, who, contact)).reason is Reason.NOT_YOURS
        assert refusal(partial(add_line, world, who, contact, "Hi", 2)).reason is Reason.NOT_YOURS
    stranger = Operator(telegram_id=1, name="?")
    assert refusal(lambda: take_back(world, stranger, contact)).reason is Reason.NOT_YOURS
    assert contact.operator_id == boris.id


def test_a_line_is_shown_at_once_for_as_long_as_the_colleague_has_it(world: World) -> None:
    anna, boris, contact = hire_two(world)
    clara = world.operator("Clara", weight=0)
    pass_to(world, contact, boris)
    world.wait(minutes=30)
    world.must_press(boris, Action.TAKE, contact=contact)
    world.deliver_all()
    assert add_line(world, anna, contact, "He is in a hurry", 2) == boris
    [note] = world.told(boris.telegram_id or 0)
    assert (note.params["by"], note.params["text"]) == ("Anna", "He is in a hurry")
    assert world.told(1) == [], "no client reads it"
    pass_to(world, contact, clara)
    assert "He is in a hurry" in [row.params.get("text") for row in world.told(clara.telegram_id or 0)]
    refused = refusal(lambda: add_line(world, anna, contact, "Still?", 2))
    assert (refused.reason, refused.params["name"]) == (Reason.GONE_FURTHER, "Boris")
    assert add_line(world, boris, contact, "From me, too", 3) == clara
    world.finish(contact)
    assert refusal(lambda: add_line(world, boris, contact, "Late", 3)).reason is Reason.COMPLETED
    notes = world.session.scalars(select(Event).where(Event.kind == "note")).all()
    assert [note.data["text"] for note in notes] == ["He is in a hurry", "From me, too"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("//", Reason.EMPTY_NOTE), ("x" * 1001, Reason.TEXT_TOO_LONG)],
)
def test_a_line_has_words_and_not_too_many(world: World, text: str, reason: Reason) -> None:
    anna, boris, contact = hire_two(world)
    pass_to(world, contact, boris)
    world.deliver_all()
    assert refusal(lambda: add_line(world, anna, contact, text, 2)).reason is reason
    assert world.told(boris.telegram_id or 0) == []
