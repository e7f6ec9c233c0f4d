"""What is not taken in time goes to the next operator; every place is counted, and nobody is spammed."""

import pytest
from sqlalchemy import event, func, select

from models import Contact, Event, Operator, Outbox, OutboxKind, Status
from services import events
from services.contacts.states import Action
from services.deadlines import timeouts
from services.operations import alerts
from tests.moments import first
from tests.services.replay import check_decisions
from tests.services.world import BOT, World

ADMIN = 90


def assign_and_wait(world: World, minutes: int = 5) -> None:
    world.deliver_all()
    world.wait(minutes=minutes)


def test_a_card_that_is_not_taken_goes_to_the_next_and_the_former_hears_why(
    world: World, anna: Operator
) -> None:
    boris = world.operator("Boris")
    contact = world.write(1)
    world.deliver_all()
    world.wait(minutes=4, seconds=59)
    assert world.time_out(minutes=5) == 0
    world.wait(seconds=1)
    assert world.time_out(minutes=5) == 1
    assert (contact.operator_id, contact.status, contact.assignment_no) == (boris.id, Status.NEW, 2)
    kinds = [event.kind for event in world.history(contact)]
    assert kinds == ["created", "assigned", "timed_out", "assigned"]
    assert world.history(contact)[2].data == {"operator_id": anna.id}
    assert world.decisions(contact)[1]["why"] == "timeout"
    closed, told = world.told(anna.telegram_id or 0)
    assert (closed.kind, closed.assignment_no) == (OutboxKind.CARD, 1)
    assert (told.params["key"], told.assignment_no) == ("operator-timed-out", None)
    assert [row.kind for row in world.told(boris.telegram_id or 0)] == [OutboxKind.CARD]
    assert world.told(1) == [], "the client hears when somebody takes it"
    world.check_loads()
    check_decisions(world.session)


def test_the_time_counts_from_the_delivery_of_the_card(world: World, anna: Operator) -> None:
    world.operator("Boris")
    contact = world.write(1)
    world.wait(hours=2)
    assert world.time_out(minutes=5) == 0, "nobody has seen it yet"
    world.deliver_all()
    world.wait(minutes=4)
    assert world.time_out(minutes=5) == 0
    world.wait(minutes=1)
    assert world.time_out(minutes=5) == 1
    assert contact.operator_id != anna.id


def test_a_card_that_is_drawn_again_is_no_new_delivery(world: World, anna: Operator) -> None:
    world.operator("Boris")
    contact = world.write(1)
    assign_and_wait(world, 4)
    world.session.get_one(Operator, anna.id)
    world.press(anna, Action.COMPLETE, contact)  # refused; the card is shown again
    assign_and_wait(world, 1)
    assert world.time_out(minutes=5) == 1


@pytest.mark.parametrize("action", [Action.TAKE, Action.PASS_ON])
def test_who_has_moved_it_in_time_is_left_alone(world: World, anna: Operator, action: Action) -> None:
    world.operator("Boris")
    contact = world.write(1)
    assign_and_wait(world, 4)
    world.must_press(anna, action, contact=contact)
    assign_and_wait(world, 4)
    assert world.time_out(minutes=5) == 0


def test_with_nobody_else_it_stays_and_costs_nothing_and_is_no_news(world: World, anna: Operator) -> None:
    contact = world.write(1)
    assign_and_wait(world)
    history = len(world.history(contact))
    statements: list[str] = []
    connection = world.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for _ in range(20):
        assert world.time_out(minutes=5) == 0
        world.wait(seconds=5)
    assert len(world.history(contact)) == history
    assert world.told(anna.telegram_id or 0) == []
    assert len(statements) <= 20 * 3 + 2, "whose hours, which operators', and what is overdue"
    world.operator("Boris")
    assert world.time_out(minutes=5) == 1


def test_those_who_can_move_are_not_held_up_by_those_who_cannot(world: World, anna: Operator) -> None:
    campaign = world.campaign("only-anna")
    world.set_weight(anna, campaign, 1)
    world.meet(1)
    world.chat(1).source_id = campaign.id
    stuck = world.write(1)
    world.operator("Boris")
    moving = world.write(2)
    assign_and_wait(world)
    assert world.time_out(minutes=5) == 1
    assert stuck.operator_id == anna.id
    assert moving.operator_id != anna.id


def test_nobody_is_offered_the_same_contact_twice_while_others_are_free(world: World, anna: Operator) -> None:
    world.operator("Boris")
    world.operator("Clara")
    contact, seen = world.write(1), []
    for moved in (1, 1, 0):
        seen.append(contact.operator_id)
        assign_and_wait(world)
        assert timeouts.count_untaken(world.session, at=world.at_with(accept_timeout_minutes=2)) == 1
        assert world.time_out(minutes=5) == moved
    assert len(set(seen)) == 3
    assert contact.operator_id == seen[-1], "all have had it: it stays, and does not go round for ever"
    assert anna.id in seen


def test_the_place_that_becomes_free_goes_to_who_waits(world: World) -> None:
    world.chance = first
    anna, boris = world.operator("Anna", limit=1), world.operator("Boris", limit=0)
    contact, waiting = world.write(1), world.write(2)
    assign_and_wait(world)
    boris.max_active_leads = 1
    world.session.flush()
    assert world.time_out(minutes=5) == 1
    assert (contact.operator_id, waiting.operator_id) == (boris.id, anna.id)
    world.check_loads()


def test_two_that_are_overdue_for_one_free_place_move_one(world: World) -> None:
    world.chance = first
    anna = world.operator("Anna", limit=2)
    contacts = [world.write(client) for client in (1, 2)]
    boris = world.operator("Boris", limit=1)
    assign_and_wait(world)
    assert world.time_out(minutes=5) == 1
    assert [c.operator_id for c in contacts] == [boris.id, anna.id]
    world.check_loads()


def test_an_operator_without_a_delivered_card_has_no_time_to_keep(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    contact = world.write(1)
    world.deliver_all()
    sent = select(Outbox).where(Outbox.kind == OutboxKind.CARD)
    world.session.scalars(sent).one().chat_id = 4321  # another account's card
    world.wait(hours=1)
    assert world.time_out(minutes=5) == 0
    assert (contact.operator_id, boris.load) == (anna.id, 0)


def test_loads_can_be_rebuilt_after_time_outs(world: World, anna: Operator) -> None:
    boris = world.operator("Boris", limit=2)
    for client in range(1, 5):
        world.write(client)
    assign_and_wait(world)
    assert world.time_out(minutes=5) == 2
    history = list(world.session.scalars(select(Event).order_by(Event.id)))
    assert events.rebuild_loads(history) == {anna.id: 2, boris.id: 2}
    assert world.session.scalars(select(func.count(Event.contact_id))).one() == 4 * 2 + 2 * 2


def test_who_cannot_be_reached_is_not_offered_anything(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    world.blocks(boris, BOT)
    contact = world.write(1)
    assign_and_wait(world)
    assert world.time_out(minutes=5) == 0
    assert contact.operator_id == anna.id


def test_admins_hear_of_what_nobody_takes_and_nobody_else_can_get(world: World, anna: Operator) -> None:
    world.write(1)
    assign_and_wait(world)
    told = alerts.raise_alerts(world.session, bots={BOT: None}, at=world.at_with(accept_timeout_minutes=5))
    assert [trouble.key for trouble in told] == []
    world.wait(minutes=5)
    told = alerts.raise_alerts(world.session, bots={BOT: None}, at=world.at_with(accept_timeout_minutes=5))
    assert [(t.key, t.params) for t in told] == [
        ("alert-untaken", {"count": 1, "minutes": 10, "numbers": [1]})
    ]


def miss(world: World, anna: Operator, count: int) -> None:
    """Let an operator miss so many cards, which somebody else takes."""
    for _ in range(count):
        world.chance = first
        world.write(100 + world.count(Contact))
        assign_and_wait(world)
        assert world.time_out(minutes=5) == 1


def keys(world: World, account: int | None) -> list[str]:
    return [row.params["key"] for row in world.told(account or 0) if "key" in row.params]


def test_who_misses_three_cards_in_a_row_is_on_a_pause_and_admins_hear_of_it(
    world: World, anna: Operator
) -> None:
    world.policy = world.policy.model_copy(update={"admin_ids": (ADMIN,)})
    world.meet(ADMIN)
    world.operator("Boris", limit=50)
    miss(world, anna, 2)
    assert (anna.on_shift, anna.missed) == (True, 2)
    miss(world, anna, 1)
    assert (anna.on_shift, anna.missed) == (False, 3)
    assert "operator-missed-many" in keys(world, anna.telegram_id)
    [told] = [row for row in world.told(ADMIN) if row.params.get("key") == "operator-paused-to-admins"]
    assert (told.params["operator"], told.params["count"]) == ("Anna", 3)


def test_a_card_that_is_taken_begins_the_count_anew(world: World, anna: Operator) -> None:
    world.operator("Boris", limit=50)
    miss(world, anna, 2)
    world.chance = first
    contact = world.write(500)
    world.must_press(anna, Action.TAKE, contact=contact)
    assert anna.missed == 0
    miss(world, anna, 2)
    assert anna.on_shift


def test_who_comes_back_has_a_clean_slate(world: World, anna: Operator) -> None:
    world.operator("Boris", limit=50)
    miss(world, anna, 3)
    world.set_shift(anna, True)
    assert (anna.on_shift, anna.missed) == (True, 0)


def test_nobody_is_put_on_a_pause_where_that_is_not_wanted(world: World, anna: Operator) -> None:
    world.policy = world.policy.model_copy(update={"pause_after_missed": 0})
    world.operator("Boris", limit=50)
    miss(world, anna, 5)
    assert (anna.on_shift, anna.missed) == (True, 5)


def test_who_has_paused_before_is_told_nothing_more(world: World, anna: Operator) -> None:
    world.operator("Boris", limit=50)
    world.chance = first
    for client in range(100, 104):
        world.write(client)
    assign_and_wait(world)
    world.set_shift(anna, False)
    assert world.time_out(minutes=5) == 4
    assert (anna.on_shift, anna.missed) == (False, 4)
    assert "operator-missed-many" not in keys(world, anna.telegram_id)
