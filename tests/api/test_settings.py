"""Rules of the business by API: what is in force, who has decided it, and every refusal."""

from typing import Any

import httpx
import pytest

from services.settings import changes
from tests.api.test_labels import refuse


async def test_a_rule_is_set_listed_and_put_back_to_its_default(either_api: httpx.AsyncClient) -> None:
    api = either_api
    listed = (await api.get("/settings/")).json()
    assert [setting["name"] for setting in listed] == list(changes.NAMES)
    assert listed[0] == {
        "name": "reply_reminder_minutes",
        "value": 15,
        "default": 15,
        "is_decided": False,
        "changed_at": None,
        "changed_by": None,
    }
    answer = await api.patch("/settings/reply_reminder_minutes", json={"value": 30})
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert changed == listed[0] | {"value": 30, "is_decided": True, "changed_at": changed["changed_at"]}
    assert changed["changed_at"] is not None
    assert (await api.get("/settings/")).json()[0] == changed
    back = (await api.patch("/settings/reply_reminder_minutes", json={"value": None})).json()
    assert (back["value"], back["is_decided"]) == (15, False)
    zone = (await api.patch("/settings/timezone", json={"value": "Asia/Tokyo"})).json()
    assert (zone["value"], zone["default"]) == ("Asia/Tokyo", "Europe/Moscow")


@pytest.mark.parametrize(
    ("name", "value", "refused"),
    [
        ("sticky_days", -1, (422, "setting_number", ["body", "value"])),
        ("sticky_days", True, (422, "setting_number", ["body", "value"])),
        ("answer_reactions", "perhaps", (422, "setting_switch", ["body", "value"])),
        ("default_language", "de", (422, "setting_language", ["body", "value"])),
        ("timezone", "Mars", (422, "setting_timezone", ["body", "value"])),
        ("phone_region", "ZZ", (422, "setting_region", ["body", "value"])),
        ("api_key", "x", (404, "no_such_setting", ["path", "name"])),
    ],
)
async def test_what_a_rule_can_not_be_is_refused(
    api: httpx.AsyncClient, name: str, value: Any, refused: tuple[int, str, list[str]]
) -> None:
    before = (await api.get("/settings/")).json()
    assert await refuse(await api.patch(f"/settings/{name}", json={"value": value})) == refused
    assert (await api.get("/settings/")).json() == before


@pytest.mark.parametrize("body", [{}, {"value": [1]}, {"value": 1.5}, {"value": "x" * 101}, {"valeu": 1}])
async def test_a_body_that_says_no_value_is_refused(api: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await api.patch("/settings/sticky_days", json=body)).status_code == 422
