"""A phone is one person in every spelling, and what a form leaves blank is not given."""

from typing import Any

import httpx
import pytest

# E.164 → the same in other spellings
PHONES: dict[str, tuple[str, ...]] = {
    "+79123456789": (
        "8 (912) 345-67-89",
        "79123456789",
        "+7 912 345 67 89",
        "+7 (912) 345-67-89",
        "007 912 345-67-89",
        "tel:+7-912-345-67-89",
        "8.912.345.67.89",
        "+7\u00a0912\u00a0345\u00a067\u00a089",
        "＋７ ９１２ ３４５ ６７ ８９",
        "+7‒912–345—67‑89",
        "8−912−345−67−89",
        " +7 912 345 67 89\n",
        "\u202a+7 912 345-67-89\u202c",
        "9123456789",
    ),
    "+4915112345678": (
        "+49 151 12345678",
        "0049 151 12345678",
        "tel:+49-151-12345678",
        "+49 (0)151 1234–5678",
        "8~10 49 151 12345678",
    ),
    "+12015550123": (
        "+1 (201) 555-0123",
        "001 201 555 0123",
        "tel:+1-201-555-0123",
        "+1.201.555.0123",
    ),
    "+447400123456": (
        "+44 7400 123456",
        "0044 7400 123456",
        "tel:+44-7400-123456",
        "+44 (0)7400 123456",
        "+44‑7400‑123456",
    ),
    "+33612345678": (
        "+33 6 12 34 56 78",
        "0033612345678",
        "tel:+33-6-12-34-56-78",
        "+33.6.12.34.56.78",
        "+33 (0) 6 12 34 56 78",
    ),
    "+77012345678": (
        "+7 (701) 234-56-78",
        "007 701 234 56 78",
        "tel:+7-701-234-56-78",
        "+7.701.234.56.78",
        "+7\u2009701\u2009234\u20095678",
    ),
    "+375291234567": (
        "+375 (29) 123-45-67",
        "00375 29 123 45 67",
        "tel:+375-29-123-45-67",
        "+375.29.1234567",
        "8-10-375-29-123-45-67",
    ),
    "+380501234567": (
        "+38 (050) 123-45-67",
        "00380 50 123 45 67",
        "tel:+380-50-123-45-67",
        "+380.50.123.45.67",
        "+380—50—1234567",
    ),
    "+918123456789": (
        "+91 81234 56789",
        "0091-81234-56789",
        "tel:+91-8123456789",
        "+91 (81234) 56789",
        "+९१ ८१२३४ ५६७८९",
    ),
    "+8613812345678": (
        "+86 138 1234 5678",
        "0086 13812345678",
        "tel:+86-138-1234-5678",
        "+86 (138) 1234-5678",
        "＋８６１３８１２３４５６７８",
    ),
    "+5511987654321": (
        "+55 (11) 98765-4321",
        "0055 11 98765 4321",
        "tel:+55-11-98765-4321",
        "+55.11.98765.4321",
        "(00) 55 11 98765 4321",
    ),
    "+5491123456789": (
        "+54 11 2345-6789",
        "+54 11 15 2345-6789",
        "0054 9 11 2345 6789",
        "tel:+54-9-11-2345-6789",
        "+54 9 11 15 2345-6789",
    ),
    "+522221234567": (
        "+52 1 222 123 4567",
        "0052 222 123 4567",
        "+52 044 222 123 4567",
        "+52 (1) 222 123-45-67",
        "tel:+52-222-123-4567",
    ),
    "+79123456789,12": (
        "8 912 345-67-89 доб. 12",
        "+7 912 345-67-89, 12",
        "8(912)345-67-89 ext 12",
        "tel:+7-912-345-67-89;ext=12",
        "８９１２３４５６７８９＃１２",
    ),
    "+79123456789,13": (
        "8 912 345-67-89 добавочный 13",
        "79123456789x13",
        "+7 912 345-67-89 (вн. ١٣)",
        "8-912-345-67-89 #13",
        "+7.912.345.67.89p13",
    ),
}


async def post(api: httpx.AsyncClient, **person: Any) -> httpx.Response:
    return await api.post("/contacts/", json={"source_id": 1, "message": "Hello", **person})


@pytest.fixture
async def site(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller of an API with a source."""
    await api.post("/sources/", json={"name": "Site"})
    return api


async def test_a_phone_is_one_person_in_every_spelling(site: httpx.AsyncClient) -> None:
    refused = []
    for phone, spellings in PHONES.items():
        for spelling in (phone, *spellings):
            made = await post(site, phone=spelling)
            if made.status_code != 201:
                refused.append((spelling, made.text))
    assert refused == []
    people = (await site.get("/leads/")).json()
    assert [person["phone"] for person in people] == list(PHONES)
    for number, (phone, spellings) in enumerate(PHONES.items(), start=1):
        contacts = (await site.get("/contacts/", params={"lead_id": number})).json()
        assert len(contacts) == 1 + len(spellings), phone
    for spelling in PHONES["+79123456789"]:
        [found] = (await site.get("/leads/", params={"phone": spelling})).json()
        assert found["id"] == 1, spelling


async def test_a_phone_is_shown_as_people_write_it_and_dials_as_it_is_stored(site: httpx.AsyncClient) -> None:
    for spelling in ("8 (495) 123-45-67 доб. 101", "8 495 123-45-67", "+52 1 222 123 4567"):
        await post(site, phone=spelling)
    await post(site, email="vera@example.com")
    people = (await site.get("/leads/")).json()
    assert [(person["phone"], person["phone_shown"]) for person in people] == [
        ("+74951234567,101", "+7 495 123-45-67 ext. 101"),
        ("+74951234567", "+7 495 123-45-67"),
        ("+522221234567", "+52 222 123 4567"),
        (None, None),
    ]
    for number, person in enumerate(people[:3], start=1):
        for written in (person["phone"], person["phone_shown"]):
            [found] = (await site.get("/leads/", params={"phone": written})).json()
            assert found["id"] == number, written


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("+7 912 345-67-89 доб. 89161234567", "an extension has at most 9 digits"),
        ("8 912 345-67-89, 8 916 123-45-67", "not a phone number"),
        ("8 912 345-67-89 кв. 5", "there are letters in it"),
        ("доб. 101", "not a phone number that can exist"),
    ],
)
async def test_what_is_no_extension_is_refused_with_a_reason(
    site: httpx.AsyncClient, phone: str, why: str
) -> None:
    refused = await post(site, phone=phone)
    assert refused.status_code == 422
    [problem] = refused.json()["detail"]
    assert problem["loc"] == ["body", "phone"]
    assert why in problem["msg"]
    assert (await site.get("/leads/")).json() == []


async def test_an_email_and_an_external_id_are_one_person_in_every_spelling(site: httpx.AsyncClient) -> None:
    for spelling in ("vera@example.com", "VERA@Example.Com", " vera@example.com\n"):
        assert (await post(site, email=spelling)).json()["lead_id"] == 1, spelling
    for spelling in ("crm-1", " crm-1 ", "\tcrm-1\n"):
        assert (await post(site, external_id=spelling)).json()["lead_id"] == 2, spelling
    assert (await post(site, external_id="CRM-1")).json()["lead_id"] == 3, (
        "another system's ids may differ so"
    )


@pytest.mark.parametrize("blank", ["", " ", "  ", "\t\r\n", "\u00a0", "\u200b", "\ufeff", "\x01", None])
async def test_what_a_form_leaves_blank_is_not_given(site: httpx.AsyncClient, blank: str | None) -> None:
    made = await post(site, phone="+79123456789", email=blank, external_id=blank, name=blank)
    assert made.status_code == 201, made.text
    [lead] = (await site.get("/leads/")).json()
    assert [lead[name] for name in ("phone", "email", "external_id", "name")] == [
        "+79123456789",
        None,
        None,
        None,
    ]
    source = await site.post("/sources/", json={"name": "Shop", "description": blank})
    assert (source.status_code, source.json()["description"]) == (201, None)


async def test_a_name_is_kept_in_one_unicode_form_and_one_line(site: httpx.AsyncClient) -> None:
    await post(site, phone="+79123456789", name=" Ве\u0301ра \n И\u0306ога\x00".replace("\x00", "\t"))
    [lead] = (await site.get("/leads/")).json()
    assert lead["name"] == "Ве\u0301ра Йога"


@pytest.mark.parametrize("field", ["phone", "email", "external_id"])
async def test_a_blank_filter_is_refused_lest_it_find_everybody(site: httpx.AsyncClient, field: str) -> None:
    await post(site, phone="+79123456789")
    for blank in ("", " ", "\u200b"):
        refused = await site.get("/leads/", params={field: blank})
        assert refused.status_code == 422
        assert refused.json()["detail"][0]["loc"] == ["query", field]
