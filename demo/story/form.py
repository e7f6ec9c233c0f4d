"""The scene with the web form: what other systems send by HTTP reaches operators by the same rules."""

import json
from typing import Any

import aiohttp

from demo import script
from demo.stage import Stage
from demo.transcript import squeeze

PHONE, SHOWN_PHONE = "8 903 765-43-21", "+7 903 765-43-21"
WEIGHT = 3


async def play_form(stage: Stage) -> None:
    """A form's contact arrives as a card; its operator calls, and the website completes it."""
    operator = stage.company.operators[-1]
    stage.transcript.narrate(stage.tell("form-1", operator=operator.name))
    async with aiohttp.ClientSession(stage.company.api) as website:
        name = script.say(stage.language, "website")
        source = await call(stage, website, "POST", "/sources/", {"name": name})
        listed = await look(stage, website, "/operators/")
        number = next(row["id"] for row in listed if row["name"] == operator.name)
        share = {"operator_id": number, "source_id": source["id"], "weight": WEIGHT}
        await call(stage, website, "POST", "/operator-weights/", share)
        told = script.expect(operator.language, "weight-told", source=name)
        await stage.hears(operator, told, look=squeeze)
        stage.transcript.narrate(stage.tell("form-2"))
        said = script.say(stage.language, "form")
        person = {"name": script.say(stage.language, "emma"), "phone": PHONE}
        contact = await call(
            stage, website, "POST", "/contacts/", {"source_id": source["id"], "message": said, **person}
        )
        await stage.card(contact["id"], [operator], contains=SHOWN_PHONE, look=squeeze)
        stage.transcript.narrate(stage.tell("form-3"))
        await stage.reply(operator, contact["id"], script.say(stage.language, "form-reply"))
        await stage.hears(operator, SHOWN_PHONE)
        await stage.press(operator, contact["id"], "take")
        await stage.card_becomes(operator, contact["id"], "complete")
        done = {"status": "completed"}
        await call(stage, website, "PATCH", f"/contacts/{contact['id']}/status", done)
        await stage.card_becomes(operator, contact["id"], "reopen")


async def call(
    stage: Stage, website: aiohttp.ClientSession, method: str, path: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Send a request, expect success, and print both; returns the answer."""
    async with website.request(method, path, json=body) as sent:
        answer: dict[str, Any] = await sent.json()
        stage.transcript.narrate(f"  {method} {path} {json.dumps(body, ensure_ascii=False)}", style="cyan")
        stage.check(f"{method} {path}: 2xx", sent.ok, json.dumps(answer, ensure_ascii=False))
        stage.transcript.narrate(f"  ← {sent.status} {show(answer)}", style="dim")
        return answer


async def look(stage: Stage, website: aiohttp.ClientSession, path: str) -> list[dict[str, Any]]:
    """Read a list."""
    async with website.get(path) as sent:
        listed: list[dict[str, Any]] = await sent.json()
        stage.check(f"GET {path}: 200", sent.status == 200, str(listed))
        return listed


def show(answer: dict[str, Any]) -> str:
    """Return what of an answer is worth a look."""
    shown = ("id", "operator_id", "source_id", "weight", "status")
    return json.dumps({key: answer[key] for key in shown if key in answer})
