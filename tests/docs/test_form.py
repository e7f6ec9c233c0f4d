"""The form on the page, as its reader builds it: its handler as a process, its script run by node."""

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.api_stage import call
from tests.docs.pages import page
from tests.ports import find_port

GUIDE = page("docs/how-to/web-form.md")
[FORM] = [block.text for block in GUIDE.blocks if block.language == "html"]
[HANDLER] = [block.text for block in GUIDE.blocks if "HTTPServer" in block.text]
LENIENT = '"Prefer": "handling=lenient"'
OURS = ("body", "phone number that can exist", "value_error", "key", "Traceback", "source")
PERSON = {"name": "Вера", "phone": "8 912 345-67-89", "email": "", "message": "A & B, please"}


@dataclass(frozen=True, slots=True)
class Site:
    """The handler at work, and a caller of the API behind it."""

    address: str
    api: httpx.AsyncClient
    log: Path

    async def submit(self, **fields: str) -> httpx.Response:
        """Send the form, as soon as its handler listens."""
        async with httpx.AsyncClient(timeout=30) as browser:
            for _ in range(100):
                try:
                    return await browser.post(self.address, data=fields)
                except httpx.ConnectError:
                    await asyncio.sleep(0.1)  # a program of its own: nothing tells when it listens
            raise AssertionError("the form's handler does not listen")

    async def contacts(self) -> list[dict[str, Any]]:
        """Return the contacts that were made."""
        made: list[dict[str, Any]] = (await self.api.get("/contacts/")).json()
        return made


@asynccontextmanager
async def open_site(
    database: Database, folder: Path, handler: str = HANDLER, **environment: str
) -> AsyncIterator[Site]:
    """Serve the form with the handler of the page."""
    program, log, port = folder / "form.py", folder / "form.log", find_port()
    program.write_text(handler, encoding="utf-8")
    async with open_api(database) as api:
        await call(api, "POST", "/sources/", name="Website")
        await call(api, "POST", "/sources/", name="Another")
        given = {
            "API": str(api.base_url).rstrip("/"),
            "API_KEY": api.headers["Authorization"].removeprefix("Bearer "),
            "PORT": str(port),
        }
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, str(program)), env={**os.environ, **given, **environment}, stderr=out
            )
        try:
            yield Site(f"http://127.0.0.1:{port}/", api, log)
        finally:
            process.terminate()
            await process.wait()


async def test_a_filled_form_makes_a_contact(database: Database, tmp_path: Path) -> None:
    async with open_site(database, tmp_path) as site:
        sent = await site.submit(**PERSON, key="page-1")
        assert (sent.status_code, sent.headers["Location"]) == (303, "/thank-you")
        [contact] = await site.contacts()
        assert contact["message"] == "A & B, please"
        [lead] = (await site.api.get("/leads/")).json()
        assert (lead["name"], lead["phone"], lead["email"]) == ("Вера", "+79123456789", None)


async def test_how_the_sender_came_is_kept_with_the_contact(database: Database, tmp_path: Path) -> None:
    page = "https://example.com/price?utm_source=google&utm_medium=cpc&utm_campaign=spring+sale&x=1"
    async with open_site(database, tmp_path) as site:
        assert (await site.submit(**PERSON, page=page, utm_term="typed")).status_code == 303
        [contact] = await site.contacts()
        assert contact["origin"] == {
            "utm_source": "google",
            "utm_medium": "cpc",
            "utm_campaign": "spring sale",
            "utm_term": "typed",
            "page": page,
        }
        assert (await site.submit(**PERSON, page=f"{page}&y={'y' * 3000}")).status_code == 303
        assert len((await site.contacts())[1]["origin"]["page"]) == 2000


async def test_a_double_click_is_one_contact(database: Database, tmp_path: Path) -> None:
    async with open_site(database, tmp_path) as site:
        await site.submit(**PERSON, key="page-0")
        sent = await asyncio.gather(*(site.submit(**PERSON, key="page-1") for _ in range(2)))
        assert [answer.status_code for answer in sent] == [303, 303]
        assert len(await site.contacts()) == 2, "the first page is a request of its own"
        assert (await site.submit(**PERSON, key="page-1")).status_code == 303
        assert len(await site.contacts()) == 2


@pytest.mark.parametrize("key", [None, "", "with spaces", "a\r\nX-Evil: 1", "ключ", "k" * 101])
async def test_without_a_good_key_each_click_makes_a_contact(
    database: Database, tmp_path: Path, key: str | None
) -> None:
    keyed = PERSON if key is None else {**PERSON, "key": key}
    async with open_site(database, tmp_path) as site:
        sent = await asyncio.gather(*(site.submit(**keyed) for _ in range(2)))
        assert [answer.status_code for answer in sent] == [303, 303]
        assert len(await site.contacts()) == 2


async def test_only_the_fields_of_the_form_are_passed_on(database: Database, tmp_path: Path) -> None:
    async with open_site(database, tmp_path) as site:
        evil = {"source_id": "2", "external_id": "tg:1", "status": "completed", "nonsense": "1"}
        assert (await site.submit(**PERSON, **evil)).status_code == 303
        [contact] = await site.contacts()
        assert (contact["source_id"], contact["status"]) == (1, "new")
        [lead] = (await site.api.get("/leads/")).json()
        assert lead["external_id"] is None


@pytest.mark.parametrize(
    ("typed", "environment", "status", "said"),
    [
        ({"phone": "123"}, {}, 422, "Is the phone number right?"),
        ({"phone": "", "name": "<script>"}, {}, 422, "Is the phone number right?"),
        ({"message": " "}, {}, 422, "Is there a message?"),
        ({}, {"API_KEY": "wrong"}, 503, "Please call us."),
        ({}, {"API": "http://127.0.0.1:9"}, 503, "Please call us."),
    ],
)
async def test_the_public_reads_the_sites_words_and_the_owner_the_reason(
    database: Database,
    tmp_path: Path,
    typed: dict[str, str],
    environment: dict[str, str],
    status: int,
    said: str,
) -> None:
    async with open_site(database, tmp_path, **environment) as site:
        refused = await site.submit(**{**PERSON, **typed})
        assert refused.status_code == status
        shown = refused.text.replace("&#x27;", "'")
        assert said in shown
        words = re.sub(r"</?body>|<[^>]+>", "", shown)
        assert not [word for word in OURS if word in words]
        assert await site.contacts() == []
        assert re.search(r"HTTP Error|urlopen error", site.log.read_text(encoding="utf-8"))


async def test_with_the_line_for_leniency_nobody_is_lost_for_a_slip(
    database: Database, tmp_path: Path
) -> None:
    assert LENIENT in GUIDE.text
    lenient = HANDLER.replace("headers = {", f"headers = {{{LENIENT}, ")
    async with open_site(database, tmp_path, lenient) as site:
        assert (await site.submit(**{**PERSON, "email": "vera@"})).status_code == 303
        [contact] = await site.contacts()
        assert contact["as_typed"] == {"email": "vera@"}
    assert f"Says: {contact['as_typed']['email']}, not confirmed" in GUIDE.text


def test_the_form_has_the_fields_that_its_handler_passes_on() -> None:
    named = re.findall(r'name="(\w+)"', FORM)
    passed = re.search(r"FIELDS = \((.*?)\)", HANDLER)
    assert passed is not None
    assert {*re.findall(r'"(\w+)"', passed[1]), "key"} == set(named), "utm_ comes with the page's address"


SHOWINGS = """
const form = {{elements: {{key: {{value: ""}}, page: {{value: ""}}}}}};
globalThis.location = {{href: "https://example.com/price"}};
globalThis.document = {{forms: [form]}};
const listeners = [];
globalThis.addEventListener = (event, listener) => listeners.push([event, listener]);
Object.defineProperty(globalThis, "crypto", {{value: {crypto}, configurable: true}});
{script}
const keys = [];
for (let showing = 0; showing < 3; showing++) {{
  for (const [event, listener] of listeners) if (event === "pageshow") listener();
  keys.push(form.elements.key.value);
}}
console.log(JSON.stringify(keys));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="no node; apt-get install nodejs")
@pytest.mark.parametrize(
    "crypto", ["require('node:crypto').webcrypto", "{}", "undefined"], ids=["https", "http", "old"]
)
async def test_each_showing_of_the_page_has_a_key_of_its_own(crypto: str) -> None:
    script = re.search(r"<script>(.*)</script>", FORM, re.DOTALL)
    assert script is not None
    node = await asyncio.create_subprocess_exec(
        *("node", "-e", SHOWINGS.format(crypto=crypto, script=script[1])), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(node.communicate(), 60)
    keys = json.loads(out)
    assert len(set(keys)) == 3
    pattern = re.search(r'fullmatch\(r"(.+?)"', HANDLER)
    assert pattern is not None
    assert all(re.fullmatch(pattern[1], key, re.ASCII) for key in keys)
