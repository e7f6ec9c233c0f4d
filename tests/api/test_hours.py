"""Hours of sources and operators by API: set, shown, refused with a reason, and what follows at once."""

from typing import Any

import httpx
import pytest

from services.clock import utc_now


async def add(api: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await api.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def set_up(api: httpx.AsyncClient) -> None:
    await add(api, "/operators/", name="Anna", max_active_leads=5)
    await add(api, "/sources/", name="Website")
    await add(api, "/operator-weights/", operator_id=1, source_id=1, weight=1)


async def change(api: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await api.patch(path, json=body)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_what_comes_while_a_source_is_closed_waits_until_it_opens(
    either_api: httpx.AsyncClient,
) -> None:
    await set_up(either_api)
    opens = f"{utc_now().year + 1} Jun 01 10:00-11:00"
    opens = (await change(either_api, "/sources/1", hours=opens))["hours"]
    assert opens.endswith("Jun 1 10:00-11:00")
    made = await add(either_api, "/contacts/", source_id=1, message="Hi", external_id="crm-1")
    assert made["operator_id"] is None
    assert (await either_api.get("/sources/")).json()[0]["hours"] == opens
    assert (await change(either_api, "/sources/1", hours=None))["hours"] is None
    assert (await either_api.get(f"/contacts/{made['id']}")).json()["operator_id"] == 1


async def test_an_operator_works_by_hours_and_is_away_until_a_moment(either_api: httpx.AsyncClient) -> None:
    await set_up(either_api)
    shown = await change(
        either_api, "/operators/1", hours="Mo-Fr 9:00-18:00", timezone="Asia/Tokyo", max_active_leads=3
    )
    assert [shown[field] for field in ("hours", "timezone", "max_active_leads")] == [
        "Mo-Fr 09:00-18:00",
        "Asia/Tokyo",
        3,
    ]
    shown = await change(either_api, "/operators/1", hours=None)
    assert (shown["hours"], shown["timezone"]) == (None, "Asia/Tokyo"), "what is not given stays"
    year = utc_now().year + 1
    shown = await change(either_api, "/operators/1", away_until=f"{year}-01-01T00:00:00Z")
    assert shown["away_until"].startswith(f"{year}-01-01T00:00:00")
    made = await add(either_api, "/contacts/", source_id=1, message="Hi", external_id="crm-1")
    assert made["operator_id"] is None
    assert (await change(either_api, "/operators/1", away_until=None))["away_until"] is None
    assert (await either_api.get(f"/contacts/{made['id']}")).json()["operator_id"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {"is_active": True, "max_active_leads": 9, "away_until": "soon"},
        {"hours": None, "away_until": "soon"},
        {"is_active": False, "hours": None},
        {"max_active_leads": 0, "hours": None},
    ],
)
async def test_a_change_of_several_things_gives_out_what_waits_by_all_of_them(
    api: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    await set_up(api)
    next_year = utc_now().year + 1
    await change(api, "/operators/1", hours=f"{next_year} Jun 01 10:00-11:00")
    made = await add(api, "/contacts/", source_id=1, message="Hi", external_id="crm-1")
    await change(
        api,
        "/operators/1",
        **{key: f"{next_year}-01-01T00:00:00Z" if value == "soon" else value for key, value in body.items()},
    )
    assert (await api.get(f"/contacts/{made['id']}")).json()["operator_id"] is None


WRONG = [
    ("/sources/1", {"hours": "sometimes"}, 422, "bad_hours"),
    ("/sources/1", {"hours": "off"}, 422, "bad_hours"),
    ("/sources/1", {"hours": ""}, 422, "string_too_short"),
    ("/sources/1", {"hours": 9}, 422, "string_type"),
    ("/sources/1", {"hours": None, "name": "Other"}, 422, "extra_forbidden"),
    ("/sources/7", {"hours": None}, 404, "no_such_source"),
    ("/operators/1", {"hours": "9-18"}, 422, "bad_hours"),
    ("/operators/1", {"timezone": "Mars/Olympus"}, 422, "bad_timezone"),
    ("/operators/1", {"timezone": "../../etc/passwd"}, 422, "bad_timezone"),
    ("/operators/1", {"away_until": "2020-01-01T00:00:00Z"}, 422, "bad_dates"),
    ("/operators/1", {"away_until": "2099-01-01T00:00:00Z"}, 422, "bad_dates"),
    ("/operators/1", {"away_until": "tomorrow"}, 422, "value_error"),
    ("/operators/1", {"max_active_leads": 3, "hours": "sometimes"}, 422, "bad_hours"),
]


@pytest.mark.parametrize(("path", "body", "status", "word"), WRONG)
async def test_wrong_hours_are_refused_and_change_nothing(
    api: httpx.AsyncClient, path: str, body: dict[str, Any], status: int, word: str
) -> None:
    await set_up(api)
    before = [(await api.get(listed)).json() for listed in ("/sources/", "/operators/")]
    answer = await api.patch(path, json=body)
    assert (answer.status_code, answer.json()["detail"][0]["type"]) == (status, word), answer.text
    assert [(await api.get(listed)).json() for listed in ("/sources/", "/operators/")] == before
