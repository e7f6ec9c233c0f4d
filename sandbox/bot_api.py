"""The Bot API over HTTP: every call passes through `answer`, which also keeps the log of calls."""

import json
import re
from collections.abc import Awaitable
from typing import Any

from aiohttp import web

from sandbox.cloud import Cloud
from sandbox.errors import ApiError, not_found, unauthorized
from sandbox.methods import METHODS, Call, Method
from sandbox.parameters import Parameters, read_parameters

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
CLOUD = web.AppKey("cloud", Cloud)

Answer = dict[str, Any]


async def handle(request: web.Request) -> web.Response:
    """`/bot<token>/<method>` by GET or POST."""
    token, name = request.match_info["token"], request.match_info["method"]
    if request.method not in ("GET", "POST") or not TOKEN.fullmatch(token):
        return respond(refusal(not_found()))
    try:
        parameters = await read_parameters(request)
    except ApiError as error:
        return respond(refusal(error))
    except web.HTTPRequestEntityTooLarge:
        return respond(refusal(ApiError(413, "Request Entity Too Large")))
    return respond(await answer(request.app[CLOUD], token, name, parameters))


async def answer(cloud: Cloud, token: str, name: str, parameters: Parameters) -> Answer:
    """The answer to one call, refusals included: the only way into the methods."""
    bot = cloud.tokens.get(token)
    if bot is None:
        return refusal(unauthorized())
    name, method = METHODS.get(name.lower(), (name, refuse_unknown))
    reply = await perform(method, Call(cloud, bot, parameters))
    journal = cloud.polls if name == "getUpdates" else cloud.calls
    journal.add(
        {
            "at": cloud.clock(),
            "bot": bot.username,
            "method": name,
            "params": parameters.values,
            "ok": reply["ok"],
            "error_code": reply.get("error_code"),
            "description": reply.get("description"),
            "result": reply.get("result"),
        }
    )
    return reply


async def perform(method: Method, call: Call) -> Answer:
    try:
        result = method(call)
        if isinstance(result, Awaitable):
            result = await result
    except ApiError as error:
        return refusal(error)
    return {"ok": True, "result": result}


def refuse_unknown(_: Call) -> Any:
    raise not_found()


def refusal(error: ApiError) -> Answer:
    reply: Answer = {"ok": False, "error_code": error.code, "description": error.description}
    return reply | ({"parameters": error.parameters} if error.parameters else {})


def respond(reply: Answer) -> web.Response:
    body = json.dumps(reply, separators=(",", ":")).encode()
    return web.Response(body=body, status=reply.get("error_code", 200), content_type="application/json")
