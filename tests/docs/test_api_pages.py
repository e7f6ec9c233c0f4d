"""The pages on the HTTP API: every call and program on them works, every address and filter is named."""

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from models.database.protocol import Database
from sandbox.serve import serve as serve_telegram
from tests.api.conftest import open_api
from tests.api_stage import call
from tests.docs.pages import Block, list_blocks, page
from tests.ports import find_port

GUIDE, REFERENCE = page("docs/how-to/web-form.md"), page("docs/reference/http-api.md")
CALLS = [block for block in list_blocks("sh") if "curl" in block.text and "/sandbox" not in block.text]
NO_FILTERS = {"limit", "skip", "after", "Idempotency-Key"}


async def run(*command: str, **environment: str) -> tuple[int | None, str]:
    """Run a program; returns its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, out.decode()


def find_block(language: str, word: str) -> Block:
    """Return the block of the guide in which a word stands."""
    [found] = [block for block in GUIDE.blocks if block.language == language and word in block.text]
    return found


async def read_paths(api: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    """Return what the API says of its addresses."""
    paths: dict[str, dict[str, Any]] = (await api.get("/openapi.json")).json()["paths"]
    return paths


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl; apt-get install curl")
@pytest.mark.parametrize("block", CALLS, ids=str)
async def test_every_call_works(database: Database, block: Block) -> None:
    async with open_api(database, key="your-key") as caller:
        script = block.text.replace("http://127.0.0.1:8000", str(caller.base_url).rstrip("/"))
        script = re.sub("curl (-f )?", "curl -sS --fail-with-body -w '\\\\n' ", script)
        code, out = await run("bash", "-euc", script)
    assert code == 0, out


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl; apt-get install curl")
async def test_every_call_of_the_local_telegrams_page_works() -> None:
    [block] = [block for block in list_blocks("sh") if "/sandbox" in block.text]
    async with serve_telegram() as telegram:
        script = block.text.replace("http://127.0.0.1:8081/sandbox", f"{telegram.url}/sandbox")
        code, out = await run("bash", "-euc", script.replace("curl ", "curl -sS --fail-with-body "))
    assert code == 0, out
    assert "Hello!" in out


async def test_the_guide_has_a_call_of_every_address(api: httpx.AsyncClient) -> None:
    calls = find_block("sh", "curl").text
    for path in await read_paths(api):
        assert re.sub(r"\{\w+\}", "1", path) in calls, f"no example of {path}"


async def test_the_forms_handler_makes_a_contact(database: Database, tmp_path: Path) -> None:
    program = tmp_path / "form.py"
    program.write_text(find_block("python", "HTTPServer").text, encoding="utf-8")
    port = find_port()
    async with open_api(database) as caller:
        await call(caller, "POST", "/sources/", name="Website")
        settings = {
            "API": str(caller.base_url).rstrip("/"),
            "API_KEY": caller.headers["Authorization"].removeprefix("Bearer "),
            "PORT": str(port),
        }
        handler = await asyncio.create_subprocess_exec(
            *(sys.executable, str(program)), env={**os.environ, **settings}, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            sent = await submit(port, name="Вера", phone="8 912 345-67-89", message="A & B, please", email="")
            assert sent.status_code == 303
            refused = await submit(port, name="Вера", phone="123", message="Call me")
            assert (refused.status_code, "phone" in refused.text) == (422, True)
        finally:
            handler.terminate()
            await handler.wait()
        [contact] = (await caller.get("/contacts/")).json()
        assert contact["message"] == "A & B, please"
        [lead] = (await caller.get("/leads/")).json()
        assert (lead["name"], lead["phone"], lead["email"]) == ("Вера", "+79123456789", None)


async def submit(port: int, **fields: str) -> httpx.Response:
    """Send a form, as soon as its handler listens."""
    async with httpx.AsyncClient() as browser:
        for _ in range(100):
            try:
                return await browser.post(f"http://127.0.0.1:{port}/", data=fields)
            except httpx.ConnectError:
                await asyncio.sleep(0.1)  # a program of its own: nothing tells when it listens
        raise AssertionError("the form's handler does not listen")


async def test_every_address_is_named_with_its_method(api: httpx.AsyncClient) -> None:
    rows = REFERENCE.table("method", "address", "what it does")
    served = {
        (method.upper(), path) for path, methods in (await read_paths(api)).items() for method in methods
    }
    assert {(method.text, address.codes[0]) for method, address, _ in rows} == served
    assert len(rows) == len(served)


async def test_every_filter_is_named(api: httpx.AsyncClient) -> None:
    named = {row[0].codes[0]: set(row[1].codes) for row in REFERENCE.table("address", "parameters")}
    for path, methods in (await read_paths(api)).items():
        if "get" in methods and "{" not in path:
            taken = {parameter["name"] for parameter in methods["get"].get("parameters", ())}
            assert named.pop(path, set()) == taken - NO_FILTERS, path
    assert not named


async def test_every_status_of_an_answer_is_explained(api: httpx.AsyncClient) -> None:
    explained = {row[0].text for row in REFERENCE.table("status", "means")}
    answered = {
        status
        for methods in (await read_paths(api)).values()
        for operation in methods.values()
        for status in operation["responses"]
        if status.startswith(("4", "5"))
    }
    assert explained == answered | {"405"}, "what an address does not take is no answer of any operation"


async def test_the_refusals_shown_are_what_is_answered(api: httpx.AsyncClient) -> None:
    await call(api, "POST", "/sources/", name="Website")
    shown = {
        str(block.page): json.loads(block.text) for block in list_blocks("json") if "Problems" in block.info
    }
    for where, body in (
        (GUIDE, {"source_id": 1, "message": "Call me", "phone": "123"}),
        (REFERENCE, {"source_id": 77, "message": "Call me", "phone": "+79123456789"}),
    ):
        refused = await api.post("/contacts/", json=body)
        assert refused.status_code in (404, 422)
        assert refused.json() == shown.pop(str(where))
    assert not shown


async def test_each_wish_for_a_status_is_answered_as_the_table_says(api: httpx.AsyncClient) -> None:
    """Each state is reached anew: Anna has one place, so who is second waits."""
    rows = REFERENCE.table("status asked for", "of", "is answered")
    await call(api, "POST", "/sources/", name="Website")
    await call(api, "POST", "/operators/", name="Anna", max_active_leads=1)
    await call(api, "POST", "/operator-weights/", operator_id=1, source_id=1, weight=1)
    for number, (wish, state, answer) in enumerate(rows):
        first, second = [
            await call(api, "POST", "/contacts/", source_id=1, message="Hi", external_id=f"{number}-{n}")
            for n in range(2)
        ]
        about = second if "waiting" in state.text else first
        if state.text == "a completed contact":
            await call(api, "PATCH", f"/contacts/{second['id']}/status", status="completed")
            await call(api, "PATCH", f"/contacts/{first['id']}/status", status="completed")
        asked = await api.patch(f"/contacts/{about['id']}/status", json={"status": wish.codes[0]})
        assert str(asked.status_code) == answer.text[:3], (wish.text, state.text, asked.text)
        for made in (second, first):
            await api.patch(f"/contacts/{made['id']}/status", json={"status": "completed"})
