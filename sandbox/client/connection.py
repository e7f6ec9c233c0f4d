"""Talks to the control API of one sandbox over HTTP."""

import json
from types import TracebackType
from typing import Any, Self

import aiohttp

from sandbox.client.seen import Json


class SandboxError(Exception):
    """The sandbox refused: 404 unknown, 422 malformed, 409 a real person couldn't do that now."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Connection:
    """Open inside `async with`; a refusal raises SandboxError with its sentence."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def post(self, path: str, **given: Any) -> Json:
        body = {name: value for name, value in given.items() if value is not None}
        return await self._ask("POST", path, json=body)

    async def get(self, path: str, **given: Any) -> Json:
        query = {name: str(value) for name, value in given.items() if value is not None}
        return await self._ask("GET", path, params=query)

    async def read(self, path: str, **query: str) -> bytes:
        return await self._request("GET", path, params=query)

    async def _ask(self, method: str, path: str, **arguments: Any) -> Json:
        answer: Json = json.loads(await self._request(method, path, **arguments))
        return answer

    async def _request(self, method: str, path: str, **arguments: Any) -> bytes:
        if self._session is None:
            raise RuntimeError("Use it as `async with Telegram(url) as telegram`.")
        async with self._session.request(method, f"{self.url}/sandbox/{path}", **arguments) as response:
            body = await response.read()
        if response.status >= 400:
            raise SandboxError(response.status, json.loads(body)["error"])
        return body
