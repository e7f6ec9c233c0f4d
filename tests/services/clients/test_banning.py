"""Who is banned opens, joins and hears nothing, through whatever door; no merge passes on a ban."""

import pytest
from sqlalchemy import select

from models import Contact, Lead, Operator, OutboxKind, Status, actors
from services import leads
from services.clients import banning, lookup, phones
from services.contacts import conversation, forms
from services.contacts.states import Action
from services.refusals import Reason, Refused
from tests.services.world import OTHER_BOT, World, reason

ADMIN = 90
PHONE = "+79161234567"


@pytest.fixture
def anna(world: World, anna: Operator) -> Operator:
    """Anna with a single place, so that the second client waits for the place of the first."""
    world.set_limit(anna, 1)
    return anna


def ban(world: World, contact: Contact) -> int:
    lead = lookup.find_by_contact(world.session, contact.id)
    completed = banning.ban(world.session, lead, actor=actors.admin(90), at=world.at_with(admin_ids=(ADMIN,)))
    world.session.flush()
    return completed


def unban(world: World, contact: Contact) -> None:
    lead = lookup.find_by_contact(world.session, contact.id)
    banning.unban(world.session, lead, actor=actors.admin(90), at=world.at)


def submit(world: World) -> Contact:
    identity = leads.Identity(phone=PHONE, name="Vera")
    return forms.submit(world.session, world.find_bot().id, identity, "Call me", at=world.at)


def share(world: World, client: int) -> None:
    incoming = world.incoming(client, None, kind="phone")
    phones.share_phone(world.session, incoming, PHONE, at=world.at)


def test_a_ban_completes_what_is_open_silently_and_its_place_goes_to_who_waits(
    world: World, anna: Operator
) -> None:
    contact, waiting = world.write(1), world.write(2)
    world.deliver_all()
    assert ban(world, contact) == 1
    assert (contact.status, waiting.operator_id) == (Status.COMPLETED, anna.id)
    assert world.told(1) == []
    assert OutboxKind.CARD in [row.kind for row in world.told(anna.telegram_id or 0)]
    assert [event.kind for event in world.history(contact)][-2:] == ["completed", "banned"]
    world.check_loads()


def test_a_person_who_waits_in_two_bots_gets_none_of_the_places_that_become_free(
    world: World, anna: Operator
) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    world.opens(anna, OTHER_BOT)
    world.set_weight(anna, other, 1)
    contact, second = world.write(1), world.write(1, bot_id=OTHER_BOT)
    assert second.is_waiting
    assert ban(world, contact) == 2
    assert (second.status, second.assignment_no, anna.load) == (Status.COMPLETED, 0, 0)


def test_who_is_banned_opens_and_joins_nothing_and_hears_nothing(world: World, anna: Operator) -> None:
    contact = world.write(1)
    ban(world, contact)
    world.deliver_all()
    before = len(world.messages(contact))
    for text in ("hello", "спасибо", "answer me!"):
        world.say(1, text)
        conversation.receive(
            world.session, world.incoming(1, text), at=world.at_with(reopen_window_minutes=0)
        )
    share(world, 1)
    assert len(world.messages(contact)) == before
    assert world.count(Contact) == 1
    assert (world.told(1), world.told(anna.telegram_id or 0)) == ([], [])
    assert world.lead(contact).phone is None


def test_a_note_of_who_is_banned_becomes_no_contact(world: World, anna: Operator) -> None:
    contact = world.write(1)
    world.finish(contact)
    world.say(1, "one more thing")
    ban(world, contact)
    world.wait(minutes=6)
    world.open_follow_ups()
    assert world.count(Contact) == 1


def test_a_contact_of_who_is_banned_is_not_reopened(world: World, anna: Operator) -> None:
    contact = world.write(1)
    ban(world, contact)
    assert reason(world.press(anna, Action.REOPEN, contact)) is Reason.BANNED
    unban(world, contact)
    assert world.press(anna, Action.REOPEN, contact) is None


def test_an_unbanned_person_is_heard_again(world: World, anna: Operator) -> None:
    contact = world.write(1)
    ban(world, contact)
    world.deliver_all()
    unban(world, contact)
    assert [row.kind for row in world.told(anna.telegram_id or 0)] == [OutboxKind.CARD], "it says so no more"
    new = world.write(1)
    assert new.id != contact.id
    assert new.operator_id == anna.id


def test_what_is_so_already_is_refused(world: World, anna: Operator) -> None:
    contact = world.write(1)
    with pytest.raises(Refused) as refused:
        unban(world, contact)
    assert refused.value.reason is Reason.NOT_BANNED
    ban(world, contact)
    with pytest.raises(Refused) as refused:
        ban(world, contact)
    assert refused.value.reason is Reason.ALREADY_BANNED


def test_operators_and_admins_are_not_banned(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    for account in (boris.telegram_id or 0, ADMIN):
        contact = world.write(account)
        with pytest.raises(Refused) as refused:
            ban(world, contact)
        assert refused.value.reason is Reason.IS_STAFF
        assert contact.is_open


def test_a_person_is_found_by_contact_or_phone(world: World, anna: Operator) -> None:
    contact = world.write(1)
    share(world, 1)
    assert lookup.find_by_phone(world.session, PHONE).id == contact.lead_id
    with pytest.raises(Refused) as refused:
        lookup.find_by_phone(world.session, "+79161234568")
    assert refused.value.reason is Reason.NO_SUCH_PHONE
    with pytest.raises(Refused) as refused:
        lookup.find_by_contact(world.session, 999)
    assert refused.value.reason is Reason.NO_SUCH_CONTACT


def test_a_ban_of_who_gave_a_phone_is_not_one_of_who_proves_it(world: World, anna: Operator) -> None:
    world.policy = world.policy.model_copy(update={"admin_ids": (ADMIN,)})
    world.meet(ADMIN)
    form = submit(world)
    ban(world, form)
    contact = world.write(1)
    world.deliver_all()
    share(world, 1)
    assert form.lead_id == contact.lead_id
    assert (world.lead(contact).banned_at, contact.status, contact.operator_id) == (None, Status.NEW, anna.id)
    assert world.told(ADMIN)[0].params == {
        "key": "ban-left-behind",
        "number": 1,
        "asks_to_ban": 1,
        "for_admin": True,
    }
    assert [event.kind for event in world.history(form)][-3:] == ["banned", "merged", "unbanned"]
    share(world, 1)
    assert len(world.told(ADMIN)) == 1, "once is enough"


def test_admins_hear_nothing_of_a_merge_without_a_ban(world: World, anna: Operator) -> None:
    world.policy = world.policy.model_copy(update={"admin_ids": (ADMIN,)})
    world.meet(ADMIN)
    form, contact = submit(world), world.write(1)
    share(world, 1)
    assert form.lead_id == contact.lead_id
    assert world.told(ADMIN) == []


def test_who_is_banned_in_telegram_stays_so_whatever_a_form_brings(world: World, anna: Operator) -> None:
    form, contact = submit(world), world.write(1)
    ban(world, contact)
    leads.verify_phone(world.session, world.lead(contact), PHONE)
    assert form.lead_id == contact.lead_id
    assert world.lead(contact).banned_at is not None
    with pytest.raises(Refused) as refused:
        submit(world)
    assert refused.value.reason is Reason.BANNED


def test_an_example_is_a_contact_of_somebody_who_can_be_banned(world: World, anna: Operator) -> None:
    assert lookup.find_example(world.session, banned=False, at=world.at_with(admin_ids=(ADMIN,))) is None
    world.write(ADMIN)
    assert lookup.find_example(world.session, banned=False, at=world.at_with(admin_ids=(ADMIN,))) is None
    contact = world.write(1)
    world.write(anna.telegram_id or 0)
    assert (
        lookup.find_example(world.session, banned=False, at=world.at_with(admin_ids=(ADMIN,))) == contact.id
    )
    ban(world, contact)
    assert lookup.find_example(world.session, banned=False, at=world.at_with(admin_ids=(ADMIN,))) is None
    assert lookup.find_example(world.session, banned=True, at=world.at_with(admin_ids=(ADMIN,))) == contact.id
    assert world.session.scalars(select(Lead).where(Lead.banned_at.is_not(None))).one() is world.lead(contact)
