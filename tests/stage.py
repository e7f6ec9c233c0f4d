"""A business for tests: a local Telegram, a bot that serves on it, an admin, operators who join by link."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import make_url, update
from sqlalchemy.orm import Session

from leadbot.settings import Settings
from leadbot.wiring import serve
from models import Account, Outbox, OutboxState
from models.database.sqlite import create_writer
from sandbox.client.person import Person
from sandbox.client.seen import Bot, ChatMessage
from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from services.clock import utc_now
from services.moment import Moment
from services.operations import alerts
from tests.databases import copy_migrated
from tests.moments import first

P = ParamSpec("P")
T = TypeVar("T")


class Stage:
    """One running business. Everything is done and seen through Telegram, or read from its database file."""

    def __init__(self, telegram: Telegram, bot: Bot, admin: Person, settings: Settings, path: Path) -> None:
        self.telegram, self.bot, self.admin, self.settings, self.path = telegram, bot, admin, settings, path
        self._stop = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the bot."""
        self._stop = asyncio.Event()
        ready = asyncio.Event()
        self._serving = asyncio.create_task(serve(self.settings, self._stop, ready.set))
        await asyncio.wait((self._serving, asyncio.create_task(ready.wait())), return_when="FIRST_COMPLETED")

    async def stop(self) -> None:
        """Stop the bot as SIGTERM does."""
        self._stop.set()
        if self._serving is not None:
            await self._serving

    async def appoint(self, person: Person) -> None:
        """List somebody in ADMIN_IDS, beside the others, and start the bot again."""
        await self.stop()
        self.settings.admin_ids = (*self.settings.admin_ids, Account(person.id))
        await self.start()

    async def person(self, name: str, language: str = "en", **given: Any) -> Person:
        """Let somebody have Telegram."""
        return await self.telegram.add_person(name, language_code=language, **given)

    async def client(self, name: str = "Vera", language: str = "en", text: str | None = None) -> Person:
        """Let a client come by, and write if there is a text."""
        person = await self.person(name, language)
        if text is not None:
            await person.write(self.bot, text)
        return person

    async def command(self, text: str, bot: Bot | None = None) -> str:
        """Let the admin write a command; returns the answer."""
        bot = bot or self.bot
        sent = await self.admin.write(bot, text)
        # On a slow machine an alert of the clock may come in between.
        answer = await self.admin.wait_for(
            bot, lambda message: bool(message.text) and not message.text.startswith("⚠️"), after=sent
        )
        return answer.text

    async def hire(
        self, name: str, limit: int = 5, weight: int | None = 1, language: str = "en", **given: Any
    ) -> Person:
        """Add an operator, let somebody join as that operator, and give the weight."""
        quoted = f"«{name}»" if '"' in name else f'"{name}"'
        answer = await self.command(f"/operators add {quoted} {limit}")
        operator = await self.person(name, language, **given)
        await operator.open(self.bot, start=find_start(answer))
        await operator.wait_for(self.bot, name)
        if weight is not None:
            await self.command(f"/weight {quoted} {self.bot.username} {weight}")
        return operator

    async def card(self, operator: Person, text: str) -> ChatMessage:
        """Wait for the card that contains a text."""
        return await operator.wait_for(self.bot, lambda m: text in m.text and bool(m.buttons))

    async def press(self, operator: Person, card: ChatMessage | int, button: str) -> str:
        """Press a button; returns what pops up."""
        return await operator.wait_answer(self.bot, await operator.press(self.bot, card, button))

    async def tell_admins(self, minutes: float = 0, broken: dict[int, str] | None = None) -> list[str]:
        """Let the clock of the alerts strike, some minutes from now; returns the alerts the admin has got."""
        now = utc_now() + timedelta(minutes=minutes)
        connected = [int(token.split(":")[0]) for token in self.settings.bot_tokens]

        def strike(session: Session) -> None:
            at = Moment(now=now, chance=first, policy=self.settings.policy)
            alerts.raise_alerts(session, bots={**dict.fromkeys(connected), **(broken or {})}, at=at)
            # What is decided in the future is due now all the same.
            unsent = update(Outbox).where(Outbox.state == OutboxState.PENDING)
            session.execute(unsent.values(due_at=utc_now()))

        await self.run(strike)
        await self.command("/help")
        await self.settle()
        return await self.alarms()

    async def alarms(self, person: Person | None = None) -> list[str]:
        """Return the alerts that somebody has got, the admin unless named."""
        return [text for text in await self.texts(person or self.admin) if text.startswith("⚠️")]

    async def settle(self) -> None:
        """Wait until everything is handled and delivered."""
        pause = 0.01
        async with asyncio.timeout(60):
            while await self.telegram.pending(self.bot) or self.rows(  # noqa: ASYNC110 (another thread ends it)
                "SELECT 1 FROM inbox WHERE state='pending'"
                " UNION ALL SELECT 1 FROM outbox WHERE state='pending'"
            ):
                await asyncio.sleep(pause := min(pause * 1.5, 0.1))

    async def run(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a service in a transaction of its own, as another program on this database would."""

        def work() -> T:
            engine = create_writer(make_url(self.settings.database_url))
            try:
                with Session(engine, expire_on_commit=False) as session, session.begin():
                    return service(session, *args, **kwargs)
            finally:
                engine.dispose()

        return await asyncio.to_thread(work)

    async def texts(self, person: Person, bot: Bot | None = None) -> list[str]:
        """Return all that the bot has written to somebody, as it stands now."""
        return [message.text for message in (await person.chat(bot or self.bot)).from_bot]

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def rows(self, query: str, *params: Any) -> list[tuple[Any, ...]]:
        """Read the database file, as another program would."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, params).fetchall()


def find_start(text: str) -> str:
    """Return the start parameter of the link in a text."""
    found = re.search(r"\?start=([\w-]+)", text)
    assert found, f"no link in {text!r}"
    return found[1]


@asynccontextmanager
async def open_stage(folder: Path, *, running: bool = True, **settings: Any) -> AsyncIterator[Stage]:
    """Open a business with one bot and its admin."""
    path = folder / "leadbot.db"
    copy_migrated(path)
    async with serve_telegram() as server, Telegram(server.url) as telegram:
        bot = await telegram.add_bot("acme_sales_bot", name="Acme")
        admin = await telegram.add_person("Olga", language_code="en")
        given: dict[str, Any] = {
            "bot_tokens": [bot.token],
            "admin_ids": [admin.id],
            "telegram_api": server.url,
            "database_url": f"sqlite+aiosqlite:///{path}",
            "sends_per_second": 0,
            "reopen_window_minutes": 0,
        }
        stage = Stage(telegram, bot, admin, Settings(_env_file=None, **(given | settings)), path)
        if running:
            await stage.start()
            await admin.open(bot)
            await admin.wait_for(bot, "/operators")
        try:
            yield stage
        finally:
            await stage.stop()
