"""An address is the same with a slash at its end and without; nobody is sent elsewhere.

Starlette would answer the other spelling with a redirect to whatever stands in `Host`, and a program that
follows it sends a client's words there.
"""

from fastapi import FastAPI
from starlette.routing import Match
from starlette.types import Receive, Scope, Send


def ignore_last_slash(app: FastAPI) -> None:
    """Take an unknown address for the one that differs by a slash at its end, if there is one."""
    router = app.router
    refuse, router.redirect_slashes = router.default, False

    async def try_other_spelling(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        other = path.removesuffix("/") if path.endswith("/") else f"{path}/"
        respelled = {**scope, "path": other}
        if other == "/" or all(route.matches(respelled)[0] is Match.NONE for route in router.routes):
            await refuse(scope, receive, send)
            return
        scope["path"] = other
        await router.app(scope, receive, send)

    router.default = try_other_spelling
