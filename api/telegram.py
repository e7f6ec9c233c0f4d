"""Telegram's webhook: updates into the inbox, for bots of this process, whoever works for them.

Telegram is told that we have an update only after it is committed; whatever else it is told, it brings the
update again. It proves itself by the secret of the bot: neither the key of the API nor the host counts here.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

from sqlalchemy.orm import Session
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.auth_middleware import throw_away
from api.access.wrong_keys import DELAY, WrongKeys
from api.requests.errors import say
from api.requests.writer import LostCommitError, Writer
from edges.counted_lines import CountedLine
from edges.errors import describe, note_outage
from edges.telegram_webhooks import SECRET_HEADER
from models.database.errors import may_succeed
from services.moment import Moment
from services.queues import inbox
from services.queues.inbox import Arrived

log = logging.getLogger("leadbot.api")

LONGEST_UPDATE = 1024 * 1024  # bytes
PATIENCE = 10.0  # seconds for the commit; Telegram itself waits for a minute
AGAIN = "1"  # seconds, as `Retry-After` says it

NO_BOT = "this process has no token of a bot with this id"
NO_SECRET = f"send the secret of this bot as {SECRET_HEADER}"
WRONG_SECRETS = "secrets sent to Telegram's webhook"
NOT_STORED = "updates that Telegram brings can't be stored: %(latest)s (it brings them again: %(count)d)"


@dataclass(frozen=True, slots=True)
class Hooked:
    """A bot whose updates Telegram brings. `notify` wakes who handles them, if this process does."""

    secret: str = field(repr=False)
    notify: Callable[[], None]
    hear: Callable[[dict[str, Any]], None]  # answers an inline query, or drops it


@dataclass(frozen=True, slots=True)
class Hooks:
    """The bots of this process by id, under the path of WEBHOOK_URL."""

    path: str
    bots: Mapping[int, Hooked]


class TelegramWebhook:
    """Takes what Telegram brings, and leaves all other requests to the application."""

    def __init__(self, app: ASGIApp, hooks: Hooks, writer: Writer, delay: float = DELAY) -> None:
        self._app, self._hooks, self._writer = app, hooks, writer
        self._wrong_secrets = WrongKeys(delay, WRONG_SECRETS)
        self._not_stored = CountedLine(log, NOT_STORED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 200 once an update is committed; 400, 401, 404, 413 or 503 if it is not."""
        name = self._find_name(scope)
        if name is None:
            await self._app(scope, receive, send)
            return
        bot_id = int(name) if name.isascii() and name.isdecimal() else None
        if bot_id not in self._hooks.bots or bot_id is None:
            await throw_away(receive)
            answer: Response = say(404, ("path",), NO_BOT, "no_such_bot")
        elif not is_secret(self._hooks.bots[bot_id], Headers(scope=scope)):
            answer = await self._refuse_secret(scope, receive)
        else:
            answer = await self._take(bot_id, receive)
        await answer(scope, receive, send)

    def _find_name(self, scope: Scope) -> str | None:
        """Return what stands for the bot in the address; None if this is a request of the API."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        folder, _, name = scope["path"].rpartition("/")
        is_ours = folder == self._hooks.path and (folder or name.isdecimal()) and len(name) < 20
        return name if is_ours else None

    async def _refuse_secret(self, scope: Scope, receive: Receive) -> Response:
        await throw_away(receive)
        refusal = say(401, ("header", SECRET_HEADER), NO_SECRET, "unauthorized")
        if not await self._wrong_secrets.slow_down(scope.get("client")):
            refusal.headers["Connection"] = "close"
        return refusal

    async def _take(self, bot_id: int, receive: Receive) -> Response:
        body = await read(receive)
        if body is None:
            return say(413, ("body",), "the body is too long", "body_too_long")
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            # Telegram sends none such. A proxy may have cut it short, and the next try is whole.
            return say(400, ("body",), "the body is no JSON in UTF-8", "json_invalid")
        if inbox.is_inline_query(update):
            self._hooks.bots[bot_id].hear(update)
            return Response()
        arrived = inbox.read(update)
        if arrived is None:
            log.error("bot %s: an update without a usable id was skipped", bot_id)
            return Response()  # it would be brought again for a day, and hold up its chat
        return await self._store(bot_id, arrived)

    async def _store(self, bot_id: int, arrived: Arrived) -> Response:
        def store(session: Session, at: Moment) -> None:
            inbox.store(session, bot_id, [arrived], at=at)

        try:
            async with asyncio.timeout(PATIENCE):
                await self._writer.write(store)
        except Exception as error:
            if not (may_succeed(error) or isinstance(error, LostCommitError)):
                log.exception("bot %s: an update can't be stored", bot_id)
            if not note_outage(error):
                self._not_stored.count(describe(error))
            return say(503, (), "the update can't be stored now", "busy", {"Retry-After": AGAIN})
        self._hooks.bots[bot_id].notify()
        return Response()


def is_secret(bot: Hooked, headers: Headers) -> bool:
    """Tell in constant time whether the secret of a bot was sent, once."""
    given = headers.getlist(SECRET_HEADER)
    return len(given) == 1 and compare_digest(given[0].encode("latin-1"), bot.secret.encode())


async def read(receive: Receive) -> bytes | None:
    """Return the body of a request; None if it is longer than any update."""
    parts: list[bytes] = []
    size, has_more = 0, True
    while has_more:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        has_more = bool(message.get("more_body"))
        if size > LONGEST_UPDATE:
            if has_more:
                await throw_away(receive)
            return None
    return b"".join(parts)
