"""A shared pool: all who may take it have the card, the first has the contact, and the limit holds."""

import pytest
from sqlalchemy import select

from models import Contact, Mode, Operator, Outbox, OutboxKind, Status, actors
from services import leads
from services.audit import replay, tally
from services.clients import forgetting
from services.contacts import conversation, edits, forms, transitions
from services.contacts.cards import pooled
from services.contacts.states import Action
from services.distribution import decisions, queue
from services.distribution.decisions import PoolDecision
from services.distribution.modes import choice, pool
from services.distribution.preferences import Preference
from services.distribution.queue import WaitReason
from services.distribution.routing import Exclusion
from services.operations.doctor.examine import count_broken
from services.queues import recipients
from services.queues.rendering import render_data
from services.refusals import Reason, Refused
from services.team import leaving, passing, preferences, transfers
from tests.services.world import World, reason

ADMIN = actors.admin(90)


@pytest.fixture
def team(world: World) -> list[Operator]:
    """Anna, Boris and Clara share a pool."""
    hired = [world.operator(name, limit=2) for name in ("Anna", "Boris", "Clara")]
    choice.choose(world.session, world.find_bot(), Mode.POOL, at=world.at)
    return hired


def take(world: World, operator: Operator, contact: Contact, number: int | None = None) -> Refused | None:
    assert operator.telegram_id is not None
    recipient = recipients.pool_recipient(world.session, contact, operator.telegram_id)
    assert recipient is not None
    if number is not None:
        recipient = recipients.Recipient(recipient.bot_id, recipient.chat_id, contact.id, number)
    refused = pooled.take(world.session, recipient, at=world.at)
    world.session.flush()
    return refused


def cards(world: World, operator: Operator) -> list[tuple[int | None, int | None]]:
    """What is going to be shown an operator: contact and assignment."""
    assert operator.telegram_id is not None
    rows = world.told(operator.telegram_id, kind=OutboxKind.CARD)
    return [(row.contact_id, row.assignment_no) for row in rows]


def look(world: World, operator: Operator) -> list[str]:
    """How each card that is to be sent to an operator would look."""
    assert operator.telegram_id is not None
    rows = world.told(operator.telegram_id, kind=OutboxKind.CARD)
    found = render_data.read(world.session, rows)
    return [
        "pool" if one.waits_in_pool else "left" if one.is_of_pool else "own" if one.is_current else "ended"
        for one in found
    ]


def check(world: World) -> None:
    world.session.flush()
    world.check_loads()
    assert {n: count for n, count in count_broken(world.session, at=world.at).items() if count} == {}
    replayed = replay.replay(world.session)
    assert not replayed.differing, replayed.first


def test_all_who_may_take_it_have_its_card_and_nobody_has_it(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    assert contact.is_waiting
    assert [cards(world, operator) for operator in team] == [[(contact.id, -1)]] * 3
    assert world.notices(1) == ["client-accepted"]
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.POOLED
    check(world)


def test_the_first_who_takes_it_has_it_and_the_others_are_told_who(
    world: World, team: list[Operator]
) -> None:
    anna, boris, _ = team
    contact = world.write(1)
    world.deliver_all()
    assert take(world, anna, contact, -1) is None
    assert (contact.status, contact.operator_id) == (Status.IN_PROGRESS, anna.id)
    assert [look(world, operator) for operator in team] == [["own"], ["left"], ["left"]]
    world.deliver_all()
    refused = take(world, boris, contact, -1)
    assert refused is not None
    assert (refused.reason, refused.params["name"]) == (Reason.TAKEN_FIRST, "Anna")
    assert look(world, boris) == ["left"], "his card is drawn anew"
    assert reason(take(world, anna, contact, -1)) is Reason.ALREADY_TAKEN, "she has pressed twice"
    assert world.notices(1) == []
    check(world)


def test_the_card_of_who_takes_it_becomes_the_card_of_the_contact(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.deliver_all()
    shown = world.session.scalars(select(Outbox.message_id).filter_by(chat_id=team[0].telegram_id)).one()
    take(world, team[0], contact)
    (row,) = world.told(team[0].telegram_id or 0, kind=OutboxKind.CARD)
    (data,) = render_data.read(world.session, [row])
    assert data.card_id == shown


def test_what_the_client_writes_meanwhile_is_for_who_takes_it(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.write(1, "and this")
    assert [world.relays(operator.telegram_id or 0) for operator in team] == [[], [], []]
    take(world, team[1], contact)
    assert [len(world.relays(operator.telegram_id or 0)) for operator in team] == [0, 1, 0]
    assert world.notices(1).count("client-taken") == 1


def test_who_answers_a_card_of_the_pool_takes_it(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.answer(team[2], contact)
    assert (contact.status, contact.operator_id) == (Status.IN_PROGRESS, team[2].id)
    assert len(world.relays(1)) == 1
    with pytest.raises(Refused):
        world.answer(team[0], contact)
    check(world)


@pytest.mark.parametrize("change", ["full", "paused", "off", "no weight"])
def test_who_may_not_take_it_any_more_is_told_why(world: World, team: list[Operator], change: str) -> None:
    anna = team[0]
    contact = world.write(1)
    match change:
        case "full":
            world.set_limit(anna, 0)
        case "paused":
            world.set_shift(anna, False)
        case "off":
            world.switch(anna, False)
        case _:
            world.set_weight(anna, world.find_bot(), 0)
    expected = {"full": Reason.FULL, "paused": Reason.PAUSED, "off": Reason.OFF}
    assert reason(take(world, anna, contact)) is expected.get(change, Reason.NOT_OFFERED)
    assert contact.is_waiting
    check(world)


def test_who_comes_later_is_shown_what_waits_once(world: World, team: list[Operator]) -> None:
    for operator in team:
        world.set_shift(operator, False)
    contact = world.write(1)
    assert world.notices(1) == ["client-queued-away"]
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.ALL_OFF
    world.set_shift(team[0], True)
    world.set_shift(team[0], True)
    dora = world.operator("Dora")
    assert cards(world, team[0]) == cards(world, dora) == [(contact.id, -1)]
    assert cards(world, team[1]) == []
    queue.drain_all(world.session, at=world.at)
    assert len(cards(world, dora)) == 1
    check(world)


def test_who_becomes_free_is_shown_what_waits(world: World, team: list[Operator]) -> None:
    anna, *others = team
    for operator in others:
        world.set_shift(operator, False)
    first, second = world.write(1), world.write(2)
    take(world, anna, first)
    take(world, anna, second)
    third = world.write(3)
    assert (third.id, -1) not in cards(world, anna)
    world.must_press(anna, Action.COMPLETE, contact=first)
    assert (third.id, -1) in cards(world, anna)
    check(world)


def test_nobody_has_more_than_twenty_cards_of_a_pool_and_gets_the_next_for_one_less(
    world: World, team: list[Operator]
) -> None:
    found = [world.write(client) for client in range(1, pool.MOST_SHOWN + 4)]
    assert len(cards(world, team[0])) == pool.MOST_SHOWN
    check(world)
    take(world, team[0], found[0])
    assert (found[pool.MOST_SHOWN].id, -1) in cards(world, team[1])
    transitions.perform(world.session, found[1].id, Action.CLOSE, actor=ADMIN, at=world.at)
    assert (found[pool.MOST_SHOWN + 1].id, -1) in cards(world, team[1])
    check(world)


def test_a_choice_is_stored_with_all_who_could_have_taken_it(world: World, team: list[Operator]) -> None:
    anna, boris, clara = team
    world.set_shift(clara, False)
    contact = world.write(1)
    take(world, boris, contact)
    (data,) = world.decisions(contact)
    decision = decisions.read(data)
    assert isinstance(decision, PoolDecision)
    assert data["why"] == "taken"
    assert (decision.operator_id, [c.operator_id for c in decision.candidates]) == (
        boris.id,
        [anna.id, boris.id],
    )
    assert [(one.operator_id, one.reason) for one in decision.excluded] == [(clara.id, Exclusion.PAUSED)]
    counted = tally.tally(world.session)
    assert counted.apart[contact.source_id, boris.id].pooled == 1
    assert (counted.won, counted.skipped_count) == ({}, 0)


def test_a_taker_who_could_not_have_taken_it_is_found(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    take(world, team[0], contact)
    event = next(event for event in world.history(contact) if event.kind == "assigned")
    stored = [one for one in event.data["candidates"] if one["operator_id"] != team[0].id]
    event.data = {**event.data, "candidates": stored}
    world.session.flush()
    found = replay.replay(world.session)
    assert found.first is not None
    assert found.first.difference is replay.Difference.OUTSIDER


def test_an_admin_assigns_it_and_the_cards_close(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.deliver_all()
    transfers.give(world.session, contact.id, team[1], actor=ADMIN, at=world.at)
    assert (contact.status, contact.operator_id) == (Status.NEW, team[1].id)
    assert [look(world, operator) for operator in team] == [["left"], ["own"], ["left"]]
    check(world)


def test_what_is_passed_on_to_the_others_is_in_the_pool_again(world: World, team: list[Operator]) -> None:
    anna, _, clara = team
    contact = world.write(1)
    take(world, anna, contact)
    world.deliver_all()
    done = passing.by_number(world.session, anna.id, contact.id, None, at=world.at)
    assert (done.operator, contact.is_waiting) == (None, True)
    assert [look(world, operator) for operator in team] == [["ended"], ["pool"], ["pool"]]
    assert reason(take(world, anna, contact)) is Reason.NOT_YOURS
    assert take(world, clara, contact) is None
    check(world)


def test_a_colleague_who_is_named_has_it_at_once(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    take(world, team[0], contact)
    passing.by_number(world.session, team[0].id, contact.id, team[1], at=world.at)
    assert (contact.status, contact.operator_id) == (Status.NEW, team[1].id)
    check(world)


def test_what_is_put_back_not_taken_in_time_or_left_is_in_the_pool_again(
    world: World, team: list[Operator]
) -> None:
    anna, boris, clara = team
    contact = world.write(1)
    take(world, anna, contact)
    world.must_press(anna, Action.RETURN, contact=contact)
    assert contact.is_waiting
    check(world)
    transfers.give(world.session, contact.id, boris, actor=ADMIN, at=world.at)
    world.deliver_all()
    world.wait(minutes=6)
    assert world.time_out(minutes=5) == 1
    assert contact.is_waiting
    check(world)
    assert take(world, clara, contact) is None
    leaving.dismiss(world.session, clara, actor=ADMIN, by="Olga", at=world.at)
    assert contact.is_waiting
    check(world)


def test_who_is_dismissed_sees_nothing_of_the_pool_any_more(world: World, team: list[Operator]) -> None:
    account = team[0].telegram_id or 0
    world.write(1)
    world.deliver_all()
    leaving.dismiss(world.session, team[0], actor=ADMIN, by="Olga", at=world.at)
    (row,) = world.told(account, kind=OutboxKind.CARD)
    (data,) = render_data.read(world.session, [row])
    assert not data.waits_in_pool


def test_what_is_closed_reopened_or_put_off_comes_back_as_it_should(
    world: World, team: list[Operator]
) -> None:
    anna, boris, clara = team
    world.find_bot().snooze_frees = True
    contact = world.write(1)
    take(world, anna, contact)
    world.must_press(anna, Action.COMPLETE, Action.REOPEN, contact=contact)
    assert contact.operator_id == anna.id
    world.must_press(anna, Action.SNOOZE, contact=contact)
    assert contact.is_asleep
    world.set_shift(anna, False)
    world.write(1, "I am back")
    assert contact.is_waiting
    assert (contact.id, recipients.number_in_pool(contact)) in cards(world, boris)
    assert take(world, clara, contact) is None
    check(world)


def test_what_is_closed_leaves_no_button(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.deliver_all()
    transitions.perform(world.session, contact.id, Action.CLOSE, actor=ADMIN, at=world.at)
    assert [look(world, operator) for operator in team] == [["left"]] * 3
    assert reason(take(world, team[0], contact)) is Reason.COMPLETED


def test_a_source_that_is_no_pool_any_more_hands_out_what_waits(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.deliver_all()
    choice.choose(world.session, world.find_bot(), Mode.DRAW, at=world.at)
    assert contact.operator_id is not None
    assert sorted(kind for one in team for kind in look(world, one)) == ["left", "left", "left", "own"]
    check(world)


def test_a_source_that_becomes_a_pool_shows_what_waits_and_again_if_it_did_before(world: World) -> None:
    choice.choose(world.session, world.find_bot(), Mode.POOL, at=world.at)
    anna = world.operator("Anna", limit=1)
    first, second = world.write(1), world.write(2)
    take(world, anna, first)
    world.deliver_all()
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    assert look(world, anna) == ["left"]
    world.deliver_all()
    choice.choose(world.session, world.find_bot(), Mode.POOL, at=world.at)
    assert look(world, anna) == ["pool"]
    assert second.is_waiting
    check(world)


def test_nobody_is_shown_his_own_contact(world: World, team: list[Operator]) -> None:
    contact = world.write(team[0].telegram_id or 0)
    assert cards(world, team[0]) == []
    assert reason(take(world, team[0], contact)) is Reason.NOT_YOURS
    check(world)


def test_whom_the_source_prefers_sees_it_first(world: World, team: list[Operator]) -> None:
    anna, boris, clara = team
    anna.languages = boris.languages = "ru"
    clara.languages = "de"
    preferences.prefer(world.session, world.find_bot(), Preference.LANGUAGE, 60, at=world.at)
    contact = world.write(1, language="de")
    assert [len(cards(world, operator)) for operator in team] == [0, 0, 1]
    world.wait(seconds=61)
    queue.widen(world.session, at=world.at)
    assert [len(cards(world, operator)) for operator in team] == [1, 1, 1]
    assert take(world, anna, contact) is None
    check(world)


def test_a_form_goes_into_the_pool_of_its_source(world: World) -> None:
    site = world.api_source()
    anna = world.operator("Anna", weight={site: 1})
    choice.choose(world.session, site, Mode.POOL, at=world.at)
    contact = forms.submit(world.session, site.id, leads.Identity(phone="+79161234567"), "Hi", at=world.at)
    assert cards(world, anna) == [(contact.id, -1)]
    assert take(world, anna, contact) is None
    check(world)


def test_an_edit_of_the_first_message_shows_on_the_cards(world: World, team: list[Operator]) -> None:
    first = world.incoming(1, "one")
    conversation.receive(world.session, first, at=world.at)
    world.deliver_all()
    edits.edit(world.session, world.incoming(1, "two", message_id=first.message_id), at=world.at)
    assert [look(world, operator) for operator in team] == [["pool"]] * 3


def test_who_is_forgotten_leaves_no_words_on_the_cards(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    world.deliver_all()
    forgetting.forget(world.session, contact.id, actor=ADMIN, at=world.at)
    assert [look(world, operator) for operator in team] == [["left"]] * 3
    told = [row for one in team for row in world.told(one.telegram_id or 0)]
    assert {row.kind for row in told} == {OutboxKind.CARD}
    assert reason(take(world, team[0], contact, -1)) is Reason.COMPLETED


def test_cards_that_are_not_sent_yet_are_not_doubled(world: World, team: list[Operator]) -> None:
    contact = world.write(1)
    take(world, team[0], contact)
    assert len(world.told(team[1].telegram_id or 0)) == 1


def test_where_nobody_has_a_weight_that_is_the_reason(world: World) -> None:
    choice.choose(world.session, world.find_bot(), Mode.POOL, at=world.at)
    contact = world.write(1)
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.NO_WEIGHT
