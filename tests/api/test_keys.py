"""A request that comes again with its key is answered as the first time, whatever has happened since."""

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Lead, actors
from models.database.protocol import Database
from services import events
from services.clock import utc_now
from services.distribution import weights
from tests.api.conftest import open_api
from tests.moments import make_moment
from tests.services.edge import redo

KEY = {"Idempotency-Key": "form-1"}


async def test_a_weight_that_was_taken_back_is_answered_as_it_was_set(
    either_api: httpx.AsyncClient, either_database: Database
) -> None:
    def undo(session: Session) -> None:
        changed = session.scalars(select(Event.id).where(Event.kind == events.Kind.WEIGHT_SET.value)).one()
        weights.undo(session, changed, actor=actors.admin(1), by="Olga", at=make_moment(utc_now()))

    await either_api.post("/operators/", json={"name": "Anna"})
    await either_api.post("/sources/", json={"name": "Site"})
    weight = {"operator_id": 1, "source_id": 1, "weight": 3}
    first = await either_api.post("/operator-weights/", json=weight, headers=KEY)
    await redo(either_database, undo)
    again = await either_api.post("/operator-weights/", json=weight, headers=KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (first.status_code, first.json()) == (201, {**weight, "is_second": False})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (await either_api.get("/operator-weights/")).json() == []


async def test_one_key_at_two_addresses_are_two_keys(api: httpx.AsyncClient) -> None:
    for path in ("/operators/", "/sources/"):
        made = await api.post(path, json={"name": "Vera"}, headers=KEY)
        assert (made.status_code, made.headers.get("Idempotent-Replayed")) == (201, None)


async def test_the_same_words_in_another_order_or_spelling_are_the_same_request(
    api: httpx.AsyncClient,
) -> None:
    await api.post("/sources/", json={"name": "Site"})
    for body in (
        '{"source_id": 1, "message": "Hi", "phone": "+79123456789", "email": "vera@example.com"}',
        '{"email":"VERA@example.com", "name":"", "phone":"+79123456789","source_id":1,"message":"\\u0048i"}',
    ):
        answer = await api.post(
            "/contacts/", content=body, headers={**KEY, "Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["id"]) == (201, 1)


async def test_the_longest_key_is_kept_whole(either_api: httpx.AsyncClient) -> None:
    for n, key in enumerate(("k" * 255, "k" * 254 + "l", "~ !@#$%^&*()_+{}|:<>?\"'"), start=1):
        for _ in range(2):
            made = await either_api.post(
                "/sources/", json={"name": f"Site {n} x"}, headers={"Idempotency-Key": key}
            )
            assert (made.status_code, made.json()["id"]) == (201, n)


async def test_a_banned_person_is_refused_by_the_field_that_says_so(either_database: Database) -> None:
    def ban(session: Session) -> None:
        session.get_one(Lead, 1).banned_at = utc_now()

    async with open_api(either_database) as api:
        await api.post("/sources/", json={"name": "Site"})
        await api.post("/operators/", json={"name": "Anna"})
        await api.post("/operator-weights/", json={"operator_id": 1, "source_id": 1, "weight": 3})
        form = {"source_id": 1, "message": "Hi", "phone": "+79123456789"}
        assert (await api.post("/contacts/", json=form)).status_code == 201
        await api.patch("/contacts/1/status", json={"status": "completed"})
        await redo(either_database, ban)
        refused = await api.post("/contacts/", json=form)
        assert (refused.status_code, refused.json()["detail"][0]["loc"]) == (409, ["body"])
        refused = await api.patch("/contacts/1/status", json={"status": "in_progress"})
        assert (refused.status_code, refused.json()["detail"][0]["loc"]) == (409, ["body", "status"])
