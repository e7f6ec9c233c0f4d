"""Answers of the Bot API: JSON when all is well, otherwise what a fault makes of them."""

import json
from typing import Any

from aiohttp import web

from sandbox.server.errors import ApiError, forbidden, unauthorized
from sandbox.server.faults import Fault, Rule

Reply = dict[str, Any]

BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>"
)
GARBAGE = "no JSON at all"
# Neither a message, nor a list, nor a truth value: fits no method of today.
OF_TOMORROW = {"of_a_newer_telegram": {"type": "unheard_of"}}
CLOSED: Reply = {"ok": False, "description": "the connection is closed without an answer"}
NO_JSON: Reply = {"ok": False, "description": "the answer is no JSON"}


def refusal(error: ApiError) -> Reply:
    reply: Reply = {"ok": False, "error_code": error.code, "description": error.description}
    return reply | ({"parameters": error.parameters} if error.parameters else {})


def respond(reply: Reply) -> web.Response:
    body = json.dumps(reply, separators=(",", ":")).encode()
    return web.Response(body=body, status=reply.get("error_code", 200), content_type="application/json")


def prevent(rule: Rule) -> Reply | None:
    """What the fault answers instead of doing anything; None: it lets the call be done."""
    match rule.fault:
        case Fault.DROP_BEFORE:
            return CLOSED
        case Fault.FORBIDDEN:
            return refusal(forbidden("bot was blocked by the user"))
        case Fault.UNAUTHORIZED:
            return refusal(unauthorized())
        case Fault.SERVER_ERROR:
            return refusal(ApiError(500, "Internal Server Error"))
        case Fault.BAD_GATEWAY:
            return refusal(ApiError(502, "Bad Gateway"))
        case Fault.FLOOD:
            return refusal(flood(rule.retry_after))
    return None


def flood(retry_after: int | None) -> ApiError:
    if retry_after is None:
        return ApiError(429, "Too Many Requests")
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def spoil(rule: Rule, done: Reply) -> Reply:
    """What is told of a call that was done; a refusal is no news to spoil, but can still get lost."""
    match rule.fault:
        case Fault.DROP_AFTER:
            return CLOSED
        case Fault.GARBAGE if done["ok"]:
            return NO_JSON
        case Fault.UNPARSABLE if done["ok"]:
            return {"ok": True, "result": OF_TOMORROW}
    return done


def respond_to(request: web.Request, reply: Reply) -> web.Response:
    """Puts a reply on the wire, if need be in a way no JSON can say."""
    if reply is CLOSED:
        if request.transport:
            request.transport.abort()
        return web.Response()
    if reply is NO_JSON:
        return web.Response(text=GARBAGE)
    if reply.get("error_code") == 502:
        return web.Response(text=BAD_GATEWAY, status=502, content_type="text/html")
    return respond(reply)
