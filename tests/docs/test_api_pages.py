"""The pages on the HTTP API: every call and program on them works, every address and filter is named."""

import asyncio
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from leadbot.settings import load_settings
from models.database.protocol import Database
from sandbox.serve import serve as serve_telegram
from tests.api.conftest import open_api
from tests.api_stage import call
from tests.docs.pages import Block, list_blocks, page

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


async def test_the_key_that_the_guide_makes_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("API_KEY", raising=False)
    code, out = await run("bash", "-euc", find_block("sh", "openssl").text)
    assert code == 0, out
    assert load_settings().api_key is not None


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
        assert re.search(re.sub(r"\{\w+\}", r"\\w+", path) + r"\W", calls), f"no example of {path}"


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
    assert explained == answered | {"405", "408"}, "what came before there was an operation"


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
