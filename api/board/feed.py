"""What happens, as it happens: read once for all who watch, compared, and sent as what has changed.

Nobody watching costs nothing, and a board on which nothing happens next to nothing. Who does not read in time
gets the whole board anew instead of what was missed.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from functools import partial

from api.board.changes import OVER, STILL_HERE, compare, write_event
from api.requests.context import Context
from edges.errors import log_trouble
from models.database.waiting import cancel
from services.board import sessions, snapshot, today
from services.board.made import Made, Row
from services.board.rights import Rights
from services.board.scope import Scope, narrow
from services.clock import take_moment
from services.moment import Moment
from services.reports.periods import find_today

log = logging.getLogger("leadbot.api")

# Seconds
LOOK_EVERY = 0.1  # whether there is any news, while somebody watches
READ_EVERY = 0.5  # at the most, whatever happens
TODAY_EVERY = 3.0  # today's figures take longer
SESSIONS_EVERY = 1.0
WHOLE_EVERY = 15.0  # though there is no news: if the clock changes more than `Timed` knows
HEARTBEAT = 15.0  # so that no proxy takes the stream for dead
MOST_BEHIND = 20  # changes that wait for one who does not read
MOST_STEPS = 5  # in which draws are added up between two looks


@dataclass(slots=True, eq=False)
class Viewer:
    """Somebody who watches, by a session; None in the queue: it is over, or has other rights than it had."""

    session_id: int
    rights: Rights
    news: "asyncio.Queue[bytes | None]" = field(default_factory=lambda: asyncio.Queue(MOST_BEHIND))
    needs_all: bool = True  # the whole board is to be sent next
    is_over: bool = False

    @property
    def scope(self) -> Scope:
        """Return of which sources it is."""
        return self.rights.source_ids


class Feed:
    """The one look at the database that all who watch share."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._viewers: set[Viewer] = set()
        self._looking: asyncio.Task[None] | None = None
        self._forget()

    def _forget(self) -> None:
        """Know nothing of what was when somebody has watched last."""
        self._made, self._draws = Made(), today.Draws()
        self._picture: snapshot.Picture | None = None
        self._seen: object = None  # by which it is known that nothing has changed
        self._today: dict[Scope, Row] = {}
        self._is_today_old = True
        self._boards: dict[Scope, Row] = {}  # as they were told last
        self._written: dict[Scope, bytes] = {}  # what of them was sent whole
        self._whole_due = self._today_due = self._sessions_due = self._note_due = 0.0

    async def watch(self, session_id: int, rights: Rights) -> AsyncIterator[bytes]:
        """Yield the whole board, then what changes, until the session, its rights or the watching end."""
        viewer = Viewer(session_id, rights)
        self._viewers.add(viewer)
        if self._looking is None or self._looking.done():
            self._forget()
            self._looking = asyncio.create_task(self._look())
        elif viewer.scope in self._boards:  # as others were told it a moment ago
            self._send_whole(viewer)
        try:
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        item = await viewer.news.get()
                except TimeoutError:
                    yield STILL_HERE
                    continue
                if item is None:
                    if viewer.is_over:
                        yield OVER
                    return  # whose rights are other ones now asks anew
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
        while self._viewers:
            has_read = True
            try:
                has_read = await self._look_once(asyncio.get_running_loop().time())
            except Exception as error:  # the database is away: the next look finds it again
                log_trouble(log, "the board can't be read", error=error)
            await asyncio.sleep(READ_EVERY if has_read else LOOK_EVERY)

    async def _look_once(self, now: float) -> bool:
        """Read what is due, and tell it; returns whether the board was read."""
        at = take_moment(self._context.rules)
        version = await self._context.database.read_version()
        has_news = now >= self._whole_due or self._seen != self._describe(version, at)
        if has_news or now >= self._sessions_due:
            self._sessions_due = now + SESSIONS_EVERY
            await self._check_sessions(at, now)
        if has_news:
            self._picture = await self._context.read(
                lambda session: snapshot.read_picture(session, self._made, at=at)
            )
            self._seen, self._whole_due = self._describe(version, at), now + WHOLE_EVERY
            self._is_today_old = True
        is_due, scopes = self._is_today_old and now >= self._today_due, {one.scope for one in self._viewers}
        if is_due or not scopes <= self._today.keys():
            await self._read_today(scopes, at, now)
        elif not has_news and not any(viewer.needs_all for viewer in self._viewers):
            return False
        self._tell()
        return has_news

    def _describe(self, version: object, at: Moment) -> object:
        """Return what differs when there may be news: a commit, a rule, or what the clock has changed."""
        closed = self._picture.timed.list_closed(at=at) if self._picture is not None else None
        return version, at.policy, find_today(at=at), closed

    async def _check_sessions(self, at: Moment, now: float) -> None:
        """Let go those whose session is over or has other rights, and note now and then who is there."""
        viewers = list(self._viewers)  # whoever comes meanwhile may have a session that the read does not see
        lasting = await self._context.read(lambda session: sessions.list_rights(session, at=at))
        for viewer in viewers:
            if lasting.get(viewer.session_id) != viewer.rights:
                viewer.is_over = viewer.session_id not in lasting
                self._viewers.discard(viewer)
                self._send(viewer, None)
        ids = {viewer.session_id for viewer in self._viewers}
        if ids and now >= self._note_due:
            self._note_due = now + sessions.SEEN_EVERY.total_seconds()
            await self._context.writer.write(
                lambda session, moment: sessions.note_seen(session, ids, at=moment)
            )

    async def _read_today(self, scopes: Collection[Scope], at: Moment, now: float) -> None:
        """Read today's figures; the shares once all draws are added up, some of them at each look."""
        for _ in range(MOST_STEPS):
            found = await self._context.read(lambda session: today.find_draws(session, self._draws, at=at))
            self._draws.add(found)
            if self._draws.is_complete:
                break
        self._today = {
            scope: await self._context.read(
                partial(today.read_today, draws=self._draws, source_ids=scope, at=at)
            )
            for scope in scopes
        }
        self._is_today_old = not self._draws.is_complete
        self._today_due = now + TODAY_EVERY if self._draws.is_complete else now

    def _tell(self) -> None:
        """Send to all what is news to them; it is written once for those who see the same."""
        assert self._picture is not None  # at the first look everything is news
        groups: defaultdict[Scope, list[Viewer]] = defaultdict(list)
        for viewer in self._viewers:
            groups[viewer.scope].append(viewer)
        before, self._boards, self._written = self._boards, {}, {}
        for scope, group in groups.items():
            if scope not in self._today:  # the first of these has come during this look
                continue
            board = {**narrow(self._picture.lists, scope), "today": self._today[scope]}
            self._boards[scope] = board
            change = compare(before[scope], board) if scope in before else {}
            told = write_event("change", change) if change else None
            for viewer in group:
                if viewer.needs_all:
                    self._send_whole(viewer)
                elif told is not None:
                    self._send(viewer, told)

    def _send_whole(self, viewer: Viewer) -> None:
        """Send the board as it was told last; it is written once for those who see the same."""
        scope = viewer.scope
        if scope not in self._written:
            self._written[scope] = write_event("state", self._boards[scope])
        viewer.needs_all = False
        self._send(viewer, self._written[scope])

    def _send(self, viewer: Viewer, item: bytes | None) -> None:
        try:
            viewer.news.put_nowait(item)
        except asyncio.QueueFull:
            while not viewer.news.empty():
                viewer.news.get_nowait()
            viewer.needs_all = True
            if item is None:
                viewer.news.put_nowait(None)
