"""Reads bodies as JSON in which every field stands once, since readers differ in which of two they take."""

import json
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class StrictRoute(APIRoute):
    """An endpoint whose body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()

        async def read_strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return read_strictly


class StrictRequest(Request):
    async def json(self) -> Any:
        """Return the body as FastAPI would, but refuse a field that is there twice."""
        return json.loads(await self.body(), object_pairs_hook=refuse_twins)


def refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; raises JSONDecodeError if a name comes twice."""
    read = dict(pairs)
    if len(read) < len(pairs):
        twin = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise json.JSONDecodeError(f"{twin!a} is there twice", "", 0)
    return read
