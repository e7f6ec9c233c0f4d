"""Who leaves loses everything at once; what clients have asked goes on with others, or waits."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models import Account, Operator, OperatorSourceWeight, OutboxKind, actors
from services.contacts import conversation
from services.contacts.states import Action
from services.distribution import weights
from services.joining import accounts
from services.refusals import Reason, Refused
from services.reports import listings
from services.team import leaving, operators
from services.team.leaving import Left
from tests.moments import first
from tests.services.world import World, reason

ADMIN = actors.admin(90)


def dismiss(world: World, operator: Operator) -> Left:
    return leaving.dismiss(world.session, operator, actor=ADMIN, by="Olga", at=world.at)


def cut_off(world: World, operator: Operator, account: int) -> Left:
    return leaving.cut_off(world.session, operator, Account(account), actor=ADMIN, at=world.at)


def refuse(world: World, word: str) -> Reason:
    with pytest.raises(Refused) as refused:
        operators.find(world.session, word)
    return refused.value.reason


def test_what_a_dismissed_operator_had_open_goes_to_others_or_waits(world: World) -> None:
    world.chance = first
    anna, boris = world.operator("Anna", telegram_id=500), world.operator("Boris", limit=1)
    contacts = [world.write(client) for client in (1, 2, 3)]
    world.must_press(anna, Action.TAKE, contact=contacts[1])
    world.deliver_all()
    assert dismiss(world, anna) == Left(moved=1, waiting=2)
    assert [contact.operator_id for contact in contacts] == [boris.id, None, None]
    assert (anna.load, anna.is_active, anna.telegram_id) == (0, False, None)
    assert {row.kind for row in world.told(500)} == {OutboxKind.CARD}, "cards close, nothing else is told"
    world.finish(contacts[0])
    assert contacts[1].operator_id == boris.id, "the queue goes on"
    world.check_loads()


def test_a_dismissed_operator_is_gone_from_what_is_to_be_chosen_and_kept_in_the_history(world: World) -> None:
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.chance = first
    done = world.write(1)
    world.finish(done)
    dismiss(world, anna)
    assert operators.list_operators(world.session) == [boris]
    assert listings.list_operators(world.session, listings.Page(limit=9)) == [boris]
    assert listings.list_operators(world.session, listings.Page(limit=9), is_dismissed=True) == [anna]
    assert (refuse(world, "Anna"), refuse(world, "#1")) == (Reason.NO_SUCH_OPERATOR, Reason.DISMISSED)
    assert [
        share.operator for share in weights.show_source(world.session, world.find_bot(), at=world.at).shares
    ] == [boris]
    assert world.session.scalars(select(OperatorSourceWeight.operator_id)).all() == [boris.id]
    assert (done.operator_id, anna.name) == (anna.id, "Anna")
    assert world.write(2).operator_id == boris.id


def test_a_dismissal_is_for_good(world: World) -> None:
    anna = world.operator("Anna")
    event = weights.set_weight(world.session, anna, world.find_bot(), 5, at=world.at)
    accounts.issue_link(world.session, anna, "secret", at=world.at)
    dismiss(world, anna)
    asked: list[Callable[[], object]] = [
        lambda: dismiss(world, anna),
        lambda: operators.change(world.session, anna.id, is_active=True, at=world.at),
        lambda: accounts.issue_link(world.session, anna, "another", at=world.at),
        lambda: world.set_weight(anna, world.find_bot(), 1),
        lambda: weights.undo(world.session, event.id, actor=ADMIN, by="Olga", at=world.at),
    ]
    for ask in asked:
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.reason is Reason.DISMISSED
    with pytest.raises(Refused) as refused:
        accounts.join(world.session, "secret", Account(5), language=None, at=world.at)
    assert refused.value.reason is Reason.LINK_UNKNOWN


def test_the_name_and_the_account_of_who_was_dismissed_are_free(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    dismiss(world, anna)
    again = world.operator("anna", telegram_id=500)
    assert again.id != anna.id
    assert operators.find(world.session, "Anna") is again
    dismiss(world, again)
    assert world.operator("Anna").id not in (anna.id, again.id)


def test_a_campaign_whose_only_operator_is_dismissed_goes_to_those_of_its_bot(world: World) -> None:
    campaign = world.campaign("k3x9")
    anna = world.operator("Anna", weight={campaign: 1})
    boris = world.operator("Boris")
    world.meet(1)
    world.chat(1).source_id = campaign.id
    contact = world.write(1)
    assert contact.operator_id == anna.id
    dismiss(world, anna)
    assert contact.operator_id == boris.id


def test_who_is_cut_off_loses_the_account_and_everything_open(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    assert cut_off(world, anna, 500) == Left(moved=0, waiting=1)
    assert (anna.telegram_id, anna.is_active, contact.operator_id) == (None, True, None)
    assert reason(world.press(world.operator("Eve", telegram_id=500, weight=0), Action.TAKE, contact)) in (
        Reason.NOT_YOURS,
        Reason.MOVED,
    )
    world.check_loads()


def test_who_joins_by_a_fresh_link_after_that_gets_what_waits(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    cut_off(world, anna, 500)
    world.meet(4321)
    world.join(anna, 4321)
    assert (contact.operator_id, anna.on_shift) == (anna.id, True)


def test_requests_of_the_api_do_not_come_back_to_who_is_cut_off(world: World) -> None:
    """Who has no account works by API; who is cut off does not."""
    site = world.api_source()
    anna = world.operator("Anna", telegram_id=500, weight={site: 1})
    cut_off(world, anna, 500)
    world.chance = first
    assert not weights.show_source(world.session, site, at=world.at).shares[0].now


def test_who_has_joined_meanwhile_is_not_cut_off(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    world.join(anna, 4321)
    with pytest.raises(Refused) as refused:
        cut_off(world, anna, 500)
    assert (refused.value.reason, anna.telegram_id) == (Reason.CHANGED_SINCE, 4321)


def test_a_former_account_is_a_strangers_again(world: World) -> None:
    anna = world.operator("Anna", telegram_id=500)
    contact = world.write(1)
    [card] = world.told(500, kind=OutboxKind.CARD)
    world.deliver_all()
    dismiss(world, anna)
    person = world.meet(500, reply_to=card.message_id)
    assert (person.operator_id, person.is_at_work, person.answers) == (None, False, contact.id)
    with pytest.raises(Refused) as refused:
        conversation.answer(world.session, world.incoming(500, "pay me"), contact.id, at=world.at)
    assert refused.value.reason is Reason.MOVED
