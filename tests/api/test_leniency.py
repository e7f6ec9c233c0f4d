"""A form that asks for leniency loses nobody for a slip: what can't be used stays as it was typed."""

from typing import Any

import httpx
import pytest

from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.stored import read_everything

LENIENT = {"Prefer": "handling=lenient"}
GOOD_PHONE, GOOD_EMAIL = "+79123456789", "vera@example.com"
LONG = "В" * 101

# What is typed beside a good message → which of it is kept as it was typed; the rest is used.
TYPED: list[tuple[dict[str, str], list[str]]] = [
    ({"phone": GOOD_PHONE, "email": "foo@"}, ["email"]),
    ({"phone": GOOD_PHONE, "email": "нет"}, ["email"]),
    ({"phone": GOOD_PHONE, "email": f"{'v' * 400}@example.com"}, ["email"]),
    ({"phone": "8 912 345-67", "email": GOOD_EMAIL}, ["phone"]),
    ({"phone": "позвоните вечером", "email": GOOD_EMAIL}, ["phone"]),
    ({"phone": f"{GOOD_PHONE}, {'а лучше на почту ' * 5}", "email": GOOD_EMAIL}, ["phone"]),
    ({"phone": GOOD_PHONE, "name": LONG}, ["name"]),
    ({"phone": GOOD_PHONE, "name": "Ве\0ра"}, ["name"]),
    ({"phone": GOOD_PHONE, "email": "foo@", "name": LONG}, ["email", "name"]),
    ({"phone": "8 912 345-67", "email": "foo@"}, ["phone", "email"]),
    ({"phone": "8 912 345-67", "email": "foo@", "name": LONG}, ["phone", "email", "name"]),
    ({"phone": "123", "email": ""}, ["phone"]),
    ({"phone": "", "email": "foo@"}, ["email"]),
    ({"external_id": "crm-1", "phone": "123"}, ["phone"]),
    ({"phone": GOOD_PHONE, "email": "", "name": " "}, []),
    ({"phone": GOOD_PHONE, "email": GOOD_EMAIL, "name": "Вера"}, []),
]  # fmt: skip


def form(**fields: Any) -> dict[str, Any]:
    return {"source_id": 1, "message": "Перезвоните мне", **fields}


@pytest.fixture
async def site(either_api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller of an API with a source, on either database."""
    await either_api.post("/sources/", json={"name": "Site"})
    return either_api


@pytest.mark.parametrize(("typed", "unused"), TYPED, ids=lambda given: " ".join(given))
async def test_what_cant_be_used_is_kept_as_typed_and_the_answer_says_so(
    site: httpx.AsyncClient, typed: dict[str, str], unused: list[str]
) -> None:
    made = await site.post("/contacts/", json=form(**typed), headers=LENIENT)
    assert made.status_code == 201, made.text
    assert made.headers["Preference-Applied"] == "handling=lenient"
    contact = made.json()
    assert contact["message"] == "Перезвоните мне"
    assert contact["as_typed"] == {field: typed[field].replace("\0", "\ufffd") for field in unused}
    assert [problem["loc"] for problem in contact["unused"]] == [["body", field] for field in unused]
    assert all(problem["msg"] for problem in contact["unused"])
    [lead] = (await site.get("/leads/")).json()
    for field in ("phone", "email", "name"):
        used = typed.get(field, "").strip() or None
        assert lead[field] == (None if field in unused else used), field
    shown = (await site.get(f"/contacts/{contact['id']}")).json()
    [listed] = (await site.get("/contacts/")).json()
    assert shown["as_typed"] == listed["as_typed"] == contact["as_typed"]


@pytest.mark.parametrize(("typed", "unused"), TYPED, ids=lambda given: " ".join(given))
@pytest.mark.parametrize("preference", [None, "handling=strict", "respond-async", "handling"])
async def test_without_asking_it_is_refused_whole_and_changes_nothing(
    api: httpx.AsyncClient,
    database: Database,
    typed: dict[str, str],
    unused: list[str],
    preference: str | None,
) -> None:
    await api.post("/sources/", json={"name": "Site"})
    before = await read_everything(database)
    headers = {"Prefer": preference} if preference else {}
    answer = await api.post("/contacts/", json=form(**typed), headers=headers)
    assert "Preference-Applied" not in answer.headers
    if unused:
        assert answer.status_code == 422
        assert {problem["loc"][1] for problem in answer.json()["detail"]} == set(unused)
        assert await read_everything(database) == before
    else:
        assert (answer.status_code, answer.json()["as_typed"], answer.json()["unused"]) == (201, {}, [])


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        (form(phone=GOOD_PHONE, source_id="1"), ["body", "source_id"]),
        (form(phone=GOOD_PHONE, email="foo@", source_id=0), ["body", "source_id"]),
        (form(phone=GOOD_PHONE, email="foo@", source_id=77), ["body", "source_id"]),
        (form(phone=GOOD_PHONE, email="foo@", message=" "), ["body", "message"]),
        (form(phone=GOOD_PHONE, email="foo@", message="В" * 4001), ["body", "message"]),
        (form(phone=GOOD_PHONE, email="foo@", external_id="tg:vera"), ["body", "external_id"]),
        (form(phone=GOOD_PHONE, email=["foo@"]), ["body", "email"]),
        (form(phone=GOOD_PHONE, email=5), ["body", "email"]),
        (form(phone=GOOD_PHONE, name="В" * 1001), ["body", "name"]),
        (form(name=LONG), ["body"]),
        (form(), ["body"]),
        (form(phone="", email=" ", name="Вера"), ["body"]),
    ],
    ids=str,
)
async def test_what_no_person_typed_and_what_names_nobody_is_an_error_all_the_same(
    api: httpx.AsyncClient, database: Database, body: dict[str, Any], loc: list[str]
) -> None:
    await api.post("/sources/", json={"name": "Site"})
    before = await read_everything(database)
    refused = await api.post("/contacts/", json=body, headers=LENIENT)
    assert refused.status_code in (404, 422), refused.text
    assert loc in [problem["loc"] for problem in refused.json()["detail"]]
    assert await read_everything(database) == before


@pytest.mark.parametrize(
    ("values", "is_lenient"),
    [
        (["handling=lenient"], True),
        (["Handling = Lenient"], True),
        (['handling="lenient"; since=1'], True),
        (["respond-async, handling=lenient, wait=10"], True),
        (["respond-async", "handling=lenient"], True),
        (["handling=strict, handling=lenient"], False),
        (["handling=lenient, handling=strict"], True),
        (["handling=strict", "handling=lenient"], False),
        (["lenient"], False),
        ([""], False),
        (["handling=lenientish", ",;=,"], False),
    ],
)
async def test_the_wish_is_read_as_its_standard_has_it(
    api: httpx.AsyncClient, values: list[str], is_lenient: bool
) -> None:
    await api.post("/sources/", json={"name": "Site"})
    headers = [("Prefer", value) for value in values]
    answer = await api.post("/contacts/", json=form(phone=GOOD_PHONE, email="foo@"), headers=headers)
    assert answer.status_code == (201 if is_lenient else 422)


async def test_half_a_character_that_a_page_has_cut_is_no_reason_either(api: httpx.AsyncClient) -> None:
    await api.post("/sources/", json={"name": "Site"})
    headers = {**LENIENT, "Content-Type": "application/json"}
    content = '{"source_id": 1, "message": "Hi", "phone": "+79123456789", "name": "Vera \\ud83d"}'
    made = await api.post("/contacts/", content=content, headers=headers)
    assert (made.status_code, made.json()["as_typed"]) == (201, {"name": "Vera \ufffd"})


async def test_each_who_typed_only_what_cant_be_used_is_somebody_else(site: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert (await site.post("/contacts/", json=form(phone="123"), headers=LENIENT)).status_code == 201
    assert [lead["phone"] for lead in (await site.get("/leads/")).json()] == [None, None]


async def test_with_a_key_it_is_made_once_and_answered_the_same(site: httpx.AsyncClient) -> None:
    keyed = {**LENIENT, "Idempotency-Key": "page-1"}
    body = form(phone=GOOD_PHONE, email="foo@")
    first, again = [await site.post("/contacts/", json=body, headers=keyed) for _ in range(2)]
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await site.post("/contacts/", json=form(phone=GOOD_PHONE, email="bar@"), headers=keyed)
    assert (other.status_code, other.json()["detail"][0]["type"]) == (422, "key_reused")
    assert len((await site.get("/contacts/")).json()) == 1


async def test_a_known_person_is_found_by_what_can_be_used(either_database: Database) -> None:
    async with open_api(either_database) as api:
        await api.post("/sources/", json={"name": "Site"})
        await api.post("/contacts/", json=form(phone=GOOD_PHONE, email=GOOD_EMAIL))
        made = await api.post("/contacts/", json=form(phone=GOOD_PHONE, email="foo@"), headers=LENIENT)
        assert made.json()["lead_id"] == 1
        [lead] = (await api.get("/leads/")).json()
        assert lead["email"] == GOOD_EMAIL
