"""Which person is it: every conflict of identifiers, and what a verified phone merges."""

from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Contact, Lead
from services import leads
from services.leads import Identity
from tests.moments import make_moment
from tests.services.world import NOON, World

FIELDS = ("external_id", "phone", "email")
KNOWN = {"external_id": "crm:1", "phone": "+79161234567", "email": "vera@example.org"}


def add(session: Session, **known: str | int | None) -> Lead:
    lead = Lead(**known, phone_verified=False, created_at=NOON)
    session.add(lead)
    session.flush()
    return lead


def identifiers(lead: Lead) -> tuple[str | None, str | None, str | None]:
    return lead.external_id, lead.phone, lead.email


def count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Lead)).one()


@dataclass(frozen=True)
class Case:
    """For each identifier: which lead has it, or that nobody has, or that it is not asked for."""

    owners: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The lead that is found: the owner of the first identifier that anybody has."""
        return next((owner[0] for owner in self.owners if owner[0] in "ab"), "new")


# Not asked for; one that a has, or b has; one that nobody has, while a and b have none, or another one.
ASKED = ("none", "a", "b", "-blank", "-filled")
CASES = [Case(owners) for owners in product(ASKED, repeat=3) if set(owners) != {"none"}]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case.owners))
def test_every_conflict_of_identifiers(session: Session, case: Case) -> None:
    asked: dict[str, str] = {}
    had: dict[str, dict[str, str | None]] = {"a": {}, "b": {}}
    for field, owner in zip(FIELDS, case.owners, strict=True):
        if owner != "none":
            asked[field] = KNOWN[field]
        if owner in "ab":
            had[owner][field] = KNOWN[field]
        if owner == "-filled":
            had["a"][field], had["b"][field] = f"a's {field}", f"b's {field}"
    stored = {name: add(session, **fields) for name, fields in had.items()}

    found = leads.resolve(session, Identity(**asked), at=make_moment(NOON))
    session.flush()

    if case.expected == "new":
        assert found not in stored.values()
        assert identifiers(found) == tuple(asked.get(field) for field in FIELDS)
        assert count(session) == 3
    else:
        assert found is stored[case.expected]
        assert count(session) == 2
    for name, lead in stored.items():
        for field, owner in zip(FIELDS, case.owners, strict=True):
            before = had[name].get(field)
            filled_now = lead is found and owner == "-blank"
            assert getattr(lead, field) == (KNOWN[field] if filled_now else before), (name, field)


def test_blank_name_and_language_are_filled_and_filled_ones_stay(session: Session) -> None:
    lead = add(session, external_id="tg:1")
    leads.resolve(session, Identity("tg:1", name="Vera", language="ru"), at=make_moment(NOON))
    assert (lead.name, lead.language) == ("Vera", "ru")
    leads.resolve(session, Identity("tg:1", name="Zorro", language="en"), at=make_moment(NOON))
    assert (lead.name, lead.language) == ("Vera", "ru")


def test_who_comes_without_any_identifier_is_a_new_person_each_time(session: Session) -> None:
    one, two = (leads.resolve(session, Identity(name="Vera"), at=make_moment(NOON)) for _ in range(2))
    assert one is not two


def test_a_merged_lead_answers_as_its_successor_however_long_the_chain(session: Session) -> None:
    last = add(session, external_id="tg:1")
    middle = add(session, email="old@example.org", merged_into_id=last.id)
    add(session, external_id="crm:1", phone="+79161234567", merged_into_id=middle.id)
    for identity in (Identity("crm:1"), Identity(phone="+79161234567"), Identity(email="old@example.org")):
        assert leads.resolve(session, identity, at=make_moment(NOON)) is last
    assert identifiers(last) == ("tg:1", None, None), "what a merged lead still owns is not taken twice"


PHONE = "+79161234567"


def test_a_verified_phone_that_nobody_has_is_noted(session: Session) -> None:
    vera = add(session, external_id="tg:1")
    assert leads.verify_phone(session, vera, PHONE).contacts == []
    assert (vera.phone, vera.phone_verified) == (PHONE, True)


def test_a_verified_phone_replaces_one_that_was_only_said(session: Session) -> None:
    vera = add(session, external_id="tg:1", phone="+79160000000")
    leads.verify_phone(session, vera, PHONE)
    assert (vera.phone, vera.phone_verified) == (PHONE, True)


def test_verifying_again_changes_nothing(session: Session) -> None:
    vera = add(session, external_id="tg:1")
    leads.verify_phone(session, vera, PHONE)
    assert leads.verify_phone(session, vera, PHONE).contacts == []
    assert (vera.phone, vera.phone_verified, count(session)) == (PHONE, True, 1)


def test_a_verified_phone_merges_the_person_without_telegram_into_the_one_with_it(world: World) -> None:
    session = world.session
    form = add(session, phone=PHONE, email="vera@example.org", name="Vera P.", language="ru")
    site = world.api_source()
    requests = [
        Contact(lead_id=form.id, source_id=site.id, message="", assignment_no=0, created_at=NOON)
        for _ in range(2)
    ]
    session.add_all(requests)
    vera = world.lead(world.write(1))
    merged = leads.verify_phone(session, vera, PHONE)
    assert (merged.contacts, merged.of_banned) == (requests, [])
    assert [contact.lead_id for contact in requests] == [vera.id, vera.id]
    assert all(contact.is_open for contact in requests)
    assert identifiers(vera) == ("tg:1", PHONE, None), "only the phone is proved"
    assert vera.name is None
    assert [contact.as_typed for contact in requests] == [
        {"name": "Vera P.", "email": "vera@example.org"} for _ in requests
    ]
    assert form.merged_into_id == vera.id
    assert leads.find(session, Identity(email="vera@example.org")) is vera


def test_a_merge_leaves_what_was_only_said_with_who_said_it(session: Session) -> None:
    form = add(session, external_id="crm:1", phone=PHONE, email="old@example.org", name="V.")
    vera = add(session, external_id="tg:1", email="vera@example.org", name="Vera")
    leads.verify_phone(session, vera, PHONE)
    assert identifiers(vera) == ("tg:1", PHONE, "vera@example.org")
    assert identifiers(form) == ("crm:1", None, "old@example.org")
    assert vera.name == "Vera"
    assert leads.find(session, Identity("crm:1")) is vera


def test_two_people_of_telegram_never_merge_and_the_phone_moves_to_who_proved_it(session: Session) -> None:
    former = add(session, external_id="tg:1", phone=PHONE, email="old@example.org")
    former.phone_verified = True
    vera = add(session, external_id="tg:2")
    assert leads.verify_phone(session, vera, PHONE).contacts == []
    assert (identifiers(vera), vera.phone_verified) == (("tg:2", PHONE, None), True)
    assert (identifiers(former), former.phone_verified) == (("tg:1", None, "old@example.org"), False)
    assert former.merged_into_id is None


def test_a_phone_left_with_a_merged_lead_moves_without_a_second_merge(session: Session) -> None:
    other = add(session, external_id="tg:1")
    merged = add(session, phone=PHONE, merged_into_id=other.id)
    vera = add(session, external_id="tg:2")
    assert leads.verify_phone(session, vera, PHONE).contacts == []
    assert (vera.phone, merged.phone, merged.merged_into_id) == (PHONE, None, other.id)


WITH_9, WITHOUT_9 = "+5491123456789", "+541123456789"


@pytest.mark.parametrize(("known", "given"), [(WITH_9, WITHOUT_9), (WITHOUT_9, WITH_9)])
def test_a_phone_that_can_be_written_in_two_ways_is_one_person(
    session: Session, known: str, given: str
) -> None:
    vera = add(session, phone=known)
    found = leads.resolve(session, Identity(phone=given, email="vera@example.org"), at=make_moment(NOON))
    assert found is vera
    assert identifiers(vera) == (None, known, "vera@example.org"), "what is filled stays"
    other = add(session, external_id="crm:1")
    leads.fill_blanks(session, other, Identity("crm:1", phone=given))
    assert other.phone is None, "an identifier of another lead is not stolen in another spelling either"


def test_who_has_either_spelling_is_told_from_the_other_if_both_are_there(session: Session) -> None:
    with_9, without_9 = add(session, phone=WITH_9), add(session, phone=WITHOUT_9)
    assert leads.find(session, Identity(phone=WITH_9)) is with_9
    assert leads.find(session, Identity(phone=WITHOUT_9)) is without_9


def test_a_verified_phone_merges_whoever_has_it_in_either_spelling(session: Session) -> None:
    forms = [add(session, phone=WITH_9, email="a@example.org"), add(session, phone=WITHOUT_9)]
    vera = add(session, external_id="tg:1")
    leads.verify_phone(session, vera, WITH_9)
    assert identifiers(vera) == ("tg:1", WITH_9, None)
    assert [form.merged_into_id for form in forms] == [vera.id, vera.id]


def test_another_extension_is_another_person_and_so_is_none(session: Session) -> None:
    numbers = ("+74951234567", "+74951234567,101", "+74951234567,102")
    people = [leads.resolve(session, Identity(phone=number), at=make_moment(NOON)) for number in numbers]
    assert [lead.phone for lead in people] == list(numbers)
    for number, lead in zip(numbers, people, strict=True):
        assert leads.find(session, Identity(phone=number)) is lead


def test_leads_merged_before_follow_to_the_last_successor(session: Session) -> None:
    form = add(session, phone=PHONE)
    earlier = add(session, external_id="crm:1", merged_into_id=form.id)
    vera = add(session, external_id="tg:1")
    leads.verify_phone(session, vera, PHONE)
    assert (form.merged_into_id, earlier.merged_into_id) == (vera.id, form.id)
    assert leads.find(session, Identity(external_id="crm:1")) is vera


@pytest.mark.parametrize(
    "text", ["vera@example.com", " Vera@Example.COM ", "VERA@EXAMPLE.COM", "vera@EXAMPLE.com\n"]
)
def test_an_email_has_one_spelling(text: str) -> None:
    assert leads.normalize_email(text) == "vera@example.com"


@pytest.mark.parametrize(
    "text", ["", "vera", "vera@", "@example.com", "a b@example.com", "a@b@c.com", "a@-.com"]
)
def test_what_can_be_no_email_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an email"):
        leads.normalize_email(text)


@pytest.mark.parametrize("name", ["\u3164", "\u2800 \u2800", "\u200b"])
def test_a_name_that_shows_nothing_counts_as_none(session: Session, name: str) -> None:
    found = leads.resolve(session, Identity("tg:1", name=name), at=make_moment(NOON))
    assert found.name is None
    leads.resolve(session, Identity("tg:1", name="Vera"), at=make_moment(NOON))
    assert found.name == "Vera"
