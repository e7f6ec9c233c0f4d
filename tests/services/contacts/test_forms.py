"""Contacts that come by API: whoever holds one can see it, and who can't loses it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Contact, Operator, Outbox, OutboxKind, Source, Status, actors
from services.contacts import forms, settlement, transitions
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.deadlines import timeouts
from services.distribution import grace
from services.distribution.candidates import evaluate
from services.distribution.routing import Exclusion
from services.leads import Identity
from services.queues import card_relocation
from services.queues.rendering import render_data
from services.refusals import Reason, Refused
from tests.moments import first
from tests.services.world import BOT, OTHER_BOT, World, reason

PATIENCE = timedelta(minutes=5)


@pytest.fixture
def site(world: World) -> Source:
    world.chance = first
    world.bot()
    world.bot(OTHER_BOT, "other_bot")
    return world.api_source()


def submit(world: World, source: Source, text: str = "Call me", **given: Any) -> Contact:
    identity = Identity(**(given or {"email": f"c{next(world.message_ids)}@example.com"}))
    contact = forms.submit(world.session, source.id, identity, text, at=world.at)
    world.session.flush()
    return contact


def hire(world: World, name: str, site: Source, *opened: int, **given: Any) -> Operator:
    return world.operator(name, opened=opened or (BOT,), weight={site: 1}, **given)


def hire_by_api(world: World, name: str, site: Source) -> Operator:
    operator = hire(world, name, site)
    operator.telegram_id = None
    world.session.flush()
    return operator


def cards(world: World, operator: Operator) -> list[tuple[int, int | None]]:
    """Return (bot, assignment) of the cards that are going to be sent."""
    told = world.told(operator.telegram_id or 0, kind=OutboxKind.CARD)
    return [(row.bot_id, row.assignment_no) for row in told]


def disconnect(world: World, bot_id: int) -> None:
    world.find_bot(bot_id).is_connected = False
    world.session.flush()
    card_relocation.relocate_from_disconnected(world.session, at=world.at)
    world.session.flush()


def test_who_blocks_the_last_bot_loses_the_contacts_of_the_api_to_others(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site)
    contact = submit(world, site)
    world.deliver_all()
    boris = hire(world, "Boris", site)
    world.blocks(anna)
    assert (contact.operator_id, contact.status) == (boris.id, Status.NEW)
    assert world.decisions(contact)[-1]["why"] == "unreachable"
    assert cards(world, anna) == [(BOT, 1)], "the card closes once the chat is open again"
    world.check_loads()


def test_with_nobody_else_they_wait_until_the_operator_is_back(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site)
    contact = submit(world, site)
    world.blocks(anna)
    assert (contact.is_waiting, anna.load) == (True, 0)
    assert [event.kind for event in world.history(contact)][-1] == "unassigned"
    world.wait(minutes=1)
    world.opens(anna)
    assert contact.operator_id == anna.id
    world.check_loads()


def test_who_blocks_one_of_two_bots_keeps_them_and_sees_them_in_the_other(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site, BOT, OTHER_BOT)
    short, long = submit(world, site), submit(world, site, "long " * 300)
    world.deliver_all()
    world.blocks(anna, BOT)
    assert [short.operator_id, long.operator_id] == [anna.id, anna.id]
    assert cards(world, anna) == [(OTHER_BOT, 1), (OTHER_BOT, 1)]
    assert len(world.relays(anna.telegram_id or 0)) == 1, "what the card doesn't show comes along"
    world.deliver_all()
    world.must_press(anna, Action.TAKE, contact=short)
    assert cards(world, anna) == [(OTHER_BOT, 1)], "the card that can be seen is the one that changes"


def test_a_new_card_in_another_bot_edits_no_message_of_the_first(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site, BOT, OTHER_BOT)
    submit(world, site)
    world.deliver_all()
    world.blocks(anna, BOT)
    (card,) = world.told(anna.telegram_id or 0, kind=OutboxKind.CARD)
    (data,) = render_data.read(world.session, [card])
    assert data.card_id is None


def test_who_comes_back_to_the_first_bot_has_one_card_still(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site, BOT, OTHER_BOT)
    submit(world, site)
    (card,) = world.told(anna.telegram_id or 0)
    failed = Outcome(
        card.id, Result.UNREACHABLE, world.chat(card.chat_id).reachable_changed_at, error="blocked"
    )
    settlement.settle(world.session, [failed], at=world.at)
    world.session.flush()
    assert cards(world, anna) == [(OTHER_BOT, 1)]
    world.deliver_all()
    world.wait(minutes=1)
    world.opens(anna, BOT)
    assert cards(world, anna) == []


def test_an_operator_who_works_by_api_alone_loses_nothing(world: World, site: Source) -> None:
    clara = hire_by_api(world, "Clara", site)
    contact = submit(world, site)
    anna = hire(world, "Anna", site)
    world.blocks(anna)
    assert contact.operator_id == clara.id


def test_a_bot_that_is_not_connected_reaches_nobody(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site, BOT)
    boris = hire(world, "Boris", site, OTHER_BOT)
    disconnect(world, BOT)
    contact = submit(world, site)
    candidates = {
        c.operator_id: c.exclusion for c in evaluate(world.session, contact, at=world.at).candidates
    }
    assert candidates[anna.id] is Exclusion.UNREACHABLE
    assert (contact.operator_id, cards(world, boris)) == (boris.id, [(OTHER_BOT, 1)])


def test_cards_go_through_a_bot_that_is_connected(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site, BOT, OTHER_BOT)
    disconnect(world, BOT)
    submit(world, site)
    assert cards(world, anna) == [(OTHER_BOT, 1)]


def test_what_a_lost_bot_has_shown_is_shown_by_another_one(world: World, site: Source) -> None:
    anna, boris = hire(world, "Anna", site, BOT, OTHER_BOT), hire(world, "Boris", site, limit=1)
    theirs = [submit(world, site), submit(world, site)]
    world.must_press(anna, Action.PASS_ON, contact=theirs[1])
    world.deliver_all()
    disconnect(world, BOT)
    assert cards(world, anna) == [(OTHER_BOT, 1)]
    assert cards(world, boris) == [], "no other bot can write to Boris: his card stays where it is"
    disconnect(world, BOT)
    assert cards(world, anna) == [(OTHER_BOT, 1)], "once is enough"


def test_a_form_that_is_not_taken_in_time_goes_to_the_next_operator(world: World, site: Source) -> None:
    anna, boris = hire(world, "Anna", site), hire(world, "Boris", site)
    contact = submit(world, site)
    world.deliver_all()
    world.wait(minutes=5)
    assert world.time_out(minutes=5) == 1
    assert contact.operator_id == boris.id
    assert world.notices(anna.telegram_id or 0) == ["operator-timed-out"]
    assert world.decisions(contact)[-1]["why"] == "timeout"


def test_an_answer_on_its_way_to_the_bot_of_the_card_counts_first(world: World, site: Source) -> None:
    hire(world, "Anna", site, OTHER_BOT)
    hire(world, "Boris", site, BOT)
    contact = submit(world, site)
    world.deliver_all()
    world.wait(minutes=5)

    def list_overdue(*bots: int) -> list[int]:
        return timeouts.list_overdue(
            world.session,
            bots=bots,
            at=world.at_with(accept_timeout_minutes=PATIENCE // timedelta(minutes=1)),
        )

    assert list_overdue(BOT) == list_overdue() == [], "the press may be among what the other bot has not read"
    assert list_overdue(OTHER_BOT) == [contact.id]


def test_whoever_works_by_api_alone_keeps_the_same_time(world: World, site: Source) -> None:
    clara, anna = hire_by_api(world, "Clara", site), hire(world, "Anna", site)
    contact = submit(world, site)
    assert contact.operator_id == clara.id
    world.wait(minutes=5)
    assert timeouts.list_overdue(
        world.session, bots=(), at=world.at_with(accept_timeout_minutes=PATIENCE // timedelta(minutes=1))
    ) == [contact.id]
    assert world.time_out(minutes=5) == 1
    assert contact.operator_id == anna.id


def test_a_form_is_offered_to_who_works_by_api_alone(world: World, site: Source) -> None:
    hire(world, "Anna", site)
    clara = hire_by_api(world, "Clara", site)
    contact = submit(world, site)
    world.deliver_all()
    world.wait(minutes=5)
    assert world.time_out(minutes=5) == 1
    assert contact.operator_id == clara.id


def test_a_form_is_not_offered_through_a_bot_that_is_not_connected(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site, BOT)
    hire(world, "Boris", site, OTHER_BOT)
    contact = submit(world, site)
    world.deliver_all()
    disconnect(world, OTHER_BOT)
    world.wait(minutes=5)
    assert (
        timeouts.list_overdue(
            world.session,
            bots=(BOT,),
            at=world.at_with(accept_timeout_minutes=PATIENCE // timedelta(minutes=1)),
        )
        == []
    )
    assert contact.operator_id == anna.id


def test_a_form_for_a_bots_source_goes_to_whom_this_bot_reaches(world: World, site: Source) -> None:
    elsewhere = world.operator("Elsewhere", opened=(OTHER_BOT,))
    anna = world.operator("Anna")
    contact = submit(world, world.find_bot())
    assert (contact.operator_id, contact.bot_id, contact.chat_id) == (anna.id, BOT, None)
    world.deliver_all()
    assert reason(world.press(elsewhere, Action.TAKE, contact)) is not None
    world.must_press(anna, Action.TAKE, Action.COMPLETE, Action.REOPEN, contact=contact)
    second = submit(world, world.find_bot())
    assert second.is_open, "any number of forms may be open at once: they have no chat"
    world.blocks(anna)
    assert contact.is_waiting
    world.check_loads()


def test_an_account_that_joins_gets_the_cards_of_what_the_operator_holds_by_api(
    world: World, site: Source
) -> None:
    clara = hire_by_api(world, "Clara", site)
    contact = submit(world, site)
    world.meet(901)
    world.join(clara, 901)
    assert contact.operator_id == clara.id
    assert cards(world, clara) == [(BOT, 1)]


def test_an_account_that_no_bot_reaches_keeps_nothing_of_the_api_for_long(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site)
    contact = submit(world, site)
    world.join(anna, 902)
    assert contact.operator_id == anna.id
    world.wait(minutes=16)
    grace.end(world.session, anna.id, at=world.at)
    assert contact.is_waiting
    world.check_loads()


@pytest.mark.parametrize("form", [True, False])
def test_nothing_goes_back_to_an_operator_who_will_not_see_it(world: World, site: Source, form: bool) -> None:
    anna = world.operator("Anna", weight={site: 1, world.find_bot(): 1})
    contact = submit(world, site) if form else world.write(1)
    world.finish(contact)
    world.blocks(anna)
    with pytest.raises(Refused) as refusal:
        transitions.set_status(world.session, contact.id, Status.IN_PROGRESS, actor=actors.API, at=world.at)
    assert refusal.value.reason is Reason.OPERATOR_UNREACHABLE
    assert (contact.status, anna.load) == (Status.COMPLETED, 0)


def test_nothing_is_ever_queued_for_a_client_without_a_chat(world: World, site: Source) -> None:
    anna = hire(world, "Anna", site)
    contact = submit(world, site)
    world.must_press(anna, Action.TAKE, Action.COMPLETE, Action.REOPEN, contact=contact)
    readers = set(world.session.scalars(select(Outbox.chat_id)))
    assert readers == {anna.telegram_id}
