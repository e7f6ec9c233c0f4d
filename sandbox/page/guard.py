"""Keeps pages of other origins away from everything but the Bot API, which its tokens guard.

Programs send neither `Origin` nor `Sec-Fetch-Site`, and go on as they are.
"""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from sandbox.server.links import is_loopback
from web.headers import make_headers

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SITE, MODE, DESTINATION = "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest"
OURS = ("same-origin", "none")  # none: somebody typed the address
HEADERS = make_headers()
BODIES = {"/sandbox/upload": "multipart/form-data"}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers 403 to a foreign page, before anything is done."""
    wrong = None if is_of_bots(request) else find_fault(request)
    return await handler(request) if wrong is None else refuse(wrong)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Says to a browser that nothing here is for other pages."""
    if not is_of_bots(request):
        response.headers.update(HEADERS)


def is_of_bots(request: web.Request) -> bool:
    return request.path.startswith("/bot") and request.path.count("/") > 1


def find_fault(request: web.Request) -> str | None:
    """Why the request is refused, as a sentence; None: it is not."""
    if not is_our_host(request):
        return "This server answers to names of this machine and to its own port only."
    origin, site = request.headers.get(hdrs.ORIGIN), request.headers.get(SITE)
    if is_visit(request):
        return None
    if (origin or f"http://{request.host}") != f"http://{request.host}" or (site or "none") not in OURS:
        return "A page of another origin may do nothing here."
    comes_from_page = origin is not None or site is not None
    wanted = BODIES.get(request.path, "application/json")
    if comes_from_page and request.method not in ("GET", "HEAD") and request.content_type != wanted:
        return f"A page sends this as {wanted}."
    return None


def is_our_host(request: web.Request) -> bool:
    """Another name that leads to this machine may be a trick: what its page reads it could tell anybody."""
    given = request.headers.get(hdrs.HOST)
    if given is None:
        return True
    try:
        host = urlsplit(f"//{given}")
        name, port = host.hostname or "", host.port or 80
    except ValueError:
        return False
    address = request.transport and request.transport.get_extra_info("sockname")
    return is_loopback(name) and (not address or port == address[1])


def is_visit(request: web.Request) -> bool:
    """Whether somebody follows a link to the page: that changes nothing and shows the other page nothing."""
    going = request.headers.get(MODE) == "navigate" and request.headers.get(DESTINATION) == "document"
    return going and request.method == "GET" and request.path == "/"


def refuse(sentence: str) -> web.Response:
    body = json.dumps({"error": sentence}).encode()
    return web.Response(body=body, status=403, content_type="application/json")
