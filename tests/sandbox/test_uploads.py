"""People send files with bytes; a browser shows none of them as a page of this origin."""

from io import BytesIO
from typing import Any

import aiohttp
import pytest

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from sandbox.control.files import MOST_BYTES
from sandbox.serve import Sandbox
from tests.sandbox.conftest import CallBot

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
OGG = b"OggS" + bytes(100)
HTML = b"<html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


async def send(
    sandbox: Sandbox, content: bytes, name: str = "a", **fields: Any
) -> tuple[int, dict[str, Any]]:
    """The status and the answer."""
    form = aiohttp.FormData(quote_fields=False)  # as browsers have it
    for field, value in fields.items():
        form.add_field(field, str(value))
    form.add_field("file", BytesIO(content), filename=name, content_type="text/html")
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/sandbox/upload", data=form) as response,
    ):
        return response.status, await response.json()


async def test_a_picture_arrives_with_its_bytes_and_its_size(
    sandbox: Sandbox, telegram: Telegram, acme: Bot, vera: Person, call: CallBot
) -> None:
    whose: dict[str, Any] = {"bot": acme.username, "person": vera.id}
    status, sent = await send(
        sandbox, PNG, "cake.png", kind="photo", caption="Our cake", width=640, height=480, **whose
    )
    assert status == 200
    shown = (await telegram.get("chat", **whose))["messages"][-1]
    assert (shown["message_id"], shown["kind"], shown["text"]) == (sent["message_id"], "photo", "Our cake")
    assert (shown["has_bytes"], shown["width"], shown["height"]) == (True, 640, 480)
    assert await telegram.download(shown["file_unique_id"]) == PNG
    update = (await call(acme, "getUpdates"))["result"][-1]
    largest = update["message"]["photo"][-1]
    assert (largest["width"], largest["file_size"]) == (640, len(PNG))
    back = await call(acme, "sendPhoto", chat_id=vera.id, photo=largest["file_id"])
    assert back["ok"]
    assert (await telegram.get("chat", **whose))["messages"][-1]["has_bytes"]


async def test_a_file_keeps_its_name_replies_and_belongs_to_an_album(
    sandbox: Sandbox, telegram: Telegram, acme: Bot, vera: Person
) -> None:
    whose: dict[str, Any] = {"bot": acme.username, "person": vera.id}
    for name in ("счёт.pdf", "b.pdf"):
        status, _ = await send(
            sandbox, b"%PDF", name, kind="document", media_group_id="7", reply_to=1, quote="start", **whose
        )
        assert status == 200
    first, second = (await vera.chat(acme)).messages[-2:]
    assert (first.file_name, first.file_size, first.reply_to, first.quote) == ("счёт.pdf", 4, 1, "start")
    assert first.media_group_id == second.media_group_id == "7"


@pytest.mark.parametrize(
    ("content", "kind", "served", "place"),
    [
        (PNG, "photo", "image/png", "inline"),
        (OGG, "voice", "audio/ogg", "inline"),
        (PNG, "document", "application/octet-stream", "attachment"),
        (HTML, "document", "application/octet-stream", "attachment"),
        (SVG, "document", "application/octet-stream", "attachment"),
        (HTML, "video", "application/octet-stream", "attachment"),
        (SVG, "audio", "application/octet-stream", "attachment"),
    ],
)
async def test_bytes_are_never_a_page_of_this_origin(
    sandbox: Sandbox, acme: Bot, vera: Person, content: bytes, kind: str, served: str, place: str
) -> None:
    name = "x; y.html"
    status, _ = await send(sandbox, content, name, kind=kind, bot=acme.username, person=vera.id)
    assert status == 200
    unique_id = (await vera.chat(acme)).messages[-1].file_unique_id
    address = f"{sandbox.url}/sandbox/file?file_unique_id={unique_id}"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert await response.read() == content
        assert response.content_type == served
        assert response.headers["Content-Disposition"].startswith(f"{place}; filename*=UTF-8''")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "fields", "status", "sentence"),
    [
        (HTML, {"kind": "photo"}, 422, "“a” is no picture: send it as a file."),
        (b"", {"kind": "document"}, 422, "The “file” is missing or empty."),
        (PNG, {"kind": "sticker"}, 422, "A file is sent as one of photo, document, video, audio, voice."),
        (PNG, {"kind": "photo", "width": 0, "height": 5}, 422, "A picture is 1-10000 pixels wide and high."),
        (PNG, {"kind": "photo", "width": "x"}, 422, "“width” can't be read."),
        (PNG, {"kind": "photo", "caption": "x" * 1025}, 409, "A caption has at most 1024 characters"),
        (PNG, {"kind": "photo", "reply_to": 99}, 409, "There is no message 99 in this chat to reply to."),
        (PNG, {"kind": "photo", "person": 5}, 404, "There is no person with the id 5."),
        (PNG, {}, 422, "The field “kind” is missing."),
        pytest.param(
            bytes(MOST_BYTES + 1), {"kind": "document"}, 413, "A file may have at most 20 MB", id="large"
        ),
    ],
)
async def test_what_is_wrong_is_refused_with_a_sentence_and_nothing_is_kept(
    sandbox: Sandbox,
    acme: Bot,
    vera: Person,
    content: bytes,
    fields: dict[str, Any],
    status: int,
    sentence: str,
) -> None:
    whose: dict[str, Any] = {"bot": acme.username, "person": vera.id}
    got, answer = await send(sandbox, content, **(whose | fields))
    assert got == status
    assert answer["error"].startswith(sentence)
    assert len((await vera.chat(acme)).messages) == 1
    assert sandbox.cloud.files == {}


async def test_the_largest_file_a_bot_can_get_is_taken(sandbox: Sandbox, acme: Bot, vera: Person) -> None:
    whose: dict[str, Any] = {"bot": acme.username, "person": vera.id}
    assert (await send(sandbox, bytes(MOST_BYTES), kind="document", **whose))[0] == 200


@pytest.mark.parametrize("body", [b"", b"no form", b'--x\r\nContent-Disposition: form-data; name="kind"\r\n'])
async def test_what_is_no_form_is_refused(sandbox: Sandbox, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/sandbox/upload", data=body, headers=headers) as response,
    ):
        assert response.status == 422
        assert "error" in await response.json()
