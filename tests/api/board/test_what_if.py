"""What if, on the board: sliders are tried on what really came, and then applied, watched or left."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Operator, OperatorSourceWeight, Trial
from services.clock import utc_now
from tests.api.board.conftest import Office, give
from tests.api.board.test_rights import BOT_SOURCE, SITE, let_in, open_site
from tests.services.world import World

TRIED: dict[str, Any] = {"source_id": BOT_SOURCE, "weights": {"1": 4}, "limits": {}, "days": 7}


def live(world: World) -> None:
    """Let twenty requests come on the days before, each done within half an hour."""
    world.now = utc_now() - timedelta(hours=30)
    for operator in world.session.scalars(select(Operator)):
        operator.created_at = world.now - timedelta(days=30)
    for client in range(1, 21):
        contact = world.write(client, "hello")
        world.wait(minutes=20)
        if contact.operator_id is not None:
            world.finish(contact)
        world.wait(minutes=40)


def read_settings(world: World) -> Any:
    weights = select(OperatorSourceWeight.operator_id, OperatorSourceWeight.weight)
    limits = select(Operator.id, Operator.max_active_leads)
    return [sorted(map(tuple, world.session.execute(rows))) for rows in (weights, limits)]


def list_trials(world: World) -> list[tuple[bool, bool]]:
    rows = world.session.scalars(select(Trial).order_by(Trial.id))
    return [(trial.beside_until is not None, trial.ended_at is not None) for trial in rows]


async def test_a_weight_is_tried_on_what_came_and_counts_when_it_is_applied(office: Office) -> None:
    await office.do(live)
    browser = await office.let_in()
    before = await office.do(read_settings)
    found = (await browser.post("what-if", TRIED)).json()
    assert (found["days"], found["arrivals"]) == (7, 20)
    anna, boris = found["operators"]
    assert (anna["name"], boris["name"]) == ("Anna", "Boris")
    mean, low, high = anna["after"]
    assert 0 <= low <= mean <= high <= 1
    assert mean > anna["before"][0], "four times the weight is more of the requests"
    assert anna["after"][0] + boris["after"][0] == pytest.approx(1)
    assert [len(curve) for curve in found["answers"]] == [19, 19]
    assert await office.do(read_settings) == before, "nothing counts before it is applied"
    assert (await browser.post(f"what-if/{found['trial']}/apply")).status_code == 200
    weights, _ = await office.do(read_settings)
    assert weights == [(1, 4), (2, 1)]
    again = await browser.post(f"what-if/{found['trial']}/apply")
    assert (again.status_code, again.json()["reason"]) == (409, "trial_over")


async def test_limits_are_tried_with_weights_and_applied_with_them_or_not_at_all(office: Office) -> None:
    await office.do(live)
    browser = await office.let_in()
    tried = {**TRIED, "limits": {"1": 3}}
    found = (await browser.post("what-if", tried)).json()

    def change(world: World) -> None:
        world.set_limit(world.session.get_one(Operator, 1), 2)

    await office.do(change)
    before = await office.do(read_settings)
    refused = await browser.post(f"what-if/{found['trial']}/apply")
    assert (refused.status_code, refused.json()["reason"]) == (409, "changed_since")
    assert await office.do(read_settings) == before
    found = (await browser.post("what-if", tried)).json()
    assert (await browser.post(f"what-if/{found['trial']}/apply")).status_code == 200
    assert await office.do(read_settings) == [[(1, 4), (2, 1)], [(1, 3), (2, 3)]]


async def test_what_is_tried_runs_beside_what_counts_for_a_week(office: Office) -> None:
    browser = await office.let_in()
    found = (await browser.post("what-if", TRIED)).json()
    assert found["arrivals"] == 0
    assert (await browser.post(f"what-if/{found['trial']}/beside")).status_code == 200
    assert await office.do(list_trials) == [(True, False)]


@pytest.mark.parametrize(
    ("wrong", "status", "reason"),
    [
        ({"weights": {"1": 1}}, 409, "changed_since"),
        ({"weights": {}}, 409, "changed_since"),
        ({"weights": {"1": -1}}, 422, None),
        ({"weights": {"1": 1001}}, 422, None),
        ({"weights": {"one": 1}}, 404, "no_such_operator"),
        ({"weights": {"77": 2}}, 404, "no_such_operator"),
        ({"limits": {"1": 5000}}, 422, None),
        ({"limits": {"77": 5}}, 404, "no_such_operator"),
        ({"source_id": 77}, 404, "no_such_source"),
        ({"days": 0}, 422, None),
        ({"days": 61}, 422, None),
        ({"days": True}, 422, None),
        ({"more": 1}, 422, None),
    ],
)
async def test_a_wrong_wish_is_refused_and_leaves_nothing(
    office: Office, wrong: Any, status: int, reason: str | None
) -> None:
    browser = await office.let_in()
    answer = await browser.post("what-if", {**TRIED, **wrong})
    assert (answer.status_code, answer.json().get("reason")) == (status, reason)
    assert await office.do(list_trials) == []


@pytest.mark.parametrize("act", ["apply", "beside"])
@pytest.mark.parametrize(("number", "status"), [("7", 409), ("0", 404), ("99999999999", 404), ("x", 422)])
async def test_a_trial_that_is_not_there_is_refused(
    office: Office, act: str, number: str, status: int
) -> None:
    browser = await office.let_in()
    assert (await browser.post(f"what-if/{number}/{act}")).status_code == status


async def test_a_supervisor_tries_weights_of_the_own_sources_and_no_limits(office: Office) -> None:
    await office.do(open_site)
    await office.do(give(sees=[SITE]))
    roman, olga = await let_in(office), await office.let_in()
    own = {**TRIED, "source_id": SITE, "weights": {"3": 2}}
    found = await roman.post("what-if", own)
    assert found.status_code == 200
    for refused, status in ((TRIED, 404), ({**own, "limits": {"3": 2}}, 403)):
        assert (await roman.post("what-if", refused)).status_code == status
    beside = await roman.post(f"what-if/{found.json()['trial']}/beside")
    assert (beside.status_code, beside.json()["reason"]) == (403, "not_allowed")
    foreign = (await olga.post("what-if", TRIED)).json()["trial"]
    before = await office.do(read_settings)
    for act in ("apply", "beside"):
        answer = await roman.post(f"what-if/{foreign}/{act}")
        assert (answer.status_code, answer.json()["reason"]) == (409, "trial_over")
    assert await office.do(read_settings) == before
    await office.do(give(sees=[BOT_SOURCE]))
    lost = await roman.post(f"what-if/{found.json()['trial']}/apply")
    assert lost.status_code == 404, "the source is no longer Roman's"
    assert await office.do(read_settings) == before
