"""Who is banned and then forgotten stays unheard, though nobody can read any more who that was."""

import pytest
from sqlalchemy import text

from models import Base, Contact, KeptBan, actors
from services import leads
from services.chats import ChatRef
from services.clients import banning, forgetting, phones
from services.contacts import forms
from services.joining import accounts, start_links
from services.leads import Identity
from services.refusals import Reason, Refused
from tests.services.world import BOT, World

VERA = 123_456_789
PHONE = "+79161234567"
EMAIL = "vera@example.org"


@pytest.fixture(autouse=True)
def forgotten(world: World) -> Contact:
    """Vera was banned and is forgotten."""
    world.operator("Anna")
    contact = world.write(VERA, "buy my pills", name="Vera")
    lead = world.lead(contact)
    leads.verify_phone(world.session, lead, PHONE)
    lead.email = EMAIL
    banning.ban(world.session, lead, actor=actors.admin(90), at=world.at)
    forgetting.forget(world.session, contact.id, actor=actors.admin(90), at=world.at)
    world.session.flush()
    world.session.expire_all()
    return contact


def test_the_same_account_is_not_heard(world: World) -> None:
    world.say(VERA, "buy them now")
    assert world.count(Contact) == 1
    phones.share_phone(world.session, world.incoming(VERA, None, kind="phone"), PHONE, at=world.at)
    assert world.count(Contact) == 1


@pytest.mark.parametrize("known", [{"phone": PHONE}, {"email": EMAIL}, {"external_id": f"tg:{VERA}"}])
def test_a_form_in_the_same_name_is_refused(world: World, known: dict[str, str]) -> None:
    at = world.at_with(api_telegram_ids=True)
    with pytest.raises(Refused) as refused:
        forms.submit(world.session, world.api_source().id, Identity(**known), "pills", at=at)
    assert refused.value.reason is Reason.BANNED
    assert world.count(Contact) == 1


def test_another_account_that_proves_the_same_phone_is_banned_with_what_it_has_open(world: World) -> None:
    new = world.write(555, "hello again")
    phones.share_phone(world.session, world.incoming(555, None, kind="phone"), PHONE, at=world.at)
    world.session.flush()
    assert (new.is_open, world.lead(new).banned_at) == (False, world.now)


def test_nobody_can_read_who_it_was(world: World) -> None:
    cells = [
        str(cell)
        for table in Base.metadata.sorted_tables
        for row in world.session.execute(text(f'SELECT * FROM "{table.name}"'))
        for cell in row
    ]
    assert not [cell for cell in cells if any(word in cell for word in (str(VERA), PHONE[1:], EMAIL))]


def test_others_are_heard(world: World) -> None:
    world.say(VERA + 1, "hello")
    assert world.count(Contact) == 2


def test_to_unban_by_an_old_request_lets_the_person_be_heard_again(world: World, forgotten: Contact) -> None:
    banning.unban(world.session, world.lead(forgotten), actor=actors.admin(90), at=world.at)
    assert not world.session.query(KeptBan).all()
    world.say(VERA, "hello")
    assert world.count(Contact) == 2


def test_who_was_not_banned_leaves_nothing(world: World) -> None:
    karl = world.write(2, "hello")
    before = world.session.query(KeptBan).count()
    forgetting.forget(world.session, karl.id, actor=actors.admin(90), at=world.at)
    assert world.session.query(KeptBan).count() == before
    world.say(2, "hello")
    assert world.count(Contact) == 3


def test_another_spelling_of_the_same_phone_is_refused_too(world: World) -> None:
    contact = world.write(556, "and mine")
    leads.verify_phone(world.session, world.lead(contact), "+5491123456789")
    banning.ban(world.session, world.lead(contact), actor=actors.admin(90), at=world.at)
    forgetting.forget(world.session, contact.id, actor=actors.admin(90), at=world.at)
    with pytest.raises(Refused) as refused:
        forms.submit(world.session, world.api_source().id, Identity(phone="+541123456789"), "x", at=world.at)
    assert refused.value.reason is Reason.BANNED
    new = world.write(557, "hello")
    phone = world.incoming(557, None, kind="phone")
    phones.share_phone(world.session, phone, "+541123456789", at=world.at)
    assert world.lead(new).banned_at == world.now


def test_nobody_joins_as_an_operator(world: World) -> None:
    dora, token = world.operator("Dora"), "A" * 22
    accounts.issue_link(world.session, dora, token, at=world.at)
    with pytest.raises(Refused) as refused:
        start_links.follow(world.session, f"op_{token}", ChatRef(BOT, VERA), language=None, at=world.at)
    assert refused.value.reason is Reason.BANNED
    assert (dora.telegram_id != VERA, dora.link_hash is not None) == (True, True)
