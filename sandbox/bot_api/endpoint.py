"""The Bot API over HTTP: every call passes through `answer`, which also keeps the log of calls."""

import asyncio
import re
from collections.abc import Awaitable
from typing import Any

from aiohttp import web

from sandbox.bot_api.answers import Reply, prevent, refusal, respond, respond_to, spoil
from sandbox.bot_api.methods import METHODS, Call, Method, Told
from sandbox.bot_api.methods.parameters import Parameters, read_parameters
from sandbox.server.cloud import Cloud
from sandbox.server.errors import ApiError, not_found, unauthorized
from sandbox.server.faults import OF_CALLS, Fault, Rule

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
CLOUD = web.AppKey("cloud", Cloud)


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
    return respond_to(request, await answer(request.app[CLOUD], token, name, parameters))


async def answer(cloud: Cloud, token: str, name: str, parameters: Parameters) -> Reply:
    """The answer to one call, refusals and faults included: the only way into the methods."""
    bot = cloud.tokens.get(token)
    if bot is None:
        return refusal(unauthorized())
    name, method = METHODS.get(name.lower(), (name, refuse_unknown))
    call = Call(cloud, bot, parameters)
    rule = cloud.faults.strike(OF_CALLS, bot.username, find_chat_id(call), name)
    prevented = prevent(rule) if rule else None
    done = prevented or await perform(method, call)
    told = spoil(rule, done) if rule else done
    log(call, name, told, done, rule)
    if rule and rule.fault is Fault.SLOW:
        # It is the answer that comes late: whoever gives up waiting doesn't know that it was done.
        await asyncio.sleep(rule.seconds or 0)
    return told


def log(call: Call, name: str, told: Reply, done: Reply, rule: Rule | None) -> None:
    """What the bot was told; `effect` and `result` are of what was done, whether or not the bot knows."""
    journal = call.cloud.polls if name == "getUpdates" else call.cloud.calls
    journal.add(
        {
            "at": call.cloud.clock(),
            "bot": call.bot.username,
            "method": name,
            "params": call.parameters.values,
            "ok": told["ok"],
            "error_code": told.get("error_code"),
            "description": told.get("description"),
            "result": done.get("result"),
            "effect": done["ok"],
            "fault": rule and str(rule.fault),
        }
    )


def find_chat_id(call: Call) -> int | None:
    """The chat a call is about, as far as its parameters say."""
    values = call.parameters.values
    given, query_id = values.get("chat_id"), values.get("callback_query_id")
    if isinstance(query_id, str) and query_id in call.cloud.queries:
        return call.cloud.queries[query_id].chat.id
    return call.parameters.number("chat_id") if isinstance(given, int | str) else None


async def perform(method: Method, call: Call) -> Reply:
    try:
        result = method(call)
        if isinstance(result, Awaitable):
            result = await result
    except ApiError as error:
        return refusal(error)
    if isinstance(result, Told):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}


def refuse_unknown(_: Call) -> Any:
    raise not_found()
