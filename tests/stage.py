"""A business for tests: a local Telegram, a bot that serves on it, an admin, operators who join by link."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from leadbot.settings import Settings
from leadbot.wiring import serve
from models import Account, Outbox, OutboxState
from sandbox.client.person import Person
from sandbox.client.seen import Bot, ChatMessage
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from services.clock import utc_now
from services.moment import Moment
from services.operations import alerts
from tests.database_file import DatabaseFile
from tests.databases import copy_migrated
from tests.moments import first

S = TypeVar("S", bound="Stage")

ALERT = "⚠️"
NEWS = "👤"  # that somebody has joined
CHANGE = "⚙️"  # what somebody else has changed of an operator's work
ADDED = re.compile("Operator #|Оператор №")
UNFINISHED = "SELECT 1 FROM inbox WHERE state='pending' UNION ALL SELECT 1 FROM outbox WHERE state='pending'"


class Stage(DatabaseFile):
    """One running business. Everything is done and seen through Telegram, or read from its database file."""

    def __init__(self, telegram: Telegram, bot: Bot, admin: Person, settings: Settings, path: Path) -> None:
        super().__init__(path)
        self.telegram, self.bot, self.admin, self.settings = telegram, bot, admin, settings
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

    async def open(self) -> None:
        """Start the bot, and let the admin open it."""
        await self.start()
        await self.admin.open(self.bot)
        await self.admin.wait_for(self.bot, lambda m: bool(m.buttons), timeout=60)

    async def close(self) -> None:
        """Leave nothing that runs."""
        await self.stop()

    async def restart(self, **settings: Any) -> None:
        """Stop the bot, and start it with some settings changed."""
        await self.stop()
        for name, value in settings.items():
            setattr(self.settings, name, value)
        await self.start()

    async def appoint(self, person: Person) -> None:
        """List somebody in ADMIN_IDS, beside the others."""
        await self.restart(admin_ids=(*self.settings.admin_ids, Account(person.id)))

    async def add_bot(self) -> Bot:
        """Let the business have a second bot."""
        bot = await self.telegram.add_bot("acme_help_bot", name="Help")
        await self.restart(bot_tokens=[*self.settings.bot_tokens, bot.token])
        return bot

    async def person(self, name: str, language: str = "en", **given: Any) -> Person:
        """Let somebody have Telegram."""
        return await self.telegram.add_person(name, language_code=language, **given)

    async def client(self, name: str = "Vera", language: str = "en", text: str | None = None) -> Person:
        """Let a client come by, and write if there is a text."""
        person = await self.person(name, language)
        if text is not None:
            await person.write(self.bot, text)
        return person

    async def ask(
        self,
        text: str,
        person: Person | None = None,
        kind: str | None = None,
        *,
        reply_to: ChatMessage | None = None,
    ) -> ChatMessage:
        """Let somebody write, the admin unless named; returns the answer: a text, or what is of this kind."""
        person = person or self.admin
        sent = await person.write(self.bot, text, reply_to=reply_to.message_id if reply_to else None)

        def answers(message: ChatMessage) -> bool:
            # News and, on a slow machine, an alert of the clock may come in between.
            return (
                message.kind == kind
                if kind
                else bool(message.text) and not message.text.startswith((ALERT, NEWS, CHANGE))
            )

        return await person.wait_for(self.bot, answers, after=sent)

    async def command(self, text: str) -> str:
        """Let the admin write a command; returns the text of the answer, of a new operator with the link."""
        answer = await self.ask(text)
        if not (text.startswith("/operators") and ADDED.match(answer.text)):
            return answer.text
        link = await self.admin.wait_for(self.bot, "?start=op_", after=answer.message_id)
        return f"{answer.text}\n{link.text}"

    async def reply(self, person: Person, card: ChatMessage | int, text: str = "Hello?") -> str:
        """Let somebody reply to a message; returns what the bot replies to that."""
        replied = card if isinstance(card, int) else card.message_id
        sent = await person.write(self.bot, text, reply_to=replied)
        return (await person.wait_for(self.bot, lambda m: m.reply_to == sent)).text

    async def join(self, name: str, invitation: str, **given: Any) -> Person:
        """Let somebody become an operator by the link in a text."""
        person = await self.person(name, **given)
        await person.open(self.bot, start=find_start(invitation))
        await person.wait_for(self.bot, name)
        return person

    async def hire(self, name: str, limit: int = 5, weight: int | None = 1, **given: Any) -> Person:
        """Add an operator, let somebody join as that operator, and give the weight."""
        quoted = f"«{name}»" if '"' in name else f'"{name}"'
        invitation = await self.command(f"/operators add {quoted} {limit}")
        if weight is not None:
            await self.command(f"/weight {quoted} {self.bot.username} {weight}")
        return await self.join(name, invitation, **given)

    async def card(self, operator: Person, text: str) -> ChatMessage:
        """Wait for the card that contains a text."""
        return await operator.wait_for(self.bot, lambda m: text in m.text and bool(m.buttons))

    async def press(self, person: Person, card: ChatMessage | int, button: str) -> str:
        """Press a button, named by all of its caption or a part; returns what pops up."""
        captions = [] if isinstance(card, int) else card.captions
        if button not in captions:
            button = next((caption for caption in captions if button in caption), button)
        return await person.wait_answer(self.bot, await person.press(self.bot, card, button))

    async def press_rare(self, person: Person, card: ChatMessage, button: str) -> str:
        """Press a button that stands behind “More” of a card; returns what pops up."""
        await self.press(person, card, "Ещё" if "Ещё" in card.captions else "More")
        return await self.press(person, await self.look(card, person), button)

    async def pass_on(self, person: Person, card: ChatMessage, to: str = "By draw") -> str:
        """Press the button that passes a contact on, and choose to whom; returns what pops up."""
        last = max(message.message_id for message in (await person.chat(self.bot)).from_bot)
        await self.press(person, card, "Pass on")
        question = await person.wait_for(self.bot, "on to whom?", after=last)
        return await self.press(person, question, to)

    async def complete(self, operator: Person, text: str) -> ChatMessage:
        """Let an operator take and complete the contact whose card contains a text; returns the card."""
        await self.press(operator, await self.card(operator, text), "Take")
        taken = await operator.wait_for(self.bot, lambda m: text in m.text and "Complete" in m.captions)
        await self.press(operator, taken, "Complete")
        return await operator.wait_for(self.bot, lambda m: text in m.text and "Reopen" in m.captions)

    async def tap(self, screen: ChatMessage, button: str, person: Person | None = None) -> ChatMessage:
        """Press a button, and look at the screen again."""
        await self.press(person or self.admin, screen, button)
        return await self.look(screen, person)

    async def look(self, screen: ChatMessage, person: Person | None = None) -> ChatMessage:
        """Return a message to somebody, the admin unless named, as it is once everything is done."""
        await self.settle()
        chat = await (person or self.admin).chat(self.bot)
        return next(m for m in chat.from_bot if m.message_id == screen.message_id)

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
        return [text for text in await self.texts(person or self.admin) if text.startswith(ALERT)]

    async def settle(self, within: float = 60) -> None:
        """Wait until everything is handled and delivered."""
        pause = 0.01
        async with asyncio.timeout(within):
            while await self.telegram.pending(self.bot) or self.rows(UNFINISHED):  # noqa: ASYNC110 (another thread)
                await asyncio.sleep(pause := min(pause * 1.5, 0.1))

    async def copied(self, person: Person) -> list[ChatMessage]:
        """Return all that the bot has copied to somebody from another chat, as it stands now."""
        return [message for message in (await person.chat(self.bot)).from_bot if message.source]

    async def relayed(self, person: Person) -> list[ChatMessage]:
        """Return what others have written to somebody, copied or sent as it was stored, as it stands now."""
        rows = self.rows(
            f"SELECT message_id FROM outbox WHERE kind='relay' AND state='sent' AND chat_id={person.id}"
        )
        ids = {message_id for (message_id,) in rows}
        return [message for message in (await person.chat(self.bot)).from_bot if message.message_id in ids]

    async def texts(self, person: Person, bot: Bot | None = None) -> list[str]:
        """Return all that the bot has written to somebody, as it stands now."""
        return [message.text for message in (await person.chat(bot or self.bot)).from_bot]


def find_start(text: str) -> str:
    """Return the start parameter of the link in a text."""
    found = re.search(r"\?start=([\w-]+)", text)
    assert found, f"no link in {text!r}"
    return found[1]


@asynccontextmanager
async def play(
    make: Callable[[Telegram, Bot, Person, Settings, Path], S],
    server: Sandbox,
    folder: Path,
    *,
    running: bool = True,
    **settings: Any,
) -> AsyncIterator[S]:
    """Let a business with one bot and its admin be at work, as a stage of this kind."""
    path = folder / "leadbot.db"
    copy_migrated(path)
    async with Telegram(server.url) as telegram:
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
        stage = make(telegram, bot, admin, Settings(_env_file=None, **(given | settings)), path)
        try:
            if running:
                await stage.open()
            yield stage
        finally:
            await stage.close()


@asynccontextmanager
async def open_stage(folder: Path, *, running: bool = True, **settings: Any) -> AsyncIterator[Stage]:
    """Open a business with one bot and its admin."""
    async with serve_telegram() as server, play(Stage, server, folder, running=running, **settings) as stage:
        yield stage
