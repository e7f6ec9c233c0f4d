"""An operator hears in one silent line what others change of his work: the switch, the limit, weights."""

from typing import Any

import pytest

from models import Actor, Operator, Outbox, OutboxState, actors
from services.distribution import weights
from services.queues import outbox
from services.team import leaving, operators, transfers
from tests.services.world import BOT, OTHER_BOT, World

ADMIN = actors.admin(99)


def told(world: World, operator: Operator) -> list[dict[str, Any]]:
    """What an operator is going to be told that is about no request."""
    assert operator.telegram_id is not None
    world.session.flush()
    rows = [row for row in world.told(operator.telegram_id) if row.contact_id is None]
    assert all(outbox.SILENT in row.params for row in rows)
    return [row.params for row in rows]


def set_limit(world: World, operator: Operator, limit: int, actor: Actor = ADMIN) -> None:
    operators.set_limit(world.session, operator, limit, actor=actor, at=world.at)


def set_weight(world: World, operator: Operator, weight: int, actor: Actor = ADMIN) -> int:
    source = world.find_bot()
    event = weights.set_weight(world.session, operator, source, weight, actor=actor, by="A", at=world.at)
    world.session.flush()
    return event.id


def switch(world: World, operator: Operator, on: bool, actor: Actor = ADMIN) -> None:
    operators.set_active(world.session, operator, on, actor=actor, at=world.at)


@pytest.mark.parametrize("actor", [ADMIN, actors.API], ids=str)
def test_who_is_switched_off_or_on_hears_it(world: World, anna: Operator, actor: Actor) -> None:
    world.write(1)
    switch(world, anna, False, actor)
    [line] = told(world, anna)
    assert (line["key"], line["count"]) == ("you-switched-off", 1)
    world.deliver_all()
    switch(world, anna, True, actor)
    [line] = told(world, anna)
    assert (line["key"], line["pause"]) == ("you-switched-on", "no")


def test_a_new_limit_is_told_with_the_former_one(world: World, anna: Operator) -> None:
    set_limit(world, anna, 8)
    [line] = told(world, anna)
    assert (line["key"], line["after"], line["before"]) == ("you-limit-set", 8, 5)


def test_a_limit_that_is_raised_to_give_a_request_is_told(world: World, anna: Operator) -> None:
    boris = world.operator("Boris", limit=0)
    contact = world.write(1)
    transfers.raise_limit_and_give(world.session, contact.id, boris, 1, actor=ADMIN, at=world.at)
    [line] = told(world, boris)
    assert (line["after"], line["before"]) == (1, 0)


def test_a_weight_is_told_when_set_removed_and_put_back(world: World, anna: Operator) -> None:
    event_id = set_weight(world, anna, 5)
    [line] = told(world, anna)
    assert (line["source"], line["after"], line["before"]) == ("@acme_bot", 5, 1)
    world.deliver_all()
    weights.undo(world.session, event_id, actor=ADMIN, by="A", at=world.at)
    [line] = told(world, anna)
    assert (line["after"], line["before"]) == (1, 5)
    world.deliver_all()
    set_weight(world, anna, 0)
    [line] = told(world, anna)
    assert (line["after"], line["before"]) == (0, 1)


def test_a_campaign_without_a_weight_of_its_own_is_told_apart(world: World, anna: Operator) -> None:
    spring = world.campaign("spring")
    event = weights.set_weight(world.session, anna, spring, 3, actor=ADMIN, by="A", at=world.at)
    world.session.flush()
    world.deliver_all()
    weights.undo(world.session, event.id, actor=ADMIN, by="A", at=world.at)
    [line] = told(world, anna)
    assert (line["source"], line["after"], line["before"]) == ("spring", "bots", 3)


def test_what_stays_as_it_is_is_no_news(world: World, anna: Operator) -> None:
    set_limit(world, anna, 5)
    set_weight(world, anna, 1)
    switch(world, anna, True)
    assert told(world, anna) == []


def test_of_several_changes_in_a_row_only_the_last_is_told(world: World, anna: Operator) -> None:
    for limit in (6, 7, 8):
        set_limit(world, anna, limit)
    set_weight(world, anna, 4)
    switch(world, anna, False)
    switch(world, anna, True)
    lines = {line["about"].split(":")[0]: line for line in told(world, anna)}
    assert len(told(world, anna)) == len(lines) == 3
    assert (lines["limit"]["after"], lines["limit"]["before"]) == (8, 5)
    assert lines["weight"]["after"] == 4
    assert lines["switch"]["key"] == "you-switched-on"


def test_what_is_put_back_before_anybody_read_it_is_told_as_unchanged(world: World, anna: Operator) -> None:
    set_limit(world, anna, 8)
    set_limit(world, anna, 5)
    [line] = told(world, anna)
    assert (line["after"], line["before"]) == (5, "same")
    set_limit(world, anna, 3)
    [line] = told(world, anna)
    assert (line["after"], line["before"]) == (3, 5)


def test_a_line_that_is_on_its_way_is_followed_by_the_newest(world: World, anna: Operator) -> None:
    set_limit(world, anna, 8)
    [row] = [row for row in world.told(anna.telegram_id or 0) if row.contact_id is None]
    seen = row.params.get(outbox.REDRAWN, 0)
    set_limit(world, anna, 3)
    assert row.params[outbox.REDRAWN] == seen + 1  # so what has been read of it is not all


def test_an_admin_who_is_the_operator_hears_nothing_of_his_own_change(world: World, anna: Operator) -> None:
    assert anna.telegram_id is not None
    own = actors.admin(anna.telegram_id)
    set_limit(world, anna, 8, own)
    set_weight(world, anna, 3, own)
    switch(world, anna, False, own)
    assert told(world, anna) == []


def test_who_has_no_telegram_is_told_nothing(world: World) -> None:
    clara = operators.add(world.session, "Clara", 5, at=world.at)
    set_limit(world, clara, 8)
    set_weight(world, clara, 3)
    switch(world, clara, False)
    assert world.session.query(Outbox).filter_by(state=OutboxState.PENDING).count() == 0


def test_who_is_dismissed_hears_nothing_of_the_weights_that_go_with_it(world: World, anna: Operator) -> None:
    account = anna.telegram_id or 0
    leaving.dismiss(world.session, anna, actor=ADMIN, by="A", at=world.at)
    assert [row for row in world.told(account) if row.contact_id is None] == []


def test_the_first_bot_that_the_operator_opened_tells(world: World) -> None:
    world.bot(OTHER_BOT, "help_bot")
    boris = world.operator("Boris", opened=(OTHER_BOT, BOT))
    world.blocks(boris, OTHER_BOT)
    set_limit(world, boris, 8)
    [row] = [row for row in world.told(boris.telegram_id or 0) if row.contact_id is None]
    assert row.bot_id == BOT
