"""The page is served whole, with its types and rules for browsers; pages of other origins get nothing."""

import json
import re
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from fluent.syntax import FluentParser, Visitor, ast

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.serve import Sandbox, serve
from web.files import SHARED

PAGE = Path(__file__).resolve().parents[2] / "sandbox" / "page"
LANGUAGES = ("en", "ru")


async def fetch(
    sandbox: Sandbox, path: str, *, method: str = "GET", body: object = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """The status, the headers by lower-case name, and the body."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, sandbox.url + path, json=body, headers=given) as response,
    ):
        found = {name.lower(): value for name, value in response.headers.items()}
        return response.status, found, await response.text()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/page/app/main.js", "text/javascript"),
        ("/page/web/vendor/preact.mjs", "text/javascript"),
        ("/page/web/style/base.css", "text/css"),
        ("/page/locales/ru.ftl", "text/plain"),
        ("/page/images/icon.svg", "image/svg+xml"),
    ],
)
async def test_every_file_of_the_page_has_its_type_and_the_rules_for_browsers(
    sandbox: Sandbox, path: str, kind: str
) -> None:
    status, headers, _ = await fetch(sandbox, path)
    assert (status, headers["content-type"]) == (200, f"{kind}; charset=utf-8")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path", ["/page/guard.py", "/page/../serve.py", "/page/%2e%2e/serve.py", "/page/none.js"]
)
async def test_nothing_but_the_page_is_served(sandbox: Sandbox, path: str) -> None:
    status, _, body = await fetch(sandbox, path)
    assert status == 404
    assert "import" not in body


async def test_the_page_loads_only_files_that_are_there_and_nothing_from_elsewhere(sandbox: Sandbox) -> None:
    _, _, body = await fetch(sandbox, "/")
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|style=", body), "CSP lets none of these run"
    for path in re.findall(r'(?:src|href)="([^"]+)"', body):
        assert path.startswith("/page/")
        assert (await fetch(sandbox, path))[0] == 200
    for module in PAGE.rglob("*js"):
        for path in re.findall(r'(?:from|import)\s*"([^"]+)"', module.read_text()):
            own = module.parent.relative_to(PAGE)
            assert (await fetch(sandbox, f"/page/{own}/{path}"))[0] == 200, f"{module.name} imports {path}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[::1"},
    ],
)
async def test_a_page_of_another_origin_reads_nothing_and_does_nothing(
    sandbox: Sandbox, acme: Bot, vera: Person, headers: dict[str, str]
) -> None:
    word = {"bot": acme.username, "person": vera.id, "text": "forged"}
    assert (await fetch(sandbox, "/sandbox/write", method="POST", body=word, **headers))[0] == 403
    for path in ("/", "/sandbox/people", "/sandbox/stream", "/sandbox/events", "/page/app/main.js"):
        status, found, body = await fetch(sandbox, path, **headers)
        assert status == 403
        assert "access-control-allow-origin" not in found
        assert "Vera" not in body
    assert [message.text for message in (await vera.chat(acme)).messages] == ["/start"]


async def test_the_pages_own_requests_and_those_of_programs_are_served(
    sandbox: Sandbox, acme: Bot, vera: Person
) -> None:
    word = {"bot": acme.username, "person": vera.id, "text": "Hello"}
    own = {"Origin": sandbox.url, "Sec_Fetch_Site": "same-origin"}
    assert (await fetch(sandbox, "/sandbox/write", method="POST", body=word, **own))[0] == 200
    assert (await fetch(sandbox, "/sandbox/write", method="POST", body=word))[0] == 200
    by_name = {"Host": f"localhost:{sandbox.port}"}
    assert (await fetch(sandbox, "/sandbox/people", **by_name))[0] == 200


async def test_a_link_from_another_site_leads_to_the_page(sandbox: Sandbox) -> None:
    followed = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert (await fetch(sandbox, "/", **followed))[0] == 200
    assert (await fetch(sandbox, "/sandbox/people", **followed))[0] == 403
    assert (await fetch(sandbox, "/", **(followed | {"Sec_Fetch_Dest": "iframe"})))[0] == 403


async def test_what_a_form_of_a_page_can_send_is_refused(sandbox: Sandbox, acme: Bot, vera: Person) -> None:
    word = json.dumps({"bot": acme.username, "person": vera.id, "text": "forged"})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        headers = {"Origin": sandbox.url, "Content-Type": kind}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{sandbox.url}/sandbox/write", data=word, headers=headers) as response,
        ):
            assert response.status == 403
            assert await response.json() == {"error": "A page sends this as application/json."}
    assert len((await vera.chat(acme)).messages) == 1


async def test_the_bot_api_is_guarded_by_its_tokens_alone(sandbox: Sandbox, acme: Bot) -> None:
    status, headers, _ = await fetch(
        sandbox, f"/bot{acme.token}/getMe", Origin="http://evil.example", Host="x"
    )
    assert status == 200
    assert "content-security-policy" not in headers


async def test_routes_of_others_are_guarded_too() -> None:
    def extend(app: web.Application) -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.json_response({"language": "en"})

        app.router.add_get("/demo/office", answer)

    async with serve(extend=extend) as sandbox:
        assert (await fetch(sandbox, "/demo/office"))[2] == '{"language": "en"}'
        assert (await fetch(sandbox, "/demo/office", Sec_Fetch_Site="cross-site"))[0] == 403
        assert (await fetch(sandbox, "/demo/other"))[0] == 404


class Variables(Visitor):
    """Finds the variables of a text."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (fluent.syntax has it so)
        self.names.add(node.id.name)


def read_texts(language: str) -> dict[str, set[str]]:
    """By key the variables of each text."""
    parsed = FluentParser().parse((PAGE / "locales" / f"{language}.ftl").read_text())
    assert not [entry for entry in parsed.body if isinstance(entry, ast.Junk)]
    found = {}
    for entry in parsed.body:
        if isinstance(entry, ast.Message):
            assert entry.value is not None
            finder = Variables()
            finder.visit(entry)
            found[entry.id.name] = finder.names
    return found


def test_the_page_says_the_same_in_both_languages() -> None:
    english, russian = (read_texts(language) for language in LANGUAGES)
    assert english == russian


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    folders = (PAGE / "app", SHARED / "app")
    sources = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.js"))
    keys = read_texts("en").keys()
    named = set(re.findall(r'\bt\("([a-z0-9-]+)"', sources))
    chosen = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)*)"', sources))
    begun = tuple(re.findall(r"\bt\(`([a-z-]+-)\$\{", sources))
    assert named <= keys
    assert {key for key in keys if key not in chosen and not key.startswith(begun)} == set()
