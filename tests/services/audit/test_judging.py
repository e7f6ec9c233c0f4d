"""Fair draws are let through, a bent coin and a skipped operator are flagged, the rest is counted apart."""

from random import Random

import pytest
from sqlalchemy import update

from benchmarks.audit_power import KINKS, measure
from models import Event
from services.audit.judging import judge
from services.audit.skipping import Skip
from services.audit.tally import tally
from services.contacts.states import Action
from tests.services.world import World


def test_fair_logs_pass_and_unfair_ones_are_flagged() -> None:
    fair, often, _, skipped = KINKS
    assert measure(fair, 150, 20) <= 0.1
    assert measure(often, 1500, 5) == 1
    assert measure(skipped, 500, 5) == 1


def test_what_everybody_won_stands_beside_the_sum_of_the_chances(world: World) -> None:
    anna = world.operator("Anna", weight=3, limit=4)
    boris = world.operator("Boris", limit=4)
    contact = world.write(1)
    found = judge(tally(world.session))
    assert {(share.operator, share.draws, share.expected) for share in found.shares} == {
        ("Anna", 1, 0.75),
        ("Boris", 1, 0.25),
    }
    assert sum(share.won for share in found.shares) == 1
    assert not found.flagged
    holder = anna if contact.operator_id == anna.id else boris
    world.must_press(holder, Action.TAKE, Action.PASS_ON, contact=contact)
    found = judge(tally(world.session))
    assert sum(share.apart.passed for share in found.shares) == 1
    assert sum(share.draws for share in found.shares) == 2, "what follows a pass is not tested"


@pytest.mark.parametrize("skip", [Skip.MISSING, Skip.WEIGHT])
def test_who_has_a_weight_and_is_skipped_is_named(world: World, skip: Skip) -> None:
    world.operator("Anna")
    boris = world.operator("Boris")
    world.wait(minutes=5)
    world.chance = Random(1).randrange
    contact = world.write(1)
    world.session.flush()
    event = next(event for event in world.history(contact) if event.kind == "assigned")
    anna_alone, his = event.data["candidates"]
    listed = [anna_alone] if skip is Skip.MISSING else [anna_alone, {**his, "weight": 2, "score": 10}]
    total = sum(one["score"] for one in listed)
    forged = {**event.data, "candidates": listed, "total": total, "ticket": 0}
    forged["operator_id"] = anna_alone["operator_id"]
    world.session.execute(update(Event).where(Event.id == event.id).values(data=forged))
    found = judge(tally(world.session))
    assert [(one.operator_id, one.skip) for one in found.skipped] == [(boris.id, skip)]
    assert found.flagged == 1
