"""How soon clients get a first answer: whose time it is, when it stands still, and what still runs."""

from datetime import timedelta

import pytest

from models import Contact, Operator, actors
from services.contacts import card_actions, conversation, forms
from services.contacts.states import Action
from services.contacts.transitions import perform
from services.leads import Identity
from services.queues import recipients
from services.reports import statistics
from services.reports.figures import Statistics
from services.reports.measures.answering import Answering, Times
from services.reports.periods import count_back
from services.team import transfers, working_hours
from tests.services.world import World

QUARTER = timedelta(minutes=15)


def look(world: World, days: int = 7) -> Statistics:
    world.session.flush()
    return statistics.collect(world.session, count_back(days, at=world.at), at=world.at)


def of_operator(world: World, operator: Operator) -> Answering | None:
    return next((one.answering for one in look(world).operators if one.id == operator.id), None)


def answered(contact: Contact) -> tuple[int | None, int | None, int | None]:
    return contact.answer_seconds, contact.answered_by, contact.operator_seconds


def test_the_first_answer_counts_and_no_later_one(world: World, anna: Operator) -> None:
    contact = world.write(1)
    world.wait(minutes=4)
    world.answer(anna, contact)
    world.wait(minutes=30)
    world.write(1, "one more")
    world.wait(minutes=30)
    world.answer(anna, contact)
    assert answered(contact) == (240, anna.id, 240)
    assert look(world).answering == Answering(1, 240, 240, 1, 1)
    [fact] = [event for event in world.history(contact) if event.kind == "answered"]
    assert (fact.data["seconds"], fact.data["operator_id"]) == (240, anna.id)


def test_taking_is_no_answer_to_a_chat_but_one_to_a_form(world: World, anna: Operator) -> None:
    site = world.api_source()
    world.set_weight(anna, site, 1)
    world.must_press(anna, Action.TAKE, contact=(chat := world.write(1)))
    form = forms.submit(world.session, site.id, Identity(phone="+79120000001"), "hello", at=world.at)
    world.wait(minutes=2)
    perform(world.session, form.id, Action.TAKE, actor=actors.API, at=world.at)
    assert answered(chat) == (None, None, None)
    assert answered(form) == (120, anna.id, 120)


def test_completing_and_no_answer_needed_end_the_wait(world: World, anna: Operator) -> None:
    first, second = world.write(1), world.write(2)
    world.wait(minutes=1)
    world.finish(first)
    recipient = recipients.operator_recipient(world.session, second)
    assert recipient is not None
    card_actions.need_no_answer(world.session, recipient, at=world.at)
    assert [contact.answer_seconds for contact in (first, second)] == [60, 60]


def test_who_waits_still_counts_with_the_time_so_far(world: World, anna: Operator) -> None:
    world.answer(anna, world.write(1))
    world.write(2)
    world.wait(minutes=20)
    world.write(3)
    world.wait(minutes=2)
    assert look(world).answering == Answering(3, 120, 22 * 60, 2, 1), "of the last one nothing is known yet"
    waits = world.operator("Full", limit=0)
    assert of_operator(world, waits) is None


def test_an_operator_who_lets_a_client_wait_and_passes_him_on_is_not_praised(
    world: World, anna: Operator
) -> None:
    boris = world.operator("Boris")
    contact = world.write(1)
    world.wait(hours=2)
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.wait(minutes=1)
    world.answer(boris, contact)
    assert answered(contact) == (2 * 3600 + 60, boris.id, 60)
    assert of_operator(world, anna) == Answering(1, 7200, 7200, 1, 0)
    assert of_operator(world, boris) == Answering(1, 60, 60, 1, 1)
    assert look(world).answering == Answering(1, 7260, 7260, 1, 0)


def test_passing_on_at_once_is_neither_an_answer_nor_late(world: World, anna: Operator) -> None:
    world.operator("Boris")
    contact = world.write(1)
    world.wait(seconds=10)
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert of_operator(world, anna) == Answering(1, 10, 10, 0, 0)


@pytest.mark.parametrize("way", ["returned", "given", "timed out", "cut off"])
def test_whatever_takes_it_away_from_who_has_not_answered_counts(
    world: World, anna: Operator, way: str
) -> None:
    boris = world.operator("Boris")
    contact = world.write(1)
    world.deliver_all()
    world.wait(minutes=16)
    match way:
        case "returned":
            world.must_press(anna, Action.RETURN, contact=contact)
        case "given":
            transfers.give(world.session, contact.id, boris, actor=actors.admin(1), at=world.at)
        case "timed out":
            assert world.time_out(minutes=15) == 1
        case _:
            world.blocks(anna)
    assert contact.operator_id != anna.id
    assert of_operator(world, anna) == Answering(1, 960, 960, 1, 0)


def test_what_an_admin_writes_is_an_answer_but_not_the_operators(world: World, anna: Operator) -> None:
    contact = world.write(1)
    world.wait(minutes=3)
    conversation.write(world.session, world.incoming(1), contact.id, name="Olga", at=world.at)
    assert answered(contact) == (180, None, None)
    assert of_operator(world, anna) is None


def test_no_time_runs_while_the_source_is_closed(world: World, anna: Operator) -> None:
    bot = world.find_bot()
    working_hours.set_source_hours(world.session, bot, "Mo-Fr 09:00-18:00", at=world.at)
    world.wait(hours=2, minutes=55)  # five to six in Moscow
    contact = world.write(1)
    world.wait(hours=15, minutes=10)
    assert look(world).answering == Answering(1, 600, 600, 0, 0), "and what runs still, too"
    world.answer(anna, contact)
    assert answered(contact) == (600, anna.id, 600)
    [source] = look(world).sources
    assert source.answering == Answering(1, 600, 600, 1, 1)


def test_columns_show_who_came_then_and_without_a_target_there_is_no_share(
    world: World, anna: Operator
) -> None:
    world.answer(anna, world.write(1))
    world.wait(days=1)
    contact = world.write(2)
    world.wait(minutes=16)
    world.answer(anna, contact)
    shares = [column.answering and column.answering.share for column in look(world, days=3).columns]
    assert shares == [None, 1.0, 0.0]
    world.policy = world.policy.model_copy(update={"first_answer_minutes": 0})
    found = look(world).answering
    assert found is not None
    assert found.share is None


def test_half_and_nine_of_ten_are_times_that_occurred() -> None:
    times = Times(ended=[60 * n for n in range(1, 11)])
    assert times.measure(QUARTER) == Answering(10, 300, 540, 10, 10)
    assert Times().measure(QUARTER) is None
