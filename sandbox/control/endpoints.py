"""The control API over HTTP, under `/sandbox/`: people act by POST, what happened is read by GET."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from sandbox.bot_api.endpoint import CLOUD
from sandbox.bot_api.methods.menus import find_menu
from sandbox.control.acts import ACTS, BOT_ACTS, Act, Json
from sandbox.control.fields import Fields, check_fields, read_body, read_query, resolve
from sandbox.control.files import read_file, read_upload, upload
from sandbox.control.queries import inline
from sandbox.control.stream import LAST_SEEN, Stream, show_everybody
from sandbox.server.cloud import Cloud
from sandbox.server.errors import ControlError
from sandbox.server.journal import Journal
from sandbox.server.views import show_chat

LONGEST_WAIT = 60.0
UPLOADED = "bot person kind"
UPLOADED_TOO = "name caption media_group_id reply_to quote width height"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(app: web.Application) -> None:
    app.router.add_post("/sandbox/bots/{bot}/{act}", act_on_bot)
    app.router.add_post("/sandbox/upload", upload_file)
    app.router.add_post("/sandbox/{act:[^/]+|faults/clear}", act)
    app.router.add_get("/sandbox/chat", answered(read_chat, "bot person"))
    app.router.add_get("/sandbox/calls", answered(read_calls, "", "bot method after"))
    app.router.add_get("/sandbox/commands", answered(read_commands, "bot person"))
    app.router.add_get("/sandbox/inline_results", answered(read_results, "person inline_query_id"))
    app.router.add_get("/sandbox/file", answered(read_file, "file_unique_id"))
    app.router.add_get("/sandbox/people", answered(read_people, ""))
    app.router.add_get("/sandbox/stream", stream_events)
    app.router.add_get("/sandbox/faults", answered(list_faults, ""))
    app.router.add_get("/sandbox/updates", answered(count_updates, "bot"))
    app.router.add_get("/sandbox/events", answered(read_events, "", "after timeout bot person"))
    app.router.add_get("/sandbox/deliveries", answered(read_deliveries, "", "after timeout bot"))
    app.router.add_route("*", "/sandbox/{rest:.*}", refuse_unknown)


async def act(request: web.Request) -> web.Response:
    name = request.match_info["act"]
    return await perform(request, ACTS.get(name), has_body=True)


async def act_on_bot(request: web.Request) -> web.Response:
    return await perform(request, BOT_ACTS.get(request.match_info["act"]), has_body=False)


async def perform(request: web.Request, wanted: Act | None, *, has_body: bool) -> web.Response:
    try:
        if wanted is None:
            raise ControlError(404, f"There is no POST {request.path}.")
        given = await read_body(request) if has_body else {"bot": request.match_info["bot"]}
        fields = check_fields(given, wanted.required.split(), wanted.optional.split())
        cloud = request.app[CLOUD]
        return reply(wanted.run(cloud, **resolve(cloud, fields)))
    except ControlError as error:
        return refuse(error)


async def upload_file(request: web.Request) -> web.Response:
    """A person sends a file with bytes, as a form: what `send` takes, and the `file`."""
    try:
        given, content = await read_upload(request)
        fields = check_fields(given, UPLOADED.split(), UPLOADED_TOO.split())
        cloud = request.app[CLOUD]
        return reply(asdict(upload(cloud, content, **resolve(cloud, fields))))
    except ControlError as error:
        return refuse(error)


async def stream_events(request: web.Request) -> web.StreamResponse:
    """All that happens, as server-sent events, until the reader goes away."""
    try:
        given = read_query(request) | read_last_seen(request)
        fields = check_fields(given, [], ["after"])
    except ControlError as error:
        return refuse(error)
    stream = Stream(request.app[CLOUD])
    await stream.run(request, fields.get("after"))
    return stream.response


def read_last_seen(request: web.Request) -> Fields:
    """A browser that comes back says itself what it has seen: newer than what its address says."""
    seen = request.headers.get(LAST_SEEN, "")
    return {"after": int(seen)} if seen.isascii() and seen.isdecimal() else {}


def answered(
    read: Callable[[Cloud, Fields], Awaitable[Json | web.Response]], required: str, optional: str = ""
) -> Handler:
    """A GET handler that checks the query string and answers with JSON, or with the bytes of a file."""

    async def handle(request: web.Request) -> web.Response:
        try:
            fields = check_fields(read_query(request), required.split(), optional.split())
            cloud = request.app[CLOUD]
            body = await read(cloud, resolve(cloud, fields))
            return body if isinstance(body, web.Response) else reply(body)
        except ControlError as error:
            return refuse(error)

    return handle


async def read_chat(cloud: Cloud, fields: Fields) -> Json:
    """The chat, and the number of the newest event: waiting for one after it misses nothing."""
    chat = cloud.chats.get((fields["bot"].id, fields["person"].id))
    return {**show_chat(chat, cloud.files), "last": cloud.events.last}


async def read_calls(cloud: Cloud, fields: Fields) -> Json:
    """Calls of bots, oldest first. getUpdates has its own list, numbered by itself, and must be asked for."""
    method = fields.get("method", "").lower()
    journal = cloud.polls if method == "getupdates" else cloud.calls
    calls = [
        call
        for call in journal.after(fields.get("after", 0))
        if method in ("", call["method"].lower()) and is_of(call, fields)
    ]
    return {"calls": calls, "last": journal.last}


async def read_commands(_: Cloud, fields: Fields) -> Json:
    """The menu as the person sees it."""
    return {"commands": find_menu(fields["bot"], fields["person"])}


async def read_results(cloud: Cloud, fields: Fields) -> Json:
    """What the person sees of a bot's answer; `results` is null until there is one."""
    query = inline.find(cloud, fields["person"], fields["inline_query_id"])
    shown = query.answer or {"results": None, "button": None, "next_offset": ""}
    results = shown["results"] and [
        {key: result[key] for key in ("id", "title", "description")} | {"text": result["content"]["text"]}
        for result in shown["results"]
    ]
    return {"results": results, "button": shown["button"], "next_offset": shown["next_offset"]}


async def read_people(cloud: Cloud, _: Fields) -> Json:
    return show_everybody(cloud)


async def list_faults(cloud: Cloud, _: Fields) -> Json:
    """The rules in the order they were added, each with its matches and its hits."""
    return {"faults": [rule.show() for rule in cloud.faults.rules.values()]}


async def count_updates(_: Cloud, fields: Fields) -> Json:
    """`pending`: not confirmed by an offset yet; `delivered`: confirmed."""
    updates = fields["bot"].updates
    return {"pending": len(updates.pending), "delivered": updates.delivered}


async def read_events(cloud: Cloud, fields: Fields) -> Json:
    """Events after a number, waiting up to `timeout` seconds for the first."""
    found, last = await read_journal(cloud.events, fields)
    return {"events": found, "last": last}


async def read_deliveries(cloud: Cloud, fields: Fields) -> Json:
    """What was brought to webhooks, or tried in vain: read as events are."""
    found, last = await read_journal(cloud.deliveries, fields)
    return {"deliveries": found, "last": last}


async def read_journal(journal: Journal, fields: Fields) -> tuple[list[Json], int]:
    """The entries after a number, once there are any or the time is over, and the newest number."""
    after = fields.get("after", 0)
    ends = time.monotonic() + min(fields.get("timeout", 0.0), LONGEST_WAIT)
    while True:
        found = [entry for entry in journal.after(after) if is_of(entry, fields)]
        last, left = journal.last, ends - time.monotonic()
        if found or left <= 0:
            return found, last
        await journal.wait(last, left)
        after = max(after, last)


def is_of(entry: Json, fields: Fields) -> bool:
    if "bot" in fields and entry["bot"] != fields["bot"].username:
        return False
    return "person" not in fields or entry["person"] == fields["person"].id


async def refuse_unknown(request: web.Request) -> web.Response:
    return refuse(ControlError(404, f"There is no {request.method} {request.path}."))


def reply(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def refuse(error: ControlError) -> web.Response:
    return reply({"error": error.sentence}, error.status)
