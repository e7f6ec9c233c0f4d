"""Passing on to a colleague or by draw, with a line."""

from collections.abc import Callable
from functools import partial

import pytest

from models import Contact, Mode, Operator, OutboxKind, Status, actors
from services.contacts.states import Action
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused
from services.team import operators, passing
from services.team.passing import Choice, Handover
from tests.moments import first
from tests.services.world import BOT, World


def card(operator: Operator, contact: Contact, assignment_no: int | None = None) -> Recipient:
    assert operator.telegram_id is not None
    shown = contact.assignment_no if assignment_no is None else assignment_no
    return Recipient(BOT, operator.telegram_id, contact.id, shown)


def pass_to(world: World, contact: Contact, target: Operator | None) -> Handover:
    operator = world.session.get_one(Operator, contact.operator_id)
    target_id = target.id if target else None
    return passing.by_card(world.session, card(operator, contact), target_id, at=world.at)


def offer(world: World, operator: Operator, contact: Contact) -> Choice:
    return passing.offer(world.session, card(operator, contact), at=world.at)


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def hire_two(world: World, *, limit: int = 5) -> tuple[Operator, Operator, Contact]:
    """Let Anna have a contact, with Boris beside her, who has no weight."""
    world.chance = first
    anna, boris = world.operator("Anna", limit=limit), world.operator("Boris", weight=0)
    return anna, boris, world.write(1)


def test_who_can_take_it_by_hand_is_offered_most_free_places_first(world: World) -> None:
    world.chance = first
    anna = world.operator("Anna")
    contact = world.write(1)
    clara, boris = world.operator("Clara", limit=2), world.operator("Boris", limit=4, weight=0)
    world.operator("Full", limit=0)
    world.switch(world.operator("Off"), False)
    world.set_shift(world.operator("Paused"), False)
    world.operator("Far", opened=())
    world.operator("Client", telegram_id=1)
    choice = offer(world, anna, contact)
    assert (choice.colleagues, choice.mode) == ([(boris, 4), (clara, 2)], Mode.DRAW)
    world.set_weight(clara, world.find_bot(), 0)
    choice = offer(world, anna, contact)
    assert ([who for who, _ in choice.colleagues], choice.mode) == ([boris, clara], None)


def test_with_nobody_to_take_it_the_question_is_not_asked(world: World) -> None:
    anna, boris, contact = hire_two(world)
    world.set_limit(boris, 0)
    assert refusal(lambda: offer(world, anna, contact)).reason is Reason.NOBODY_ELSE
    assert refusal(lambda: pass_to(world, contact, None)).reason is Reason.NOBODY_ELSE
    assert contact.operator_id == anna.id


def test_the_question_is_for_the_operator_of_the_assignment_alone(world: World) -> None:
    anna, boris, contact = hire_two(world)
    assert refusal(lambda: offer(world, boris, contact)).reason is Reason.NOT_YOURS
    world.deliver_all()
    pass_to(world, contact, boris)
    stale = card(anna, contact, 1)
    assert refusal(lambda: passing.offer(world.session, stale, at=world.at)).reason is Reason.MOVED
    for target in (None, boris.id, anna.id):
        act = partial(passing.by_card, world.session, stale, target, at=world.at)
        assert refusal(act).reason is Reason.MOVED
    missing = Recipient(BOT, anna.telegram_id or 0, 404, 1)
    assert (
        refusal(lambda: passing.offer(world.session, missing, at=world.at)).reason is Reason.NO_SUCH_CONTACT
    )
    assert (contact.operator_id, contact.assignment_no) == (boris.id, 2)


def test_a_named_colleague_gets_it_without_a_weight_and_the_history_says_by_whom(world: World) -> None:
    anna, boris, contact = hire_two(world)
    world.must_press(anna, Action.TAKE, contact=contact)
    handover = pass_to(world, contact, boris)
    assert (handover.operator, handover.mode) == (boris, None)
    assert (contact.operator_id, contact.status, contact.taken_at) == (boris.id, Status.NEW, None)
    *_, passed_on, assigned = world.history(contact)
    assert (passed_on.kind, passed_on.data, passed_on.actor) == (
        "passed_on",
        {"operator_id": anna.id},
        actors.operator(anna.id),
    )
    assert (assigned.kind, assigned.actor) == ("assigned", actors.operator(anna.id))
    known = {key: assigned.data[key] for key in ("why", "kind", "operator_id", "from_operator_id", "ticket")}
    assert known == {
        "why": "passed_to",
        "kind": "by_hand",
        "operator_id": boris.id,
        "from_operator_id": anna.id,
        "ticket": None,
    }
    world.check_loads()


@pytest.mark.parametrize(
    ("hinder", "reason"),
    [
        (lambda world, boris: world.set_limit(boris, 0), Reason.OPERATOR_FULL),
        (lambda world, boris: world.switch(boris, False), Reason.COLLEAGUE_OFF),
        (lambda world, boris: world.set_shift(boris, False), Reason.OPERATOR_PAUSED),
        (lambda world, boris: world.blocks(boris), Reason.OPERATOR_UNREACHABLE),
    ],
)
def test_nobody_is_named_who_cannot_take_it_and_nothing_changes(
    world: World, hinder: Callable[[World, Operator], None], reason: Reason
) -> None:
    anna, boris, contact = hire_two(world)
    hinder(world, boris)
    before = len(world.history(contact))

    def act() -> Handover:
        return passing.by_number(world.session, anna.id, contact.id, boris, "Please!", at=world.at)

    assert refusal(act).reason is reason
    assert refusal(lambda: pass_to(world, contact, boris)).reason is reason
    assert (contact.operator_id, len(world.history(contact)), boris.load) == (anna.id, before, 0)
    assert refusal(lambda: pass_to(world, contact, anna)).reason is Reason.HAS_IT
    world.check_loads()


def test_the_place_that_becomes_free_goes_to_who_waits(world: World) -> None:
    anna, boris, contact = hire_two(world, limit=1)
    waiting = world.write(2)
    assert waiting.is_waiting
    pass_to(world, contact, boris)
    assert waiting.operator_id == anna.id
    world.check_loads()


@pytest.mark.parametrize("is_named", [True, False])
def test_a_line_given_beforehand_comes_with_the_card(world: World, is_named: bool) -> None:
    anna, boris, contact = hire_two(world)
    world.set_weight(boris, world.find_bot(), 1)
    world.deliver_all()
    target = boris if is_named else None
    passing.by_number(world.session, anna.id, contact.id, target, "// Call him <at> ten", at=world.at)
    shown, note, *_ = world.told(boris.telegram_id or 0)
    assert shown.kind is OutboxKind.CARD
    assert (note.params["by"], note.params["text"]) == ("Anna", "Call him <at> ten")
    assert note.assignment_no == contact.assignment_no == 2


def test_a_number_passes_on_only_what_is_ones_own(world: World) -> None:
    anna, boris, contact = hire_two(world)

    def by(operator: Operator, number: int = contact.id) -> Reason:
        act = refusal(lambda: passing.by_number(world.session, operator.id, number, None, at=world.at))
        return act.reason

    assert by(boris) is Reason.NOT_YOURS
    assert by(anna, 404) is Reason.NO_SUCH_CONTACT
    pass_to(world, contact, boris)
    assert by(anna) is Reason.MOVED
    world.finish(contact)
    assert by(boris) is Reason.COMPLETED


def test_the_longest_name_counts_and_what_follows_is_the_line(world: World) -> None:
    anna, smith = world.operator("Anna"), world.operator("Anna Smith")

    def find(text: str) -> tuple[Operator, int]:
        return passing.find_colleague(world.session, text.split(" "))

    assert find("anna smith please call") == (smith, 2)
    assert find("ANNA please call") == (anna, 1)
    assert find("2 please call") == find("#2") == (smith, 1)
    assert refusal(lambda: find("Bors please")).reason is Reason.NO_SUCH_COLLEAGUE
    assert refusal(lambda: find("Bors please")).params == {"name": "Bors"}
    smith.dismissed_at = world.now
    assert find("anna smith") == (anna, 1)
    assert refusal(lambda: find("#2")).reason is Reason.NO_SUCH_COLLEAGUE


@pytest.mark.parametrize(
    ("text", "reason"),
    [("//", Reason.EMPTY_NOTE), ("x" * 1001, Reason.TEXT_TOO_LONG)],
)
def test_a_line_that_is_no_note_is_refused_before_anything(world: World, text: str, reason: Reason) -> None:
    anna, boris, contact = hire_two(world)

    def act() -> Handover:
        return passing.by_number(world.session, anna.id, contact.id, boris, text, at=world.at)

    assert refusal(act).reason is reason
    assert (contact.operator_id, len(world.history(contact))) == (anna.id, 2)


def test_the_example_names_the_contact_that_was_meant_and_who_can_take_it(world: World) -> None:
    anna, boris, oldest = hire_two(world)
    second = world.write(2)
    found = passing.find_possible(world.session, anna.id, second.id, at=world.at)
    assert found == (second, boris)
    assert passing.find_possible(world.session, anna.id, None, at=world.at) == (oldest, boris)
    operators.set_limit(world.session, boris, 0, at=world.at)
    assert passing.find_possible(world.session, anna.id, second.id, at=world.at) is None
