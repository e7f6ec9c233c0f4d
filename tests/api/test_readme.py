"""The README's examples work as they stand there, on an API that serves for real."""

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import httpx
import pytest

from models.database.protocol import Database
from tests.api.conftest import find_port, open_api

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def find_block(language: str, word: str) -> str:
    """Return the code block of the README in which a word stands."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    [found] = [block for block in blocks if word in block]
    return str(found)


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


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl; apt-get install curl")
async def test_every_curl_command_of_the_readme_works(database: Database) -> None:
    async with open_api(database, key="your-key") as caller:
        script = find_block("sh", "curl").replace("http://127.0.0.1:8000", str(caller.base_url).rstrip("/"))
        script = script.replace("curl ", "curl -sS --fail-with-body -w '\\n' ")
        code, out = await run("bash", "-euc", script)
        assert code == 0, out
        paths = (await caller.get("/openapi.json")).json()["paths"]
        commands = find_block("sh", "curl")
        for path in paths:
            assert re.sub(r"\{\w+\}", "1", path) in commands, f"no example of {path}"


async def test_the_forms_handler_of_the_readme_makes_a_contact(database: Database, tmp_path: Path) -> None:
    program = tmp_path / "form.py"
    program.write_text(find_block("python", "urlopen"), encoding="utf-8")
    lines = [
        line for line in program.read_text().splitlines() if line and not line.startswith(("import", "from"))
    ]
    assert len(lines) <= 10, "ten lines, and not more"
    port = find_port()
    async with open_api(database) as caller:
        await caller.post("/sources/", json={"name": "Website"})
        settings = {
            "API": str(caller.base_url).rstrip("/"),
            "API_KEY": caller.headers["Authorization"].removeprefix("Bearer "),
            "PORT": str(port),
        }
        handler = await asyncio.create_subprocess_exec(
            sys.executable,
            str(program),
            env={**os.environ, **settings},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            answer = await submit(
                port, name="Вера", phone="8 912 345-67-89", message="A & B, please", email=""
            )
            assert answer.status_code == 303
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
                await asyncio.sleep(0.1)
        raise AssertionError("the form's handler does not listen")
