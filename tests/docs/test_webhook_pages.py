"""The pages on webhooks: the receiver and the line of shell take what the product sends."""

import asyncio
import json
import shutil
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from standardwebhooks import Webhook

from api.ports import listen
from api.serve import serve_app
from api.webhooks.client import Endpoint
from api.webhooks.payloads import documented
from api.webhooks.worker import run_webhooks
from models import OutboxState
from models.database.open import open_database
from services.clock import utc_now
from services.events import WEBHOOK_TYPES
from services.policy import BusinessRules
from tests.api.happenings import Business, sending_webhooks
from tests.api.outside import SECRET, open_outside
from tests.docs.pages import page
from tests.docs.test_api_pages import run
from tests.docs.test_blocks import shape

GUIDE, REFERENCE = page("docs/how-to/webhooks.md"), page("docs/reference/webhooks.md")


def load_receiver() -> FastAPI:
    """Run the program of the guide; returns its application."""
    [block] = [block for block in GUIDE.blocks if block.language == "python"]
    names: dict[str, Any] = {"__name__": "receiver"}
    exec(compile(block.text, str(block), "exec"), names)
    app = names["app"]
    assert isinstance(app, FastAPI)
    return app


async def test_the_receiver_takes_what_is_sent_and_nothing_else(
    sqlite_address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEBHOOK_EVENTS_SECRET", SECRET)
    stop, port = asyncio.Event(), listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{port.getsockname()[1]}/events"
    serving = asyncio.create_task(serve_app(load_receiver(), port, stop))
    database = await open_database(sqlite_address)
    business = Business(database)
    await business.open()
    endpoint = Endpoint(url, Webhook(SECRET))
    rules = BusinessRules(business.policy)
    telling = asyncio.create_task(run_webhooks(database, rules, endpoint, business.decided, stop))
    try:
        await business.live("Do you deliver to Kazan?")
        await business.settled()
        assert len(await business.events(OutboxState.SENT)) == 4
        async with httpx.AsyncClient() as stranger:
            forged = await stranger.post(url, json={"id": "evt_1"}, headers={"webhook-id": "evt_1"})
            again = await stranger.post(
                url, content="{}", headers=sign("evt_9", "{}") | {"webhook-id": "evt_8"}
            )
        assert (forged.status_code, again.status_code) == (401, 401)
    finally:
        stop.set()
        await asyncio.gather(serving, telling)
        await database.close()
    told = [line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert told == [
        "contact.created new",
        "contact.assigned new",
        "contact.status_changed in_progress",
        "contact.status_changed completed",
    ]


def sign(name: str, body: str) -> dict[str, str]:
    """Return the headers of a webhook."""
    now = utc_now()
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(name, now, body),
    }


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl; apt-get install openssl")
@pytest.mark.parametrize("secret", [SECRET, SECRET.removeprefix("whsec_")])
async def test_the_line_of_shell_signs_as_the_product_does(secret: str) -> None:
    [block] = [block for block in GUIDE.blocks if "openssl" in block.text and block.language == "sh"]
    body = json.dumps({"text": "Здравствуйте, 100 %s!"}, ensure_ascii=False)
    headers = sign("evt_412", body)
    given = {
        "WEBHOOK_ID": "evt_412",
        "WEBHOOK_TIMESTAMP": headers["webhook-timestamp"],
        "BODY": body,
        "WEBHOOK_EVENTS_SECRET": secret,
    }
    code, out = await run("bash", "-euc", block.text, **given)
    assert (code, out.strip()) == (0, headers["webhook-signature"].removeprefix("v1,"))


async def test_the_event_shown_has_the_fields_of_one_that_is_sent(sqlite_address: str) -> None:
    [block] = [block for block in REFERENCE.blocks if block.language == "json"]
    database = await open_database(sqlite_address)
    try:
        business = Business(database)
        await business.open()
        async with open_outside() as outside, sending_webhooks(business, outside):
            await business.submit("Do you deliver to Kazan?")
            await outside.wait(lambda: len(outside.taken) == 2)
            sent = outside.taken[1]
        shown = json.loads(block.text)
        assert shown["type"] == sent.event["type"]
        assert shape(shown) == shape(sent.event)
        named = {row[0].codes[0] for row in REFERENCE.table("header", "holds")}
        assert named == {name for name in sent.headers if name.startswith("webhook-")}
    finally:
        await database.close()


def test_every_type_of_event_is_explained() -> None:
    explained = {row[0].codes[0] for row in REFERENCE.table("type", "when")}
    assert explained == {name for name, _ in WEBHOOK_TYPES.values()}
    assert explained == {getattr(route, "path", "") for route in documented.routes}
