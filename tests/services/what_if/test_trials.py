"""A plan is tried, compared, applied or given up; what has changed meanwhile is not overwritten."""

from random import Random

import pytest

from models import Account, Mode, Operator, Trial, actors
from services.distribution import weights
from services.distribution.modes import choice
from services.refusals import Reason, Refused
from services.team import operators
from services.what_if import comparing, plans, trials
from services.what_if.plans import Plan
from tests.services.world import World

ADMIN = Account(900)


@pytest.fixture
def boris(world: World) -> Operator:
    return world.operator("Boris")


def draft(world: World, plan: Plan) -> Trial:
    return trials.draft(world.session, plan, admin=ADMIN, by="Maria", at=world.at)


def apply(world: World, trial: Trial) -> None:
    trials.apply(world.session, trial.id, actor=actors.admin(ADMIN), by="Maria", at=world.at)


def refuse(world: World, trial: Trial) -> Reason:
    with pytest.raises(Refused) as refused:
        apply(world, trial)
    return refused.value.reason


def test_a_weight_is_applied_as_by_its_command(world: World, anna: Operator) -> None:
    apply(world, draft(world, plans.change_weight(world.session, anna, None, 5)))
    assert weights.find_weight(world.session, anna, world.find_bot()) == 5
    event, operator, _ = weights.list_log(world.session)[0]
    assert operator is not None
    assert (operator.name, event.data["by"], event.data["before"], event.data["after"]) == (
        "Anna",
        "Maria",
        1,
        5,
    )


def test_each_kind_of_change_is_applied_by_its_service(world: World, anna: Operator, boris: Operator) -> None:
    session, source = world.session, world.find_bot()
    apply(world, draft(world, plans.change_limit(anna, 9)))
    apply(world, draft(world, plans.switch_off(boris)))
    apply(world, draft(world, plans.change_hours(anna, "Mo-Fr 10:00-19:00", at=world.at)))
    apply(world, draft(world, plans.change_mode(session, source, Mode.TURNS)))
    assert (anna.max_active_leads, boris.is_active, anna.hours) == (9, False, "Mo-Fr 10:00-19:00")
    assert source.mode is Mode.TURNS


def test_what_has_changed_since_is_not_overwritten(world: World, anna: Operator) -> None:
    weight = draft(world, plans.change_weight(world.session, anna, None, 5))
    limit, off = draft(world, plans.change_limit(anna, 9)), draft(world, plans.switch_off(anna))
    hours = draft(world, plans.change_hours(anna, "Mo-Fr 10:00-19:00", at=world.at))
    mode = draft(world, plans.change_mode(world.session, world.find_bot(), Mode.TURNS))
    world.set_weight(anna, world.find_bot(), 2)
    operators.change(world.session, anna.id, limit=7, is_active=False, at=world.at)
    anna.hours = "Mo-Su 09:00-10:00"
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    for trial in (weight, limit, off, hours, mode):
        assert refuse(world, trial) is Reason.CHANGED_SINCE
        assert trial.ended_at is None
    assert weights.find_weight(world.session, anna, world.find_bot()) == 2


def test_of_several_changes_none_is_made_if_one_can_not_be(
    world: World, anna: Operator, boris: Operator
) -> None:
    both = (*plans.change_limit(anna, 9), *plans.change_limit(boris, 9))
    trial = draft(world, both)
    world.set_limit(boris, 3)
    assert refuse(world, trial) is Reason.CHANGED_SINCE
    assert anna.max_active_leads == 5


def test_nobody_is_hired_by_a_press(world: World, anna: Operator) -> None:
    plan = plans.hire(anna)
    assert not trials.can_be_applied(plan)
    assert refuse(world, draft(world, plan)) is Reason.NOT_TO_BE_APPLIED


def test_what_is_over_is_not_decided_again(world: World, anna: Operator) -> None:
    trial = draft(world, plans.change_limit(anna, 9))
    apply(world, trial)
    assert refuse(world, trial) is Reason.TRIAL_OVER
    with pytest.raises(Refused):
        trials.give_up(world.session, trial.id, at=world.at)
    other = trials.give_up(world.session, draft(world, plans.switch_off(anna)).id, at=world.at)
    assert refuse(world, other) is Reason.TRIAL_OVER
    assert anna.is_active


def test_a_weight_of_who_has_none_needs_a_source(world: World, boris: Operator) -> None:
    nina = world.operator("Nina", weight=0)
    with pytest.raises(Refused) as refused:
        plans.change_weight(world.session, nina, None, 3)
    assert refused.value.reason is Reason.NO_WEIGHTS
    assert plans.change_weight(world.session, nina, world.find_bot(), 3)


@pytest.mark.parametrize("weight", [-1, 1001])
def test_a_weight_out_of_range_is_not_tried(world: World, anna: Operator, weight: int) -> None:
    with pytest.raises(Refused):
        plans.change_weight(world.session, anna, None, weight)


def test_hours_that_are_none_are_not_tried(world: World, anna: Operator) -> None:
    with pytest.raises(Refused) as refused:
        plans.change_hours(anna, "sometimes", at=world.at)
    assert refused.value.reason is Reason.BAD_HOURS


def test_more_weight_means_a_larger_share_and_less_for_others(
    world: World, anna: Operator, boris: Operator
) -> None:
    world.chance = lambda total: total // 2
    for client in range(20):
        contact = world.write(client)
        world.wait(minutes=3)
        world.finish(contact)
    plan = plans.change_weight(world.session, anna, None, 9)
    found = comparing.answer(comparing.ask(world.session, plan, 1, at=world.at), Random)
    now, then = ({one.name: one.share.mean for one in some.operators} for some in (found.now, found.then))
    assert now["Anna"] == pytest.approx(0.5, abs=0.05)
    assert then["Anna"] == pytest.approx(0.9, abs=0.05)
    assert then["Anna"] + then["Boris"] == pytest.approx(1)
    assert weights.find_weight(world.session, anna, world.find_bot()) == 1, "nothing is changed by trying"


def test_one_more_operator_takes_from_the_queue(world: World, anna: Operator) -> None:
    world.set_limit(anna, 1)
    for client in range(10):
        world.write(client)
        world.wait(minutes=1)
    for _ in range(10):
        world.wait(minutes=10)
        world.finish(operators.list_open(world.session, anna.id)[0])
    found = comparing.answer(comparing.ask(world.session, plans.hire(anna), 1, at=world.at), Random)
    assert [one.name for one in found.then.operators] == ["Anna", "+1 Anna"]
    assert found.now.longest_wait is not None
    assert found.then.longest_wait is not None
    assert found.then.longest_wait.mean < 0.7 * found.now.longest_wait.mean


@pytest.mark.parametrize("days", [0, 61, -1])
def test_days_out_of_range_are_refused(world: World, anna: Operator, days: int) -> None:
    with pytest.raises(Refused):
        comparing.ask(world.session, plans.switch_off(anna), days, at=world.at)


def test_an_office_without_requests_can_be_asked_too(world: World, anna: Operator) -> None:
    found = comparing.answer(comparing.ask(world.session, plans.switch_off(anna), 14, at=world.at), Random)
    assert found.now.arrivals == 0
    assert found.then.longest_wait is None


def test_a_plan_that_runs_beside_is_told_of_once_when_its_week_is_over(world: World, anna: Operator) -> None:
    world.meet(ADMIN)
    trial = trials.run_beside(world.session, draft(world, plans.switch_off(anna)).id, at=world.at)
    assert trials.list_beside(world.session) == [trial]
    world.wait(days=6)
    assert not trials.is_due(world.session, at=world.at)
    world.wait(days=1)
    assert trials.is_due(world.session, at=world.at)
    trials.tell(world.session, at=world.at)
    assert world.notices(ADMIN) == [trials.KEY]
    assert not trials.is_due(world.session, at=world.at)
    assert trials.list_beside(world.session) == [trial], "it is decided by the admin"
    apply(world, trial)
    assert not trials.list_beside(world.session)


def test_what_was_only_looked_at_is_forgotten_after_a_month(world: World, anna: Operator) -> None:
    first = draft(world, plans.switch_off(anna)).id
    world.wait(days=31)
    draft(world, plans.switch_off(anna))
    assert world.session.get(Trial, first) is None


def test_a_campaign_with_a_weight_of_its_own_leaves_the_weights_of_its_bot(
    world: World, anna: Operator, boris: Operator
) -> None:
    campaign = world.campaign("spring")
    plan = plans.change_weight(world.session, anna, campaign, 4)
    question = comparing.ask(world.session, plan, 1, at=world.at)
    assert question.changed.places[campaign.id].weights_id == campaign.id
    assert question.changed.weights[campaign.id] == {anna.id: 4}
    assert comparing.find_sources(question) == {campaign.id}
