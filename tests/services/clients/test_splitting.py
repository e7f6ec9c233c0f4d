"""A merge of two people is taken back exactly, also one of several, and twice."""

from typing import Any

import pytest

from models import Contact, Lead, Operator, actors
from services import leads
from services.clients import banning, forgetting, lookup, phones, splitting
from services.clients.splitting import Part
from services.contacts import forms
from services.leads import Identity
from services.refusals import Reason, Refused
from services.reports import records
from tests.services.world import BOT, World

PHONE, OTHER = "+79161234567", "+79031112233"
ADMIN = actors.admin(90)
VERA = 1  # a client of Telegram


def submit(world: World, **given: Any) -> Contact:
    contact = forms.submit(world.session, world.find_bot().id, Identity(**given), "Call me", at=world.at)
    world.session.flush()
    return contact


def share(world: World, client: int, phone: str = PHONE) -> None:
    phones.share_phone(world.session, world.incoming(client, None, kind="phone"), phone, at=world.at)
    world.session.flush()


def split(world: World, contact: Contact, lead_id: int | None = None) -> Part:
    wanted = lead_id or splitting.list_parts(world.session, contact.id)[0].lead.id
    part = splitting.split(world.session, contact.id, wanted, actor=ADMIN, at=world.at)
    world.session.flush()
    for changed in (contact, *part.contacts):
        world.session.refresh(changed)
    return part


def why_not(world: World, contact: Contact) -> Reason:
    with pytest.raises(Refused) as refused:
        splitting.list_parts(world.session, contact.id)
    return refused.value.reason


def stand(world: World, *contacts: Contact) -> list[Any]:
    """Return whose contacts are, and what they say of their clients."""
    for contact in contacts:
        world.session.refresh(contact)
    return [(contact.lead_id, contact.former_lead_id, contact.as_typed) for contact in contacts]


def facts(world: World, contact: Contact, *kinds: str) -> list[Any]:
    return [(e.kind, e.actor, e.data) for e in world.history(contact) if e.kind in kinds]


def test_who_was_merged_is_a_person_again_with_what_was_said(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE, email="ivan@example.com", name="Ivan")
    ivan = world.lead(form)
    chat = world.write(VERA)
    vera = world.lead(chat)
    share(world, VERA)
    assert form.lead_id == vera.id
    assert form.as_typed == {"name": "Ivan", "email": "ivan@example.com"}
    part = split(world, chat)
    assert (part.lead, part.contacts) == (ivan, [form])
    assert (form.lead_id, form.former_lead_id, ivan.merged_into_id) == (ivan.id, None, None)
    assert form.as_typed == {"phone": PHONE}, "which nothing confirms any more"
    assert (chat.lead_id, vera.phone, vera.phone_verified, ivan.phone) == (vera.id, PHONE, True, None)
    assert facts(world, form, "merged", "split") == [
        ("merged", None, {"lead_id": ivan.id, "into": vera.id}),
        ("split", ADMIN, {"lead_id": ivan.id, "out_of": vera.id}),
    ]
    assert facts(world, chat, "merged", "split") == []
    assert records.read(world.session, chat.id).others == 0


def test_it_is_split_by_any_of_the_contacts_and_once(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE)
    chat = world.write(VERA)
    share(world, VERA)
    ivan = split(world, form).lead
    assert why_not(world, form) is why_not(world, chat) is Reason.NOTHING_MERGED
    with pytest.raises(Refused) as refused:
        splitting.split(world.session, chat.id, ivan.id, actor=ADMIN, at=world.at)
    assert refused.value.reason is Reason.SPLIT_ALREADY
    assert len(facts(world, form, "split")) == 1


def test_what_came_meanwhile_by_the_merged_person_comes_back_as_well(world: World, anna: Operator) -> None:
    first = submit(world, phone=PHONE, email="ivan@example.com")
    ivan = world.lead(first)
    chat = world.write(VERA)
    share(world, VERA)
    later = submit(world, email="ivan@example.com")
    by_phone = submit(world, phone=PHONE)
    assert (later.lead_id, later.former_lead_id) == (chat.lead_id, ivan.id)
    assert split(world, chat).contacts == [first, later]
    assert later.as_typed == {"phone": PHONE}
    assert by_phone.lead_id == chat.lead_id


def test_the_phone_merges_again_only_by_a_new_proof(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE, email="ivan@example.com")
    chat = world.write(VERA)
    share(world, VERA)
    ivan = split(world, chat).lead
    share(world, VERA)
    assert stand(world, form)[0][0] == ivan.id
    assert submit(world, email="ivan@example.com").lead_id == ivan.id
    assert submit(world, phone=PHONE).lead_id == chat.lead_id
    submit(world, email="ivan@example.com", phone=OTHER)
    share(world, VERA, OTHER)
    assert stand(world, form)[0][:2] == (chat.lead_id, ivan.id)
    assert split(world, chat).lead is ivan


def test_of_several_each_is_split_off_alone(world: World, anna: Operator) -> None:
    ivan, karl = submit(world, phone=PHONE, name="Ivan"), submit(world, phone=OTHER, name="Karl")
    whose = ivan.lead_id, karl.lead_id
    chat = world.write(VERA)
    share(world, VERA)
    share(world, VERA, OTHER)
    parts = splitting.list_parts(world.session, chat.id)
    assert [(part.lead.id, part.contacts) for part in parts] == [(whose[0], [ivan]), (whose[1], [karl])]
    assert ivan.typed_phone == PHONE, "the first phone, when another took its place"
    split(world, chat, whose[1])
    assert stand(world, ivan, karl) == [
        (chat.lead_id, whose[0], {"name": "Ivan", "phone": PHONE}),
        (whose[1], None, {"phone": OTHER}),
    ]
    split(world, chat, whose[0])
    assert stand(world, ivan) == [(whose[0], None, {"phone": PHONE})]


def test_a_chain_is_taken_back_link_by_link(world: World, anna: Operator) -> None:
    """A into B, then B into C: after the last is taken back, A is B's as it was before."""
    people = [submit(world, email=f"{name}@example.com", name=name) for name in "abc"]
    a, b, c = people
    leads_of = [contact.lead_id for contact in people]
    first, second, third = (world.lead(contact) for contact in people)
    before = stand(world, a, b, c)
    for lead, into in ((first, second), (second, third)):
        moved = leads.merge(world.session, lead, into=into)
        for contact in moved:
            world.session.refresh(contact)
        splitting.note_merges(world.session, moved, at=world.at)
        if into is second:
            between = stand(world, a, b, c)
    assert [contact.lead_id for contact in (a, b, c)] == [leads_of[2]] * 3
    assert leads.find(world.session, Identity(email="a@example.com")) is third
    split(world, c)
    assert stand(world, a, b, c) == between
    assert first.merged_into_id == second.id
    split(world, b)
    assert stand(world, a, b, c) == before


def test_merges_from_before_this_version_are_not_taken_back(world: World, anna: Operator) -> None:
    old = submit(world, phone=PHONE, email="ivan@example.com")
    chat = world.write(VERA)
    world.lead(old).merged_into_id, old.lead_id = chat.lead_id, chat.lead_id
    world.session.flush()
    assert why_not(world, chat) is Reason.MERGED_LONG_AGO
    later = submit(world, email="ivan@example.com")
    assert later.lead_id == chat.lead_id
    assert why_not(world, chat) is Reason.MERGED_LONG_AGO, "whose the old ones are nobody knows"
    assert splitting.find_example(world.session) is None


def test_nobody_was_merged_or_there_is_no_such_contact(world: World, anna: Operator) -> None:
    chat = world.write(VERA)
    assert why_not(world, chat) is Reason.NOTHING_MERGED
    with pytest.raises(Refused) as refused:
        splitting.list_parts(world.session, 99)
    assert refused.value.reason is Reason.NO_SUCH_CONTACT
    with pytest.raises(Refused) as refused:
        splitting.split(world.session, chat.id, chat.lead_id, actor=ADMIN, at=world.at)
    assert refused.value.reason is Reason.SPLIT_ALREADY


def test_what_waited_because_it_was_the_operators_own_is_offered_again(world: World) -> None:
    anna = world.operator("Anna")
    world.set_limit(anna, 0)
    form = submit(world, phone=PHONE)
    world.write(anna.telegram_id or 0)
    share(world, anna.telegram_id or 0)
    world.set_limit(anna, 5)
    assert form.is_waiting
    split(world, form)
    assert form.operator_id == anna.id
    world.check_loads()


def test_a_ban_stays_with_whose_it_is(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE)
    banning.ban(world.session, lookup.find_by_contact(world.session, form.id), actor=ADMIN, at=world.at)
    chat = world.write(VERA)
    share(world, VERA)
    assert facts(world, form, "banned", "unbanned")[-1][0] == "unbanned"
    ivan = split(world, chat).lead
    assert ivan.banned_at is not None
    assert facts(world, form, "banned", "unbanned")[-1][0] == "banned"
    assert (world.lead(chat).banned_at, chat.is_open) == (None, True)


def test_who_is_split_off_a_banned_person_is_banned_no_more(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE, email="ivan@example.com")
    chat = world.write(VERA)
    share(world, VERA)
    banning.ban(world.session, lookup.find_by_contact(world.session, chat.id), actor=ADMIN, at=world.at)
    split(world, chat)
    assert (world.lead(form).banned_at, form.is_open) == (None, False)
    assert world.lead(chat).banned_at is not None
    assert submit(world, email="ivan@example.com").is_open


def test_after_a_split_each_is_forgotten_alone(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE, email="ivan@example.com", name="Ivan")
    chat = world.write(VERA)
    share(world, VERA)
    ivan = split(world, chat).lead
    forgetting.forget(world.session, chat.id, actor=ADMIN, at=world.at)
    world.session.refresh(form)
    assert (ivan.name, ivan.email, ivan.forgotten_at) == ("Ivan", "ivan@example.com", None)
    assert form.message == "Call me"
    assert form.typed_phone is None, "the phone of who is forgotten stands nowhere"


def test_a_person_who_is_forgotten_takes_along_whom_a_merge_brought(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE, email="ivan@example.com")
    chat = world.write(VERA)
    share(world, VERA)
    ivan = world.session.get_one(Lead, form.former_lead_id)
    forgetting.forget(world.session, chat.id, actor=ADMIN, at=world.at)
    assert (ivan.email, form.message) == (None, "")
    assert why_not(world, chat) is Reason.FORGOTTEN


def test_the_cards_of_both_are_drawn_anew(world: World, anna: Operator) -> None:
    form = submit(world, phone=PHONE, name="Ivan")
    chat = world.write(VERA)
    share(world, VERA)
    world.deliver_all()
    split(world, chat)
    told = world.told(anna.telegram_id or 0)
    assert {(row.contact_id, row.kind.value) for row in told} == {(form.id, "card"), (chat.id, "card")}
    assert {row.bot_id for row in told} == {BOT}
    assert world.told(VERA) == []


def test_no_phone_comes_back_to_words_that_are_gone(world: World) -> None:
    world.operator("Anna")
    contact = submit(world, phone=PHONE, email="vera@example.com")
    share(world, VERA)
    world.session.refresh(contact)
    forgetting.blank(contact, at=world.at)
    share(world, VERA, OTHER)
    split(world, contact)
    assert contact.as_typed == {}
