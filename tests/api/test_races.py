"""Requests that come at once: over many connections, and to two servers that share a database."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Lead, Message
from services.queues import idempotency
from tests.api.callers import Callers
from tests.services.rush import check

FORM = {"source_id": 1, "message": "Hello"}
PHONE, EMAIL = "+791200000{:02}", "vera{}@example.com"

# how two requests of one person name him, by his number
ONE_PERSON: list[Callable[[int], tuple[dict[str, str], dict[str, str]]]] = [
    lambda n: ({"phone": PHONE.format(n)}, {"phone": PHONE.format(n)}),
    lambda n: ({"external_id": f"crm-{n}"}, {"external_id": f"crm-{n}"}),
    lambda n: ({"phone": PHONE.format(n)}, {"phone": PHONE.format(n), "email": EMAIL.format(n)}),
    lambda n: (
        {"email": EMAIL.format(n), "phone": PHONE.format(n)},
        {"email": EMAIL.format(n), "external_id": f"crm-{n}", "name": "Vera"},
    ),
]


async def test_two_requests_at_once_for_one_new_person_make_one_lead(callers: Callers) -> None:
    for start in range(0, 50, 5):
        said = [ONE_PERSON[n % len(ONE_PERSON)](n) for n in range(start, start + 5)]
        sent = [(api, person) for pair in said for api, person in zip(callers.two, pair, strict=True)]
        made = await asyncio.gather(*(api.post("/contacts/", json={**FORM, **each}) for api, each in sent))
        assert {answer.status_code for answer in made} == {201}
        for pair, answers in zip(said, zip(made[::2], made[1::2], strict=True), strict=True):
            one, other = (answer.json() for answer in answers)
            assert one["lead_id"] == other["lead_id"], pair
            assert one["id"] != other["id"]
            assert await callers.run(known, one["lead_id"]) == merge_all(pair)
    assert (await callers.count(Lead), await callers.count(Contact), await callers.count(Message)) == (
        50,
        100,
        100,
    )


def merge_all(said: tuple[dict[str, str], ...]) -> dict[str, str]:
    """Return all that several requests say."""
    return {name: value for each in said for name, value in each.items()}


def known(session: Session, lead_id: int) -> dict[str, str]:
    """Return what is known of a person."""
    lead = session.get_one(Lead, lead_id)
    fields = ("external_id", "phone", "email", "name")
    return {name: getattr(lead, name) for name in fields if getattr(lead, name) is not None}


async def test_ten_requests_at_once_with_one_key_are_done_once(callers: Callers) -> None:
    for path, body, status in (
        ("/contacts/", {**FORM, "phone": "+79123456789"}, 201),
        ("/operators/", {"name": "Vera"}, 201),
        ("/sources/", {"name": "Shop"}, 201),
        ("/operator-weights/", {"operator_id": 1, "source_id": 1, "weight": 9}, 200),
    ):
        before = await callers.count_all()
        sent = [(callers.two[n % 2], {"Idempotency-Key": "form-1"}) for n in range(10)]
        answers = await asyncio.gather(*(api.post(path, json=body, headers=headers) for api, headers in sent))
        assert Counter(answer.headers.get("Idempotent-Replayed") for answer in answers) == {
            "true": 9,
            None: 1,
        }
        assert {(answer.status_code, answer.text) for answer in answers} == {(status, answers[0].text)}
        more = {
            name: n - before[name] for name, n in (await callers.count_all()).items() if n != before[name]
        }
        assert more.pop("idempotency_keys") == 1
        assert all(n == 1 for name, n in more.items() if name != "events"), more


async def test_a_key_with_another_body_is_refused_and_stores_nothing(callers: Callers) -> None:
    headers = {"Idempotency-Key": "form-1"}
    bodies = [{**FORM, "phone": f"+791200000{n:02}"} for n in range(10)]
    answers = await asyncio.gather(
        *(callers.two[n % 2].post("/contacts/", json=body, headers=headers) for n, body in enumerate(bodies))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 9}
    for refused in (answer for answer in answers if answer.status_code == 422):
        assert refused.json()["detail"][0]["loc"] == ["header", "Idempotency-Key"]
    assert (await callers.count(Contact), await callers.count(Lead)) == (1, 1)


async def test_a_key_of_a_day_ago_is_a_new_one_for_each_caller(callers: Callers) -> None:
    headers, body = {"Idempotency-Key": "form-1"}, {**FORM, "phone": "+79123456789"}
    first = await callers.two[0].post("/contacts/", json=body, headers=headers)
    await callers.age_keys(idempotency.KEEP_KEYS)
    answers = await asyncio.gather(
        *(callers.two[n % 2].post("/contacts/", json=body, headers=headers) for n in range(10))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["id"] for answer in answers} != {first.json()["id"]}
    assert Counter(answer.headers.get("Idempotent-Replayed") for answer in answers) == {"true": 9, None: 1}
    assert await callers.count(Contact) == 2


async def test_a_key_of_a_refused_request_is_free_for_a_right_one(callers: Callers) -> None:
    headers, person = {"Idempotency-Key": "form-1"}, {"message": "Hello", "phone": "+79123456789"}
    refused = await callers.two[0].post("/contacts/", json={**person, "source_id": 99}, headers=headers)
    assert refused.status_code == 404
    made = await callers.two[1].post("/contacts/", json={**person, "source_id": 1}, headers=headers)
    assert (made.status_code, made.headers.get("Idempotent-Replayed")) == (201, None)


async def test_a_hundred_contacts_at_once_on_fifty_places_put_nobody_above_the_limit(
    callers: Callers,
) -> None:
    await callers.hire(5, limit=10)
    answers = await asyncio.gather(
        *(callers.two[n % 2].post("/contacts/", json={**FORM, "external_id": f"p{n}"}) for n in range(100))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert sum(answer.json()["operator_id"] is not None for answer in answers) == 50
    assert [o["available_capacity"] for o in (await callers.two[0].get("/operators/")).json()[1:]] == [0] * 5
    await callers.run(check)


async def test_refused_requests_amid_good_ones_change_nothing_and_harm_nobody(callers: Callers) -> None:
    async def post(n: int) -> tuple[int, httpx.Response]:
        api, name = callers.two[n % 2], f"p{n}"
        bad: list[dict[str, Any]] = [
            {"source_id": 99},
            {"message": "\0"},
            {"phone": "12"},
            {"name": "x" * 101},
        ]
        body = {**FORM, "external_id": name, **(bad[n // 3 % 4] if n % 3 == 0 else {})}
        return n, await api.post("/contacts/", json=body)

    for n, answer in await asyncio.gather(*(post(n) for n in range(90))):
        assert answer.status_code == ((404, 422, 422, 422)[n // 3 % 4] if n % 3 == 0 else 201)
    people = await callers.run(lambda session: set(session.scalars(select(Lead.external_id))))
    assert people == {f"p{n}" for n in range(90) if n % 3}
    assert await callers.count(Contact) == 60


async def test_limits_and_switches_turned_amid_contacts_leave_nobody_above_the_limit(
    callers: Callers,
) -> None:
    await callers.hire(3, limit=2)
    for turn in range(4):
        work = [
            callers.two[n % 2].post("/contacts/", json={**FORM, "external_id": f"{turn}-{n}"})
            for n in range(8)
        ]
        for number, change in (
            (2, {"is_active": turn % 2 == 0}),
            (3, {"max_active_leads": 1 + turn}),
            (4, {"is_active": turn % 2 == 1, "max_active_leads": 4 - turn}),
        ):
            work.append(callers.two[turn % 2].patch(f"/operators/{number}", json=change))
        work += [
            callers.two[n % 2].patch(f"/contacts/{contact}/status", json={"status": "completed"})
            for n, contact in enumerate(range(turn * 8 - 7, turn * 8, 2))
            if contact > 0
        ]
        assert {answer.status_code for answer in await asyncio.gather(*work)} <= {200, 201}
        await callers.run(check)


async def test_one_name_at_once_is_one_operators_and_one_sources(callers: Callers) -> None:
    for path in ("/operators/", "/sources/"):
        names = ("Vera", "vera", "VERA", " Vera ", "vErA")
        sent = [callers.two[n % 2].post(path, json={"name": name}) for n, name in enumerate(names)]
        answers = await asyncio.gather(*sent)
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 4}


async def test_what_a_caller_who_has_gone_had_sent_is_whole_or_not_there(callers: Callers) -> None:
    address = callers.two[0].base_url
    head = "POST /contacts/ HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    head += "".join(
        f"{name}: {value}\r\n" for name, value in callers.two[0].headers.items() if name == "authorization"
    )

    async def send(n: int) -> None:
        body = f'{{"source_id": 1, "message": "Hello", "external_id": "gone-{n}"}}'.encode()
        request = head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
        _, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(request[: -n - 1] if n < 10 else request)
        await writer.drain()
        await asyncio.sleep(n % 5 / 500)
        writer.transport.abort()

    others = [callers.two[n % 2].post("/contacts/", json={**FORM, "external_id": f"p{n}"}) for n in range(20)]
    await asyncio.gather(*(send(n) for n in range(30)), *others)
    last = await callers.two[0].post("/contacts/", json={**FORM, "external_id": "last"})
    assert last.status_code == 201
    people = await callers.run(lambda session: set(session.scalars(select(Lead.external_id))))
    assert not people & {f"gone-{n}" for n in range(10)}, "half a request is none"
    assert {f"p{n}" for n in range(20)} <= people
    assert await callers.count(Contact) == await callers.count(Message) == len(people)
    await callers.run(check)
