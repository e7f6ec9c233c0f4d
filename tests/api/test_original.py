"""The original CRM's calls in the original's order, with its fields, as a stranger would try them."""

import httpx


async def test_the_originals_calls_work_in_its_order(either_api: httpx.AsyncClient) -> None:
    api = either_api

    async def call(method: str, path: str, **given: object) -> httpx.Response:
        answer = await api.request(method, path, **given)  # type: ignore[arg-type]
        assert answer.is_success, answer.text
        return answer

    first = (await call("POST", "/operators/", json={"name": "Anna", "max_active_leads": 2})).json()
    second = (
        await call("POST", "/operators/", json={"name": "Boris", "is_active": True, "max_active_leads": 1})
    ).json()
    listed = (await call("GET", "/operators/")).json()
    assert [o["name"] for o in listed] == ["Anna", "Boris"]
    assert [(o["current_load"], o["available_capacity"]) for o in listed] == [(0, 2), (0, 1)]

    site = (await call("POST", "/sources/", json={"name": "Site", "description": "The front page"})).json()
    assert (await call("GET", "/sources/")).json() == [site]

    for operator, weight in ((first, 10), (second, 30)):
        share = {"operator_id": operator["id"], "source_id": site["id"], "weight": weight}
        assert (await call("POST", "/operator-weights/", json=share)).json() == {**share, "is_second": False}
    share = {"operator_id": first["id"], "source_id": site["id"], "weight": 20}
    assert (await call("POST", "/operator-weights/", json=share)).status_code == 200
    weights = (await call("GET", "/operator-weights/")).json()
    assert [w["weight"] for w in weights] == [20, 30]

    person = {"external_id": "user-1", "phone": "+79123456789", "email": "vera@example.com", "name": "Vera"}
    made = [
        (
            await call(
                "POST", "/contacts/", json={"source_id": site["id"], "message": f"Question {n}", **person}
            )
        ).json()
        for n in range(4)
    ]
    assert len({contact["lead_id"] for contact in made}) == 1
    assert sorted(contact["operator_id"] for contact in made[:3]) == [first["id"], first["id"], second["id"]]
    assert made[3]["operator_id"] is None, "everybody is full: it waits"
    assert [o["available_capacity"] for o in (await call("GET", "/operators/")).json()] == [0, 0]
    assert [c["id"] for c in (await call("GET", "/contacts/")).json()] == [c["id"] for c in made]

    path = f"/contacts/{made[0]['id']}/status"
    assert (await call("PATCH", path, json={"status": "in_progress"})).json()["status"] == "in_progress"
    assert (await call("PATCH", path, params={"status": "completed"})).json()["status"] == "completed"
    waited = (await call("GET", f"/contacts/{made[3]['id']}")).json()
    assert waited["operator_id"] == made[0]["operator_id"], "it gets the place that became free"
    assert waited["decision"]["why"] == "queue"

    [lead] = (await call("GET", "/leads/")).json()
    assert {key: lead[key] for key in person} == person
