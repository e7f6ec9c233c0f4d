"""A claim is not a proof: what a form says never changes who is known by Telegram or by another source."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from models import Contact, Lead, Source
from models.database.unit import UnitSession
from services import leads
from services.clients import phones
from services.contacts import forms
from services.leads import Identity
from services.policy import Policy
from services.refusals import Reason, Refused
from tests.services.world import World

PHONE, OTHER_PHONE = "+79161234567", "+79160000000"
EMAIL, OTHER_EMAIL = "vera@example.com", "ivan@example.com"


@pytest.fixture
def site(world: World) -> Source:
    world.bot()
    return world.api_source()


def submit(world: World, source: Source, **said: str) -> Contact:
    return forms.submit(world.session, source.id, Identity(**said), "Call me", at=world.at)


def read(lead: Lead) -> dict[str, Any]:
    """Return every column of a lead."""
    return {column.key: getattr(lead, column.key) for column in Lead.__mapper__.column_attrs}


def share(world: World, client: int, phone: str = PHONE) -> Lead:
    """Let a client of Telegram share a phone."""
    contact = world.write(client, name="Vera")
    phones.share_phone(world.session, world.incoming(client, None, kind="phone"), phone, at=world.at)
    return world.lead(contact)


@dataclass(frozen=True)
class Case:
    """What a form says of who has proved PHONE in Telegram → what stays with its contact."""

    said: dict[str, str]
    kept: dict[str, str] = field(default_factory=dict)


CASES = (
    Case({"phone": PHONE}),
    Case({"phone": PHONE, "name": "VERA "}),
    Case({"phone": PHONE, "name": "Ivan"}, {"name": "Ivan"}),
    Case({"phone": PHONE, "name": "\u3164"}),
    Case({"phone": PHONE, "email": OTHER_EMAIL}, {"email": OTHER_EMAIL}),
    Case({"phone": PHONE, "external_id": "crm-1"}, {"external_id": "crm-1"}),
    Case(
        {"phone": PHONE, "name": "Ivan", "email": OTHER_EMAIL, "external_id": "crm-1"},
        {"name": "Ivan", "email": OTHER_EMAIL, "external_id": "crm-1"},
    ),
)


@pytest.mark.parametrize("by_site", [True, False])
@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case.said))
def test_what_a_form_says_of_a_person_of_telegram_stays_with_its_contact(
    world: World, site: Source, case: Case, by_site: bool
) -> None:
    vera = share(world, 1)
    before = read(vera)
    contact = submit(world, site if by_site else world.find_bot(), **case.said)
    world.session.flush()
    assert contact.lead_id == vera.id, "it is probably the same person, whose history is to be seen"
    assert contact.as_typed == case.kept
    assert read(vera) == before


@pytest.mark.parametrize("same_source", [True, False])
def test_blanks_are_filled_by_the_source_that_alone_knows_a_person(
    world: World, site: Source, same_source: bool
) -> None:
    first = submit(world, site, phone=PHONE)
    landing = site if same_source else world.api_source("landing")
    second = submit(world, landing, phone=PHONE, email=EMAIL, name="Vera")
    lead = world.lead(first)
    assert second.lead_id == lead.id
    if same_source:
        assert (lead.email, lead.name, second.as_typed) == (EMAIL, "Vera", {})
    else:
        assert (lead.email, lead.name) == (None, None)
        assert second.as_typed == {"email": EMAIL, "name": "Vera"}


def test_what_is_filled_stays_and_what_is_said_instead_is_seen(world: World, site: Source) -> None:
    lead = world.lead(submit(world, site, external_id="crm-1", phone=PHONE, email=EMAIL, name="Vera"))
    before = read(lead)
    said = {"name": "Ivan", "phone": OTHER_PHONE, "email": OTHER_EMAIL}
    assert submit(world, site, external_id="crm-1", **said).as_typed == said
    assert read(lead) == before


def test_of_two_people_the_first_identifier_decides_and_nothing_is_taken_from_the_other(
    world: World, site: Source
) -> None:
    vera, ivan = submit(world, site, phone=PHONE), submit(world, site, email=OTHER_EMAIL)
    both = submit(world, site, phone=PHONE, email=OTHER_EMAIL)
    assert (both.lead_id, both.as_typed) == (vera.lead_id, {"email": OTHER_EMAIL})
    assert (world.lead(vera).email, world.lead(ivan).email) == (None, OTHER_EMAIL)


def test_who_was_merged_is_found_by_what_the_form_said_and_it_is_confirmed_no_more_for_that(
    world: World, site: Source
) -> None:
    earlier = submit(world, site, external_id="crm-1", phone=PHONE, email=EMAIL, name="Ivan")
    vera = share(world, 1)
    assert (earlier.lead_id, vera.email, vera.name) == (vera.id, None, "Vera")
    assert earlier.as_typed == {"name": "Ivan", "email": EMAIL, "external_id": "crm-1"}
    for said in ({"external_id": "crm-1"}, {"email": EMAIL}):
        later = submit(world, site, **said)
        assert (later.lead_id, later.as_typed) == (vera.id, said)


def test_a_phone_in_its_other_spelling_is_the_persons_own(world: World, site: Source) -> None:
    submit(world, site, phone="+5491123456789")
    assert submit(world, site, phone="+541123456789").as_typed == {}


def test_an_id_of_telegram_is_refused_unless_the_owner_allows_it(world: World, site: Source) -> None:
    vera = world.lead(world.write(1))
    before = read(vera)
    with pytest.raises(Refused) as refused:
        submit(world, site, external_id="tg:1", email=EMAIL)
    assert refused.value.reason is Reason.TELEGRAM_ID
    world.policy = world.policy.model_copy(update={"api_telegram_ids": True})
    contact = submit(world, site, external_id="tg:1", email=EMAIL)
    assert (contact.lead_id, contact.as_typed) == (vera.id, {"email": EMAIL})
    assert read(vera) == before


def test_a_form_makes_nobody_a_person_of_telegram(world: World, site: Source) -> None:
    world.policy = world.policy.model_copy(update={"api_telegram_ids": True})
    lead = world.lead(submit(world, site, phone=PHONE))
    contact = submit(world, site, external_id="tg:77", phone=PHONE)
    assert (contact.lead_id, contact.as_typed) == (lead.id, {"external_id": "tg:77"})
    assert lead.external_id is None


EXTERNAL_IDS = (None, "crm-1", "crm-2", "tg:1", "tg:2", "tg:3")
SAID = st.fixed_dictionaries(
    {
        "external_id": st.sampled_from(EXTERNAL_IDS),
        "phone": st.sampled_from((None, PHONE, OTHER_PHONE)),
        "email": st.sampled_from((None, EMAIL, OTHER_EMAIL)),
        "name": st.sampled_from((None, "Vera", "Ivan", "\u3164")),
    }
)


STEPS = st.lists(st.tuples(st.sampled_from((0, 1)), SAID), max_size=3)  # through which source
Steps = list[tuple[int, dict[str, str]]]


def test_no_sequence_of_forms_changes_anybody_whom_telegram_vouches_for(writer: Engine) -> None:
    @settings(max_examples=30, deadline=None, derandomize=True)
    @given(before=STEPS, after=STEPS, allowed=st.booleans())
    def try_sequence(before: Steps, after: Steps, allowed: bool) -> None:
        with writer.connect() as connection:
            connection.begin()
            with UnitSession(connection, expire_on_commit=False) as session:
                world = World(session, policy=Policy(api_telegram_ids=allowed))
                sources = [world.bot(), world.api_source()]
                submit_all(world, sources, before)
                people = [share(world, 1), world.lead(world.write(2))]
                session.flush()
                known = [read(lead) for lead in people]
                submit_all(world, sources, after)
                session.expire_all()
                assert [read(lead) for lead in people] == known

    try_sequence()


def submit_all(world: World, sources: list[Source], steps: Steps) -> None:
    for place, said in steps:
        if any(said[name] for name in leads.IDENTIFIERS):
            with suppress(Refused):
                submit(world, sources[place], **said)
    world.session.flush()
