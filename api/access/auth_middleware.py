"""What comes in: requests with the key, compared in constant time, and bodies of a sensible length.

What shows no client is open to all. A body that is too long is read to its end and thrown away: a caller that
is cut off while sending would never see the answer.
"""

from secrets import compare_digest

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.wrong_keys import WrongKeys
from api.requests.errors import say
from edges.hosts import names_loopback

OPEN = ("", "/board", "/healthz", "/metrics", "/docs", "/openapi.json")
OPEN_FOLDERS = ("/static-offline-docs/", "/board/")  # the board has sessions of its own
LONGEST_BODY = 256 * 1024  # bytes; the longest message takes 48 KB as JSON
PATIENCE = 64 * 1024 * 1024  # bytes that are thrown away at most

NO_KEY = "send the key of API_KEY as Authorization: Bearer <key>"
FOREIGN_HOST = "without API_KEY only 127.0.0.1 and localhost are answered: ask there, or set a key"


class AuthMiddleware:
    """Lets requests through to the application; without a key, those that ask this machine by its own name.

    A page in a browser here can have a name that was made to lead to us, but can't send another one.
    """

    def __init__(self, app: ASGIApp, key: str | None, wrong_keys: WrongKeys) -> None:
        self._app = app
        self._key = key.encode() if key else None
        self._wrong_keys = wrong_keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, 403 or 413, or let the request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._find_refusal(scope["path"], headers)
        if refusal is not None:
            await throw_away(receive)
            is_wrong_key = refusal.status_code == 401 and "authorization" in headers
            if is_wrong_key and not await self._wrong_keys.slow_down(scope.get("client")):
                refusal.headers["Connection"] = "close"
            await refusal(scope, receive, send)
            return
        await self._app(scope, limit(receive), send)

    def _find_refusal(self, path: str, headers: Headers) -> JSONResponse | None:
        if self._key is None:
            hosts = headers.getlist("host")
            is_own = len(hosts) == 1 and names_loopback(hosts[0])
            return None if is_own else say(403, ("header", "Host"), FOREIGN_HOST, "foreign_host")
        is_open = path.removesuffix("/") in OPEN or path.startswith(OPEN_FOLDERS)
        if is_open or self._is_key(headers.getlist("authorization")):
            return None
        place = ("header", "Authorization")
        return say(401, place, NO_KEY, "unauthorized", {"WWW-Authenticate": "Bearer"})

    def _is_key(self, authorization: list[str]) -> bool:
        if self._key is None or len(authorization) != 1:
            return False
        scheme, _, given = authorization[0].partition(" ")
        is_right = compare_digest(given.strip().encode("latin-1"), self._key)
        return is_right and scheme.lower() == "bearer"


def limit(receive: Receive) -> Receive:
    """Return a way to receive a body that raises as soon as, and after, it has become too long."""
    size = 0

    async def receive_some() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LONGEST_BODY:
            if message.get("more_body"):
                await throw_away(receive)
            raise HTTPException(413)
        return message

    return receive_some


async def throw_away(receive: Receive) -> None:
    """Read what is still sent."""
    size, has_more = 0, True
    while has_more and size < PATIENCE:
        message = await receive()
        size += len(message.get("body", b""))
        has_more = bool(message.get("more_body"))
