"""Nonsense is refused, never a crash: whatever a bot or a control client sends."""

import random
from typing import Any

import aiohttp

from sandbox.bot_api.methods import METHODS
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.control.acts import ACTS
from sandbox.serve import Sandbox

NONSENSE: list[Any] = [
    *(None, True, -1, 0, 1, 2, 10**30, 1.5, "", " ", "x", "700000001", "\ud800", "{", "[]", "<b>", "nan"),
    *(
        [],
        {},
        [[]],
        [{}],
        [1],
        {"x": 1},
        {"type": "chat", "chat_id": []},
        {"message_id": "x"},
        {"message_id": 1},
        {"message_id": 1, "quote": "/start", "quote_position": "x", "quote_entities": "["},
        {"message_id": 1, "quote": 5, "quote_parse_mode": []},
        {"type": "user", "sender_user": {"id": "x"}},
        {"origin": {"type": "channel", "chat": []}},
        {"type": "photo", "media": "x"},
    ),
    *({"inline_keyboard": 1}, {"inline_keyboard": [[1]]}, {"inline_keyboard": [[{"text": 1}]]}),
    *([{"type": "emoji", "emoji": []}], [{"type": "emoji"}] * 2),
    *([1, 2], [2, 1], [1, "x"], [{"type": "photo", "media": "x"}] * 2, [{"type": []}] * 2),
    *({"force_reply": True}, {"force_reply": True, "input_field_placeholder": 1}),
    *({"inline_keyboard": [[{"text": "x", "url": []}]]}, {"keyboard": [["x", {}]]}, {"keyboard": [[]]}),
    *([{"type": "text_link", "offset": 0, "length": 1, "url": 5}], [{"type": []}], [{"command": 1}]),
]
PARAMETERS = [
    *(
        "chat_id",
        "from_chat_id",
        "message_id",
        "text",
        "caption",
        "parse_mode",
        "entities",
        "caption_entities",
    ),
    *("reply_markup", "reply_parameters", "photo", "document", "sticker", "latitude", "longitude"),
    *("phone_number", "first_name", "commands", "scope", "language_code", "callback_query_id", "offset"),
    *("limit", "allowed_updates", "media", "message_ids", "action", "remove_caption", "reaction"),
]
FIELDS = ["bot", "person", "text", "reply_to", "kind", "message_id", "button", "force", "nothing"]


async def post(session: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> int:
    async with session.post(url, json=body) as response:
        answer = await response.json()
        assert isinstance(answer, dict), (url, body)
        return response.status


async def test_no_nonsense_from_a_bot_breaks_the_server(sandbox: Sandbox, acme: Bot, vera: Person) -> None:
    chance = random.Random(5)
    async with aiohttp.ClientSession() as session:
        for method in sorted(METHODS):
            for _ in range(25):
                body = {name: chance.choice(NONSENSE) for name in chance.sample(PARAMETERS, 6)}
                body |= {"chat_id": vera.id} if chance.random() < 0.7 else {}
                status = await post(session, f"{sandbox.url}/bot{acme.token}/{method}", body)
                assert status in (200, 400, 403), (method, body)


async def test_no_nonsense_from_a_client_breaks_the_control(
    sandbox: Sandbox, acme: Bot, vera: Person
) -> None:
    chance = random.Random(6)
    known = {"bot": acme.username, "person": vera.id}
    async with aiohttp.ClientSession() as session:
        for name, act in ACTS.items():
            for _ in range(25):
                fields = {*act.required.split(), *chance.sample(act.optional.split() or FIELDS, 1)}
                body = {field: chance.choice(NONSENSE) for field in sorted(fields)}
                body |= {field: known[field] for field in sorted(fields & known.keys())}
                status = await post(session, f"{sandbox.url}/sandbox/{name}", body)
                assert status in (200, 404, 409, 422), (name, body)


async def test_broken_bodies_are_refused(sandbox: Sandbox, acme: Bot) -> None:
    url = f"{sandbox.url}/bot{acme.token}/sendMessage"
    bodies = [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"text=%FF&chat_id=1", "application/x-www-form-urlencoded"),
        (b"", "text/plain"),
    ]
    async with aiohttp.ClientSession() as session:
        for body, kind in bodies:
            async with session.post(url, data=body, headers={"Content-Type": kind}) as response:
                assert response.status == 400, (body, await response.text())
                assert (await response.json())["ok"] is False


async def test_every_way_to_pass_parameters_works(sandbox: Sandbox, acme: Bot, vera: Person) -> None:
    markup = '{"inline_keyboard": [[{"text": "Take", "callback_data": "1"}]]}'
    given = {"chat_id": str(vera.id), "text": "123", "reply_markup": markup}
    url = f"{sandbox.url}/bot{acme.token}/SENDMESSAGE"
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in given.items():
        form.add_field(name, value)
    async with aiohttp.ClientSession() as session:
        for response in (
            await session.get(url, params=given),
            await session.post(url, data=given),
            await session.post(url, json=given),
            await session.post(url, data=form),
            await session.post(url, params=given),
        ):
            assert (await response.json())["ok"], await response.text()
    sent = (await vera.chat(acme)).from_bot
    assert [(message.text, message.captions) for message in sent] == [("123", ["Take"])] * 5
