"""The examples of the documentation work as they are, and addresses take the methods that it lists."""

from typing import Any

import httpx

from api.requests.schemas import NewContactAnswer
from tests.api.conftest import KEY

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
WORKING_ORDER = ("/operators/", "/sources/", "/operator-weights/", "/labels/", "/answers/", "/contacts/")


def read_examples(schema: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Return the body of a request made of the examples of its fields."""
    content = schema["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    reference = content.get("$ref") or content["anyOf"][0]["$ref"]
    fields = schema["components"]["schemas"][reference.rsplit("/", 1)[1]]["properties"]
    return {name: field["examples"][0] for name, field in fields.items() if "examples" in field}


async def test_the_examples_work_as_they_are(either_api: httpx.AsyncClient) -> None:
    schema = (await either_api.get("/openapi.json")).json()
    for path in WORKING_ORDER:
        made = await either_api.post(path, json=read_examples(schema, "post", path))
        assert made.status_code == 201, made.text
    for path, number in (("/operators/{operator_id}", 1), ("/contacts/{contact_id}/status", 1)):
        target = path.replace("{operator_id}", str(number)).replace("{contact_id}", str(number))
        changed = await either_api.patch(target, json=read_examples(schema, "patch", path))
        assert changed.status_code == 200, changed.text
    await either_api.post("/labels/", json={"kind": "tag", "name": "vip"})
    await either_api.patch("/contacts/1/status", json={"status": "completed"})
    example = read_examples(schema, "patch", "/contacts/{contact_id}")
    changed = await either_api.patch("/contacts/1", json=example)
    assert (changed.status_code, changed.json()["tags"]) == (200, ["vip"]), changed.text
    for path, operations in schema["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", []):
            shown = parameter.get("schema", {})
            for example in (*parameter.get("examples", []), *shown.get("examples", [])):
                if parameter["in"] == "query":
                    found = await either_api.get(path, params={parameter["name"]: example})
                    assert found.status_code == 200, found.text


async def test_only_documented_methods_are_taken_and_the_answer_lists_them(api: httpx.AsyncClient) -> None:
    schema = (await api.get("/openapi.json")).json()
    for path, operations in schema["paths"].items():
        target = path.replace("{operator_id}", "1").replace("{contact_id}", "1")
        allowed = {method.upper() for method in operations}
        for method in set(METHODS) - allowed:
            answer = await api.request(method, target)
            assert answer.status_code == 405, (method, path, answer.text)
            assert set(answer.headers["Allow"].split(", ")) == allowed, (method, path)
            if method != "HEAD":
                assert answer.json()["detail"][0]["loc"] == ["method"]


async def test_an_unknown_address_is_refused_in_the_same_shape(api: httpx.AsyncClient) -> None:
    for target in ("/contact/", "/contacts/1/2", "/%00", "/%FF"):
        answer = await api.get(target)
        assert answer.status_code == 404, (target, answer.text)
        assert answer.json()["detail"][0]["loc"] == ["path"], target


async def test_the_bare_address_leads_to_the_documentation(api: httpx.AsyncClient) -> None:
    answer = await api.get("/", headers={"Authorization": "", "Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (307, "docs")


async def test_clients_made_from_the_description_have_plain_names(api: httpx.AsyncClient) -> None:
    paths = (await api.get("/openapi.json")).json()["paths"]
    operations = [operation for methods in paths.values() for operation in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert {"add_contact", "list_contacts", "set_weight"} <= set(names)
    assert len(set(names)) == len(names)
    assert {paths["/healthz"]["get"]["summary"], paths["/metrics"]["get"]["summary"]} == {"Health", "Metrics"}


async def test_the_example_of_a_new_contact_is_one_that_can_be(api: httpx.AsyncClient) -> None:
    schema = (await api.get("/openapi.json")).json()
    shown = schema["paths"]["/contacts/"]["post"]["responses"]["201"]["content"]["application/json"][
        "example"
    ]
    for path in WORKING_ORDER:
        made = await api.post(path, json=read_examples(schema, "post", path))
    real = made.json()
    assert list(shown) == list(real)
    assert NewContactAnswer.model_validate(shown).status == real["status"]
    assert {name for name, value in shown.items() if value is None} == {
        name for name, value in real.items() if value is None
    }


async def test_an_address_is_the_same_with_a_slash_at_its_end_and_without(api: httpx.AsyncClient) -> None:
    schema = (await api.get("/openapi.json")).json()
    for path, operations in schema["paths"].items():
        for method in operations:
            target = path.replace("{operator_id}", "1").replace("{contact_id}", "1")
            other = target.removesuffix("/") if target.endswith("/") else f"{target}/"
            expected = await api.request(method, target)
            answer = await api.request(method, other, headers={"Host": "evil.example"})
            assert answer.status_code == expected.status_code, (method, other)
            assert "Location" not in answer.headers
            if "json" in answer.headers["Content-Type"]:
                assert answer.json() == expected.json(), (method, other)
    for path in ("/docs/", "/openapi.json/", "/healthz/", "/metrics/"):
        assert (await api.get(path, headers={"Authorization": ""})).status_code == 200, path


async def test_a_request_without_the_slash_is_done_like_the_other(api: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "once"}
    first = await api.post("/operators", json={"name": "Anna"}, headers=key)
    again = await api.post("/operators/", json={"name": "Anna"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert [operator["name"] for operator in (await api.get("/operators")).json()] == ["Anna"]
    refused = await api.put("/operators")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, POST")


async def test_no_answer_leads_to_the_host_that_the_caller_names(api: httpx.AsyncClient) -> None:
    for name in ("Anna", "Boris"):
        await api.post("/operators/", json={"name": name})
    for path in (
        "/operators?limit=1",
        "/docs",
        "/docs/",
        "/openapi.json",
        "/static-offline-docs",
        "//",
        "/x/",
    ):
        answer = await api.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert answer.status_code in (200, 307, 404), path
        assert "evil" not in answer.text + str(answer.headers), path


async def test_the_documentation_is_open_and_needs_nobody_elses_server(api: httpx.AsyncClient) -> None:
    page = await api.get("/docs", headers={"Authorization": ""})
    assert page.status_code == 200
    assert "//cdn" not in page.text
    assert KEY not in page.text
