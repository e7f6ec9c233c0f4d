"""What happens, as it happens: read once for all who watch, compared, and sent as what has changed.

Nobody watching costs nothing. Who does not read in time gets the whole board anew instead of what was missed.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.board.filtering import Sources, Views
from api.requests.context import Context
from edges.errors import log_trouble
from models.database.waiting import cancel
from services.board import sessions, snapshot
from services.board.rights import Rights
from services.board.snapshot import Row
from services.clock import take_moment
from services.moment import Moment

log = logging.getLogger("leadbot.api")

EVERY = 0.5  # seconds between two looks while somebody watches
TODAY_EVERY = 3.0  # seconds; today's figures take longer
HEARTBEAT = 15.0  # seconds, so that no proxy takes the stream for dead
MOST_BEHIND = 20  # changes that wait for one who does not read
OVER = "event: over\ndata: {}\n\n"
ROWS = ("operators", "contacts", "sources")


@dataclass(slots=True, eq=False)
class Viewer:
    """Somebody who watches, by a session; None in the queue: it is over, or has other rights than it had."""

    session_id: int
    rights: Rights
    news: "asyncio.Queue[str | None]" = field(default_factory=lambda: asyncio.Queue(MOST_BEHIND))
    needs_all: bool = True  # the whole board is to be sent next
    is_over: bool = False


class Feed:
    """The one look at the database that all who watch share."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._viewers: set[Viewer] = set()
        self._looking: asyncio.Task[None] | None = None
        self._state: Row | None = None
        self._views = Views(context)
        self._shown: dict[Sources, Row] = {}
        self._today_due = self._seen_due = 0.0

    async def watch(self, session_id: int, rights: Rights) -> AsyncIterator[str]:
        """Yield the whole board, then what changes, until the session, its rights or the watching end."""
        viewer = Viewer(session_id, rights)
        self._viewers.add(viewer)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            while True:
                try:
                    item = await asyncio.wait_for(viewer.news.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if item is None:
                    if viewer.is_over:
                        yield OVER
                    return  # who has other rights now asks anew
                yield item
        finally:
            self._viewers.discard(viewer)

    async def close(self) -> None:
        """Let everybody go."""
        if self._looking is not None:
            await cancel([self._looking])
        for viewer in self._viewers:
            viewer.is_over = True
            self._send(viewer, None)

    async def _look(self) -> None:
        self._state, self._today_due, self._shown = None, 0.0, {}
        while self._viewers:
            try:
                await self._look_once()
            except Exception as error:  # the database is away: the next look finds it again
                log_trouble(log, "the board can't be read", error=error)
            await asyncio.sleep(EVERY)

    async def _look_once(self) -> None:
        at = take_moment(self._context.rules)
        lasting = await self._context.read(lambda session: sessions.list_rights(session, at=at))
        for viewer in list(self._viewers):
            if lasting.get(viewer.session_id) != viewer.rights:
                viewer.is_over = viewer.session_id not in lasting
                self._viewers.discard(viewer)
                self._send(viewer, None)
        await self._note_seen()
        self._state = await self._read(at)
        seen = {viewer.rights.source_ids for viewer in self._viewers}
        boards = await self._views.narrow(self._state, seen, at=at)
        before, self._shown = self._shown, boards
        told: dict[Sources, str] = {}
        for sources, board in boards.items():
            if sources in before and (change := compare(before[sources], board)):
                told[sources] = write_event("change", change)
        whole: dict[Sources, str] = {}
        for viewer in list(self._viewers):
            sources = viewer.rights.source_ids
            if viewer.needs_all:
                if sources not in boards:
                    continue  # who has come meanwhile
                whole[sources] = whole.get(sources) or write_event("state", boards[sources])
                viewer.needs_all = False
                self._send(viewer, whole[sources])
            elif sources in told:
                self._send(viewer, told[sources])

    async def _note_seen(self) -> None:
        """Note now and then who is still there, so that nobody who watches all day is taken for gone."""
        now, ids = asyncio.get_running_loop().time(), {viewer.session_id for viewer in self._viewers}
        if ids and now >= self._seen_due:
            self._seen_due = now + sessions.SEEN_EVERY.total_seconds()
            await self._context.writer.write(
                lambda session, moment: sessions.note_seen(session, ids, at=moment)
            )

    async def _read(self, at: Moment) -> Row:
        state = await self._context.read(lambda session: snapshot.read_state(session, at=at))
        now = asyncio.get_running_loop().time()
        if self._state is None or now >= self._today_due:
            state["today"] = await self._context.read(lambda session: snapshot.read_today(session, at=at))
            self._today_due = now + TODAY_EVERY
        else:
            state["today"] = self._state["today"]
        return state

    def _send(self, viewer: Viewer, item: str | None) -> None:
        try:
            viewer.news.put_nowait(item)
        except asyncio.QueueFull:
            while not viewer.news.empty():
                viewer.news.get_nowait()
            viewer.needs_all = True
            if item is None:
                viewer.news.put_nowait(None)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Row:
    """Return what has changed between two boards; empty if nothing has."""
    change: Row = {}
    for name in ROWS:
        former = {row["id"]: row for row in before[name]}
        if rows := [row for row in after[name] if former.get(row["id"]) != row]:
            change[name] = rows
    there = {row["id"] for row in after["contacts"]}
    if gone := [row["id"] for row in before["contacts"] if row["id"] not in there]:
        change["gone"] = gone
    known = {row["id"] for row in before["happened"]}
    if happened := [row for row in after["happened"] if row["id"] not in known]:
        change["happened"] = happened
    if before["today"] != after["today"]:
        change["today"] = after["today"]
    return change


def write_event(name: str, data: Row) -> str:
    """Return an event as a stream has it."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"
