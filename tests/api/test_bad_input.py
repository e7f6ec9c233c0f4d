"""What is wrong in a request is named by its field, and the request changes nothing."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from models.database.protocol import Database
from tests.api.bad_addresses import LISTS, NO_IDS_IN_PATH
from tests.api.bad_input import FORMS, Form
from tests.complaints import read_complaints
from tests.stored import read_everything

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A request with what is wrong in it."""

    method: str
    target: str
    loc: list[str | int]
    body: bytes | None = None
    status: int = 422


@pytest.fixture
async def site(either_api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A caller of an API with an operator, two sources and a contact."""
    for path, body in (
        ("/operators/", {"name": "Anna"}),
        ("/operators/", {"name": "Ёлка"}),
        ("/sources/", {"name": "Site"}),
        ("/operator-weights/", {"operator_id": 1, "source_id": 1, "weight": 3}),
        ("/contacts/", {"source_id": 1, "message": "Hello", "external_id": "crm-0"}),
    ):
        assert (await either_api.post(path, json=body)).status_code == 201
    return either_api


async def refuse_all(
    api: httpx.AsyncClient, database: Database, wrong: Iterable[Wrong], log: pytest.LogCaptureFixture
) -> None:
    """Send wrong requests; fails with those that are not refused as they must be, or if anything changed."""
    before, complaints = await read_everything(database), []
    for each in wrong:
        answer = await api.request(each.method, each.target, content=each.body, headers=JSON)
        if complaint := look_at(answer, each):
            said = (each.body or b"")[:80]
            complaints.append(f"{each.method} {each.target[:80]} {said!r} at {each.loc}: {complaint}")
    complaints += read_complaints(log, logging.ERROR)
    assert not complaints, "\n".join(complaints)
    assert await read_everything(database) == before, "something was stored"


def look_at(answer: httpx.Response, wrong: Wrong) -> str | None:
    """Return what is wrong with the refusal of a wrong request."""
    if answer.status_code != wrong.status or answer.headers["content-type"] != "application/json":
        return f"{answer.status_code} {answer.text[:200]}"
    problems = answer.json()["detail"]
    if not problems or any(sorted(problem) != ["loc", "msg", "type"] for problem in problems):
        return f"another shape: {answer.text[:200]}"
    return None if wrong.loc in [p["loc"] for p in problems] else f"elsewhere: {answer.text[:200]}"


def write(body: Any) -> bytes:
    """Write JSON in ASCII, with NaN and halves of characters as some programs would."""
    return json.dumps(body).encode()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.method} {form.path}")
async def test_a_wrong_field_is_named(
    site: httpx.AsyncClient, either_database: Database, form: Form, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = [
        Wrong(form.method, form.path, ["body", name], write({**form.body, name: value}))
        for name, values in form.bad.items()
        for value in values
    ]
    for name in form.required:
        rest = {other: value for other, value in form.body.items() if other != name}
        wrong.append(Wrong(form.method, form.path, ["body", name], write(rest)))
    wrong += [
        Wrong(form.method, form.path, ["body", name], write({**form.body, name: 1}))
        for name in ("Name", "id", "", "is active", "__proto__", "\0", "n" * 3000, "имя")
    ]
    wrong.append(Wrong(form.method, form.path, ["body"], write({**form.body, "\ud800": 1})))
    await refuse_all(site, either_database, wrong, caplog)
    if form.method == "POST":
        assert (await site.post(form.path, json=form.body)).is_success, "but for that it is right"


async def test_a_wrong_number_in_the_path_is_named(
    site: httpx.AsyncClient, either_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = []
    for method, path, body in (
        ("GET", "/contacts/{}", None),
        ("PATCH", "/contacts/{}/status", b'{"status": "completed"}'),
        ("PATCH", "/operators/{}", b'{"name": "Zoe"}'),
    ):
        name = "operator_id" if "operators" in path else "contact_id"
        loc: list[str | int] = ["path", name]
        wrong += [Wrong(method, path.format(number), loc, body) for number in NO_IDS_IN_PATH]
        wrong += [Wrong(method, path.format(n), loc, body, 404) for n in (99, 2**31 - 1)]
    await refuse_all(site, either_database, wrong, caplog)


@pytest.mark.parametrize("path", LISTS)
async def test_a_wrong_filter_is_named(
    site: httpx.AsyncClient, either_database: Database, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = [
        Wrong("GET", f"{path}?{name}={value}", ["query", name])
        for name, values in LISTS[path].items()
        for value in values
    ]
    for name in ("limits", "Limit", "stauts", "page", "limit[]", "%00"):
        loc = "\0" if name == "%00" else name
        wrong.append(Wrong("GET", f"{path}?{name}=1", ["query", loc]))
    wrong += [
        Wrong("GET", f"{path}?{name}=1&limit=2&{name}=1", ["query", name]) for name in ("skip", "after")
    ]
    wrong.append(Wrong("GET", f"{path}?limit=1&limit=2", ["query", "limit"]))
    await refuse_all(site, either_database, wrong, caplog)


async def test_what_is_not_there_or_taken_is_named(
    site: httpx.AsyncClient, either_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def post(path: str, field: str, status: int, **body: Any) -> Wrong:
        return Wrong("POST", path, ["body", field], write(body), status)

    person = {"message": "Hello", "phone": "+79123456789"}
    wrong = [post("/contacts/", "source_id", 404, source_id=n, **person) for n in (2, 2**31 - 1)]
    for operator_id, source_id, field in ((9, 1, "operator_id"), (1, 9, "source_id"), (9, 9, "operator_id")):
        weight = {"operator_id": operator_id, "source_id": source_id, "weight": 1}
        wrong.append(post("/operator-weights/", field, 404, **weight))
    taken = {2: ("Anna", "anna", " ANNA ", "\tAnna\n"), 1: ("Ёлка", "ёлка", "Е\u0308лка", "е\u0308ЛКА")}
    for other, names in taken.items():
        for name in names:
            change = write({"name": name, "max_active_leads": 77})
            wrong.append(post("/operators/", "name", 409, name=name))
            wrong.append(Wrong("PATCH", f"/operators/{other}", ["body", "name"], change, 409))
    wrong += [post("/sources/", "name", 409, name=name) for name in ("Site", "SITE", " site\n", "ſite")]
    for blank in ({}, {"phone": ""}, {"phone": " ", "email": "\t", "external_id": "\u00a0", "name": "Vera"}):
        wrong.append(Wrong("POST", "/contacts/", ["body"], write({"source_id": 1, "message": "Hi", **blank})))
    await refuse_all(site, either_database, wrong, caplog)
